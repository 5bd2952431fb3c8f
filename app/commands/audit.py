"""`tipline audit`: what staff did, and whether the record of it is whole."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.asking import ask_account
from app.problems import BROKEN
from app.settings import Settings, load_settings
from core.audit import Anchor
from core.people import Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.audit import Verdict

_WHOLE = """The record is whole: {entries:,} entries, each holding the one before.
It ends at {end}
Keep that line somewhere else: `tipline audit verify --anchor LINE` shows later that nothing up to
it was changed or cut, even where the whole database was put back from an old copy.
"""
_BROKEN = """The record breaks at entry {broken_at:,}: somebody changed, added or took away what
stands from there on, or put an older copy of the database in its place.
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    audit = typer.Typer(
        name="audit",
        help="What staff did at the desk, and whether the record of it is whole.",
        no_args_is_help=True,
    )
    audit.command()(verify)
    audit.command("list")(list_entries)
    app.add_typer(audit)


def verify(
    anchor: Annotated[
        str, typer.Option(help="An end of the record that was noted elsewhere: 120:9f86d0...")
    ] = "",
) -> None:
    """Check the whole record, entry by entry; exit code 1 where it breaks.

    Needs no passphrase, so that a timer can run it. Where the record is whole its end is noted
    in the data directory, and the next check looks for it.
    """
    noted = (Anchor.parse(anchor),) if anchor else ()
    verdict = asyncio.run(_verify(load_settings(os.environ), noted))
    if verdict.broken_at is None:
        sys.stdout.write(_WHOLE.format(entries=verdict.entries, end=verdict.end))
        return
    sys.stderr.write(_BROKEN.format(broken_at=verdict.broken_at))
    raise typer.Exit(BROKEN)


def list_entries(
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many entries.")] = 50,
    tip: Annotated[str, typer.Option(help="Only what was done to this tip or account.")] = "",
    account: Annotated[str, typer.Option("--as", help="Name of your account.")] = "",
) -> None:
    """List what staff did, the newest first. Takes a lead or an auditor, and their passphrase."""
    asyncio.run(_list(load_settings(os.environ), count, tip, account))


async def _verify(settings: Settings, noted: tuple[Anchor, ...]) -> Verdict:
    from app.wiring import open_office

    async with open_office(settings) as office:
        with _progress() as on_lot:
            verdict = await office.staff.audit.verify(noted, on_lot=on_lot)
        if verdict.broken_at is None:
            office.staff.audit.remember(verdict.end)
    return verdict


async def _list(settings: Settings, count: int, subject: str, account: str) -> None:
    from app.render import print_entries
    from app.wiring import open_office

    async with open_office(settings) as office:
        keyring, audit = office.staff.keyring, office.staff.audit
        entered = await keyring.enter(*await ask_account(office, account))
        entered.member.must(Right.AUDIT)
        if subject:
            entries = (await audit.history(subject))[::-1][:count]
        else:
            entries = await audit.latest(count)
    print_entries(entries)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """How far it is, on standard error where a person looks at that."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Checking the audit")
        yield lambda done, total: progress.update(task, completed=done, total=total)

"""`tipline export`: what leaves the desk, with the rights and the two people of the console."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from app.commands.desk import unlocked
from app.problems import BadInput
from app.settings import load_settings
from core.errors import WrongPassphrase
from core.exports import TAKE_WITHIN, Format

if TYPE_CHECKING:
    from app.wiring import Office
    from core.people import Member
    from storage.keys import OpenKey

_As = Annotated[str, typer.Option("--as", help="Name of your account.")]
_Id = Annotated[str, typer.Argument(help="Id of the export, as `tipline export list` shows it.")]
_For = Annotated[str, typer.Option("--for", help="Who gets it. Kept in the audit.")]
_Out = Annotated[Path, typer.Option("--out", help="File to write; there must be none yet.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    export = typer.Typer(
        name="export",
        help="Let released tips leave: a report on one, or many past two people.",
        no_args_is_help=True,
    )
    for command in (report, ask, approve, refuse, take):
        export.command()(command)
    export.command("list")(list_exports)
    app.add_typer(export)


def report(
    tip_id: Annotated[str, typer.Argument(help="Id of a released tip.")],
    recipient: _For,
    out: _Out,
    account: _As = "",
) -> None:
    """Write an intelligence report on a released tip, as a PDF.

    That it was made, by whom and for whom stands in the audit. Asks for your passphrase.
    """
    asyncio.run(_report(tip_id, recipient, out, account))


def ask(  # each is an option of its own
    kind: Annotated[Format, typer.Option("--format", help="What it is written as.")],
    purpose: Annotated[str, typer.Option(help="A key of the list; `-` lists them.")],
    recipient: _For,
    account: _As = "",
    drug: Annotated[str, typer.Option(help="Only tips that speak most of this drug.")] = "",
    area: Annotated[str, typer.Option(help="Only areas that begin so.")] = "",
) -> None:
    """Ask to let the released tips of a filter leave; somebody else has to let them go."""
    asyncio.run(_ask(kind, purpose, recipient, account, drug, area))


def list_exports(account: _As = "") -> None:
    """List the newest requests of everybody."""
    asyncio.run(_list(account))


def approve(export_id: _Id, account: _As = "") -> None:
    """Let an export go that somebody else asked for; they take it within an hour."""
    asyncio.run(_approve(export_id, account))


def refuse(export_id: _Id, account: _As = "") -> None:
    """Refuse an export, or take your own request back."""
    asyncio.run(_refuse(export_id, account))


def take(export_id: _Id, out: _Out, account: _As = "") -> None:
    """Take what you asked for and another let go: once, into a file that only you can read."""
    asyncio.run(_take(export_id, out, account))


async def _report(tip_id: str, recipient: str, out: Path, account: str) -> None:
    from console.report_pdf import pdf_of
    from console.sheets import sheet_of
    from console.wording import Words

    with _new_file(out) as file:
        async with _entered(account) as (office, key, member):
            made = await office.reports.make(tip_id, recipient, key, member=member)
        reports = office.reports
        sheet = sheet_of(made, reports.form, reports.scheme, Words.shipped())
        file.write(await asyncio.to_thread(pdf_of, made, sheet))
    sys.stdout.write(f"Written: {out}\n")


async def _ask(  # as `ask`
    kind: Format, purpose: str, recipient: str, account: str, drug: str, area: str
) -> None:
    from core.desk_ports import Wanted
    from core.reports import ReportForm

    purposes = ReportForm.shipped().purposes
    if purpose not in purposes:
        listed = "\n".join(f"  {key:10} {said}" for key, said in purposes.items())
        raise BadInput(f"--purpose is one of:\n{listed}")
    async with _entered(account) as (office, _, member):
        made = await office.exporting.ask(
            Wanted(statuses=(), drug_group=drug, area_starts=area),
            kind,
            purpose=purpose,
            recipient=recipient,
            member=member,
        )
    sys.stdout.write(
        f"{made.id}\n{made.tips} tips wait for a second person: tipline export approve {made.id}\n"
    )


async def _list(account: str) -> None:
    async with _entered(account) as (office, _, member):
        found = await office.exporting.latest(member=member)
        now = office.desk.clock.now()
    for each in found:
        state = each.at(now)
        told = f"{each.tips} {each.format}, {each.purpose}, by {each.asked_by}"
        sys.stdout.write(f"{each.id}  {state:9} {told}, for {each.recipient}\n")


async def _approve(export_id: str, account: str) -> None:
    async with _entered(account) as (office, _, member):
        made = await office.exporting.approve(export_id, member=member)
    minutes = int(TAKE_WITHIN.total_seconds() // 60)
    sys.stdout.write(f"Let go. {made.asked_by} may take it once, within {minutes} minutes.\n")


async def _refuse(export_id: str, account: str) -> None:
    async with _entered(account) as (office, _, member):
        await office.exporting.refuse(export_id, member=member)
    sys.stdout.write("Refused. Nothing leaves.\n")


async def _take(export_id: str, out: Path, account: str) -> None:
    from app.wiring import console_parts
    from console.exporting import written

    with _new_file(out) as file:
        async with _entered(account) as (office, key, member):
            parts = console_parts(office, ("http://localhost",))
            made, content = await written(parts, export_id, key, member)
            async for piece in content:
                file.write(piece)
    sys.stdout.write(f"Written: {out}, for {made.recipient}. It cannot be taken again.\n")


@asynccontextmanager
async def _entered(account: str) -> AsyncIterator[tuple[Office, OpenKey, Member]]:
    """The desk with its key open, and who opened it as they stand now."""
    async with unlocked(load_settings(os.environ), account) as (office, key):
        member = await office.staff.gate.member(key.name)
        if member is None:
            raise WrongPassphrase  # removed at this moment
        yield office, key, member


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its user reads, made before anything is taken; gone where that fails."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(f"{path} cannot be written or is there already: name a new file.") from error
    with os.fdopen(handle, "wb") as file:
        try:
            yield file
        except BaseException:
            path.unlink(missing_ok=True)
            raise

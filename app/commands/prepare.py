"""`tipline init`, `migrate` and `doctor`: making a desk, keeping it current, and what is wrong."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Annotated

import typer

from app.asking import ask_new_passphrase
from app.clock import SystemClock
from app.settings import Settings, load_settings

_SHEET = """
RECOVERY SHEET of the desk in {folder}, {day}

    {code}

With it anybody can open every tip of this desk. It is shown this once and kept nowhere.
Write it on paper, twice, and lock both papers away in two places. Without it and without
a passphrase nobody can ever read the tips again.
"""

_NEXT = """
Before {name} can sign in at the console: tipline people codes
Before anybody else can be invited:       tipline people add NAME --role administrator
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(migrate)
    app.command()(grants)
    app.command()(doctor)


def init(
    account: Annotated[str, typer.Option(help="Name of the first account.")] = "lead",
    practice: Annotated[
        bool, typer.Option("--practice", help="A practice desk; `tipline bot` refuses it.")
    ] = False,
) -> None:
    """Make a desk: its keys, the first account, and the recovery sheet.

    Asks for a passphrase of at least 12 characters, twice. From a pipe the first line is
    the passphrase.
    """
    settings = load_settings(os.environ)
    asyncio.run(_init(settings, account, is_practice=practice))


def migrate() -> None:
    """Bring the database to the version of this program. Stop the bot first."""
    settings = load_settings(os.environ)
    asyncio.run(_migrate(settings))


def grants(
    apply: Annotated[bool, typer.Option("--apply", help="Run it, instead of printing it.")] = False,
) -> None:
    """Give each process its own role in PostgreSQL, after every `tipline migrate`.

    Prints SQL for the owner of the tables: roles tipline_public, tipline_staff,
    tipline_console and tipline_janitor, and what each may do. docs/operations.md says how
    accounts become members of them.
    """
    from storage.roles import apply_grants, statements

    if not apply:
        sys.stdout.write("".join(f"{statement};\n" for statement in statements()))
        return
    asyncio.run(apply_grants(load_settings(os.environ).database))
    sys.stdout.write("Each role has its rights.\n")


def doctor(
    online: Annotated[
        bool, typer.Option("--online", help="Also ask Telegram whether the token is good.")
    ] = False,
) -> None:
    """Check that this machine can run the line, and say what to do where it cannot."""
    from app.checkup import check_up

    checks = asyncio.run(check_up(load_settings(os.environ), is_online=online))
    for check in checks:
        sys.stdout.write(f"{check.verdict:5} {check.what}: {check.says}\n")
    if any(check.verdict == "FAILS" for check in checks):
        raise typer.Exit(1)


async def _init(settings: Settings, account: str, *, is_practice: bool) -> None:
    from app import practice
    from storage.founding import Founder, create_desk

    clock = SystemClock()
    if is_practice:
        founder = Founder(name=practice.NAME, passphrase=practice.PASSPHRASE, is_practice=True)
    else:
        founder = Founder(name=account, passphrase=await ask_new_passphrase())
    code = await create_desk(settings.database, settings.data_dir, founder, clock=clock)
    sheet = _SHEET.format(folder=settings.data_dir, day=f"{clock.now():%d %B %Y}", code=code)
    sys.stdout.write(sheet)
    sys.stdout.write(f"\nThe desk is made; its first account is {founder.name}, a lead.\n")
    if not is_practice:
        sys.stdout.write(_NEXT.format(name=founder.name))


async def _migrate(settings: Settings) -> None:
    from storage.migrating import migrate as bring_up

    await bring_up(settings.database)
    sys.stdout.write("The database is up to date.\n")

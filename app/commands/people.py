"""`tipline people`: who works at the desk. An administrator invites, a lead lets read."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app import practice
from app.asking import ask, ask_account, ask_new_passphrase
from app.problems import BadInput
from app.settings import Settings, load_settings
from core.people import Role, Standing, reads
from core.people_ports import Proof

if TYPE_CHECKING:
    from app.wiring import Office
    from core.people import Member
    from core.people_ports import Authenticator, Joined
    from storage.store import StaffSide

_As = Annotated[str, typer.Option("--as", help="Name of your own account.")]
_Name = Annotated[str, typer.Argument(help="Name of the account.")]

_INVITED = """
The invitation of {name} as {role}, shown this once, good once and until {until:%d %B %H:%M} UTC:

    {code}

Give it to them in person. They make their account with: tipline people join
"""

_CHAT = """
The code for {name}, shown this once, good once and for a day. They send it to the staff bot:

    /start {code}
"""

_AUTHENTICATOR = """
Put this into an authenticator on your phone (issuer Tipline, 6 digits, 30 seconds):

    {secret}

or open this address with it: {uri}

"""

_WAITS = """
Before you can read, a lead has to let you. Read them the fingerprint of your key:

    {fingerprint}

They type: tipline people admit {name}
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    people = typer.Typer(
        name="people",
        help="Who works at the desk: invite, let read, change, remove. Every act is audited.",
        no_args_is_help=True,
    )
    for command in (add, join, admit, role, remove, codes, passphrase, chat):
        people.command()(command)
    people.command("list")(list_people)
    app.add_typer(people)


def add(
    name: _Name,
    role: Annotated[Role, typer.Option(help="What the account is for.")],
    account: _As = "",
) -> None:
    """Invite somebody: prints a code that makes one account within three days.

    Asks for your passphrase. Takes an administrator; where there is none yet, a lead invites
    the first. Nobody can read with this alone: a lead lets them, with `people admit`.
    """
    asyncio.run(_add(load_settings(os.environ), name, role, account))


def join() -> None:
    """Make your account with an invitation.

    Asks for the code of the invitation, for a passphrase, and for the six digits that your
    authenticator then shows. From a pipe each is one line.
    """
    asyncio.run(_join(load_settings(os.environ)))


def admit(
    name: _Name,
    account: _As = "",
    fingerprint: Annotated[
        str, typer.Option(help="Fingerprint of their key, as they read it to you.")
    ] = "",
) -> None:
    """Let somebody read tips. Takes a lead, and the fingerprint of the new account's key.

    Have its owner read it to you: it is how you know that nobody else used the invitation.
    """
    asyncio.run(_admit(load_settings(os.environ), name, account, fingerprint))


def role(
    name: _Name,
    to: Annotated[Role, typer.Argument(help="The new role.")],
    account: _As = "",
) -> None:
    """Give somebody another role; works at once. Takes an administrator.

    Whoever comes to read waits until a lead lets them, with `people admit`.
    """
    asyncio.run(_role(load_settings(os.environ), name, to, account))


def remove(name: _Name, account: _As = "") -> None:
    """Remove an account and its keys; works at once. Takes an administrator.

    What somebody has copied while they could read is out of reach.
    """
    asyncio.run(_remove(load_settings(os.environ), name, account))


def codes(account: _As = "") -> None:
    """Set up an authenticator for your own account; the one before counts no longer.

    The console asks for its six digits at every sign-in. From a pipe the passphrase is the
    first line and the digits the second.
    """
    asyncio.run(_codes(load_settings(os.environ), account))


def passphrase(account: _As = "") -> None:
    """Change the passphrase of your own account; authenticator and security keys stay.

    Asks for the old one and the new one. From a pipe each is one line.
    """
    asyncio.run(_passphrase(load_settings(os.environ), account))


def chat(
    name: _Name,
    account: _As = "",
    untie: Annotated[
        bool, typer.Option("--untie", help="Untie their chat at once; no code is made.")
    ] = False,
) -> None:
    """Let somebody use the staff bot: prints a code, good once and for a day.

    They send it to the bot: /start CODE. Takes an administrator. The chat they had before is
    untied by it. A phone that is lost does not wait for that: --untie works at once, and takes
    away what the chat had asked for.
    """
    asyncio.run(_chat(load_settings(os.environ), name, account, untie=untie))


def list_people() -> None:
    """List the accounts, their roles, and who waits to be let in; and open invitations."""
    asyncio.run(_list(load_settings(os.environ)))


async def _add(settings: Settings, name: str, role: Role, account: str) -> None:
    from storage.invitations import LIFE

    async with _office(settings) as office:
        by = await _entered(office, account)
        code = await office.staff.invitations.invite(name, role, by=by)
        until = office.desk.clock.now() + LIFE
    sys.stdout.write(_INVITED.format(name=name, role=role, until=until, code=code))


async def _join(settings: Settings) -> None:
    async with _office(settings) as office:
        staff = office.staff
        code = await ask("Code of your invitation: ")
        member = await staff.invitations.look(code)
        sys.stdout.write(f"You will be {member.name}, {member.role}.\n")
        sys.stdout.flush()
        passphrase = await ask_new_passphrase()
        await staff.keyring.check(member.name, passphrase)
        joined = await staff.invitations.redeem(code, passphrase, await _proof(staff, member))
    _tell_joined(joined)


async def _proof(staff: StaffSide, member: Member) -> Proof | None:
    if await staff.keyring.is_practice():
        return None
    return await _shown(staff.codes.draw(member.name))


async def _shown(made: Authenticator) -> Proof:
    """Show a secret, and ask for what somebody's authenticator makes of it."""
    sys.stdout.write(_AUTHENTICATOR.format(secret=made.secret, uri=made.uri))
    sys.stdout.flush()
    return Proof(secret=made.secret, code=await ask("The six digits that it shows now: "))


def _tell_joined(joined: Joined) -> None:
    name = joined.member.name
    sys.stdout.write(f"The account {name} is made.\n")
    if reads(joined.member.role):
        sys.stdout.write(_WAITS.format(name=name, fingerprint=joined.fingerprint))


async def _admit(settings: Settings, name: str, account: str, fingerprint: str) -> None:
    async with _office(settings) as office:
        key = await office.staff.keyring.unlock(*await ask_account(office, account))
        try:
            typed = fingerprint or await ask(f"Fingerprint that {name} reads to you: ")
            await office.staff.people.admit(name, typed, key=key)
        finally:
            key.close()
    sys.stdout.write(f"{name} reads from now on.\n")


async def _role(settings: Settings, name: str, to: Role, account: str) -> None:
    async with _office(settings) as office:
        by = await _entered(office, account)
        await office.staff.people.set_role(name, to, by=by)
        member = await office.staff.people.member(name)
    sys.stdout.write(f"{name} is {to} from now on.\n")
    if member is not None and member.standing is Standing.WAITING:
        sys.stdout.write("A lead still has to let them read: tipline people admit.\n")


async def _remove(settings: Settings, name: str, account: str) -> None:
    async with _office(settings) as office:
        by = await _entered(office, account)
        await office.staff.people.remove(name, by=by)
    sys.stdout.write(f"{name} is removed.\n")


async def _codes(settings: Settings, account: str) -> None:
    async with _office(settings) as office:
        keyring, codes = office.staff.keyring, office.staff.codes
        entered = await keyring.enter(*await ask_account(office, account))
        name = entered.member.name
        await codes.set_up(entered, await _shown(codes.draw(name)))
    sys.stdout.write(f"{name} signs in with these codes from now on.\n")


async def _passphrase(settings: Settings, account: str) -> None:
    async with _office(settings) as office:
        name, old = await ask_account(office, account)
        if (name, old) == (practice.NAME, practice.PASSPHRASE):
            raise BadInput("The practice account keeps the passphrase that everybody knows.")
        await office.staff.keyring.enter(name, old)
        await office.staff.keyring.change_passphrase(name, old, await ask_new_passphrase())
    sys.stdout.write(f"The passphrase of {name} is changed.\n")


async def _chat(settings: Settings, name: str, account: str, *, untie: bool) -> None:
    async with _office(settings) as office:
        by = await _entered(office, account)
        if untie:
            had = await office.staff.seats.leave(name, by=by)
            sys.stdout.write(f"{name} has no chat any more.\n" if had else f"{name} has no chat.\n")
            return
        code = await office.staff.seats.invite(name, by=by)
    sys.stdout.write(_CHAT.format(name=name, code=code))


async def _list(settings: Settings) -> None:
    async with _office(settings) as office:
        people = await office.staff.people.everybody()
        invited = await office.staff.invitations.pending()
        asks_codes = not await office.staff.keyring.is_practice()
    for person in people:
        member = person.member
        notes = ["waits for a lead"] if member.standing is Standing.WAITING else []
        notes += ["no second factor yet"] if asks_codes and not person.has_factor else []
        _line(member, f"since {member.added}", *notes)
    for member in invited:
        _line(member, f"invited, until {member.added}")


def _line(member: Member, *notes: str) -> None:
    sys.stdout.write(f"{member.name:20} {member.role:14} {', '.join(notes)}\n")


async def _entered(office: Office, account: str) -> str:
    """Name of whoever is at the command line, their passphrase tried."""
    name, passphrase = await ask_account(office, account)
    await office.staff.keyring.enter(name, passphrase)
    return name


@asynccontextmanager
async def _office(settings: Settings) -> AsyncIterator[Office]:
    from app.wiring import open_office

    async with open_office(settings) as office:
        yield office

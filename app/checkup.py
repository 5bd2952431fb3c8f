"""What `tipline doctor` looks at: whether this machine can run the line, and what to do if not."""

from __future__ import annotations

import asyncio
import stat
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.problems import BadInput
from app.settings import Settings
from core.errors import TiplineError
from core.people import Right, Role, Standing
from core.people_ports import Person

type Verdict = Literal["ok", "look", "FAILS"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to do."""

    verdict: Verdict
    what: str
    says: str


async def check_up(settings: Settings, *, is_online: bool) -> list[Check]:
    """Look at everything; nothing is changed.

    Args:
        settings: the operator's.
        is_online: whether Telegram may be asked.
    """
    looks: list[tuple[str, Callable[[Settings], Awaitable[Check]]]] = [
        ("Python", _python),
        ("data folder", _data_folder),
        ("database", _database),
        ("Redis", _redis),
        ("desk", _desk),
        ("people", _people),
        ("audit", _audit),
        ("model", _model),
        ("force", _force),
        ("swap", _swap),
        ("token", _telegram if is_online else _token),
    ]
    checks: list[Check] = []
    for what, look in looks:
        try:
            checks.append(await look(settings))
        except TiplineError as error:
            checks.append(Check("FAILS", what, str(error)))
    return checks


async def _python(_: Settings) -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("ok", "Python", version)


async def _data_folder(settings: Settings) -> Check:
    folder = settings.data_dir
    if not folder.is_dir():
        return Check("look", "data folder", f"{folder} is not there yet; `tipline init` makes it")
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Check("FAILS", "data folder", f"others can look into {folder}: chmod 700 it")
    return Check("ok", "data folder", f"{folder}, closed to others")


async def _database(settings: Settings) -> Check:
    from storage.engine import PATIENCE, Database, open_engine
    from storage.server_log import talkative_settings

    async with open_engine(settings.database) as engine:
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine.dialect.name]
        wrong = await talkative_settings(Database(engine, patience=PATIENCE))
    if wrong:
        names = ", ".join(wrong)
        says = f"{kind} writes too much into its log; see docs/operations.md: {names}"
        return Check("FAILS", "database", says)
    return Check("ok", "database", kind)


async def _redis(settings: Settings) -> Check:
    from app.clock import SystemClock
    from app.sharing import open_shared

    if not settings.redis_url.get_secret_value():
        return Check("ok", "Redis", "none; conversations are in the memory of one process")
    async with open_shared(settings, SystemClock(), is_alone=False):
        return Check("ok", "Redis", "fit for conversations: on no disk, nothing noted")


async def _desk(settings: Settings) -> Check:
    from app.wiring import open_office

    async with open_office(settings) as office:
        if await office.staff.keyring.is_practice():
            return Check("look", "desk", "a practice desk; `tipline bot` needs a real one")
        names = await office.staff.keyring.names()
    return Check("ok", "desk", f"a real desk with {len(names)} accounts, database up to date")


async def _people(settings: Settings) -> Check:
    from app.wiring import open_office

    async with open_office(settings) as office:
        if await office.staff.keyring.is_practice():
            return Check("ok", "people", "a practice desk: everybody is the same account")
        people = await office.staff.people.everybody()
        invited = await office.staff.invitations.pending()
    return check_people(people, len(invited))


def check_people(people: Sequence[Person], invited: int) -> Check:
    """Whether a real desk can be worked at: a lead, a second person, second factors.

    Args:
        people: its accounts.
        invited: how many invitations are open.
    """
    reading = [p.member for p in people if p.member.may(Right.READ)]
    if not any(member.role is Role.LEAD for member in reading):
        return Check("FAILS", "people", "no lead reads, so that nobody can be let in to read")
    without = ", ".join(p.member.name for p in people if not p.has_factor)
    waiting = ", ".join(p.member.name for p in people if p.member.standing is Standing.WAITING)
    keeps = any(person.member.role is Role.ADMINISTRATOR for person in people)
    notes = [
        "" if keeps else "no administrator, so that a lead invites: `tipline people add`",
        "one person alone reads: a tip is released by a second" if len(reading) == 1 else "",
        f"no second factor, so no way into the console: {without}" if without else "",
        f"waiting for a lead to let them read: {waiting}" if waiting else "",
    ]
    says = "; ".join(filter(None, notes))
    known = f"{len(people)} accounts, {len(reading)} of which read, {invited} invited"
    return Check("look", "people", says) if says else Check("ok", "people", known)


async def _audit(settings: Settings) -> Check:
    from app.wiring import open_office

    async with open_office(settings) as office:
        broken = await office.staff.audit.first_break()
    if broken is not None:
        return Check("FAILS", "audit", f"the chain breaks at entry {broken}: somebody changed it")
    return Check("ok", "audit", "the chain holds")


async def _model(settings: Settings) -> Check:
    from app.line import open_analyser
    from app.logs import Log

    async with open_analyser(settings, Log.silent()) as analyser:
        if not analyser.ready:
            return Check("FAILS", "model", "no worker was ready in time; rules alone would decide")
    return Check("ok", "model", "loads and answers in a worker process")


async def _force(settings: Settings) -> Check:
    from app.line import force_of

    force = force_of(settings)
    open_ones = ", ".join(route.value for route in force.unconfirmed)
    if open_ones:
        return Check("look", "force", f"{force.name}; numbers to confirm yourself: {open_ones}")
    return Check("ok", "force", force.name)


async def _swap(_: Settings) -> Check:
    if await asyncio.to_thread(_swap_in_use):
        return Check("look", "swap", "memory may be written to disk; turn swap off or encrypt it")
    return Check("ok", "swap", "none in use that could be seen")


def _swap_in_use() -> bool:
    listed = Path("/proc/swaps")  # a heading, then a line for each swap
    return listed.is_file() and len(listed.read_text(encoding="utf-8").splitlines()) > 1


async def _token(settings: Settings) -> Check:
    try:
        settings.token()
    except BadInput as error:
        return Check("look", "token", str(error))
    return Check("ok", "token", "has the form of a token (ask Telegram with --online)")


async def _telegram(settings: Settings) -> Check:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
    from aiogram.exceptions import AiogramError, TelegramUnauthorizedError

    api = settings.telegram_api
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    async with Bot(settings.token(), session=AiohttpSession(api=server)) as bot:
        try:
            me = await bot.get_me(request_timeout=10)
        except TelegramUnauthorizedError:
            return Check("FAILS", "token", "Telegram refuses it; get a new one from @BotFather")
        except AiogramError:
            return Check("FAILS", "token", "Telegram cannot be reached; check the network")
    return Check("ok", "token", f"Telegram knows this bot as @{me.username}")

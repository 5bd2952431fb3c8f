"""A staff room under test: a desk with people, and the staff bot that talks with them over HTTP."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.staff import staff_office
from app.wiring import office_of
from bench.botapi import BotApi, Person
from bot.staff.bot import StaffBot
from bot.staff.parts import Office, Setup, Timing
from core.people import Role
from core.tip import Priority
from storage.founding import Founder
from storage.store import Store, open_store
from tests.bot.public.running import until
from tests.storage.samples import LIMITS, PASSPHRASE, HandClock, a_tip
from tests.support.founding import found

QUICK = Timing(
    long_poll=2, handle=5.0, alerts=0.02, first_rest=0.02, longest_rest=0.1, escalate=900.0
)
LEAD, ADMIN = "ann", "adam"
ALERTS = ("\U0001f514", "Urgent", "New since", "The line ")
"""How alerts begin that come beside answers: the bell, an urgent tip, a digest, a pause."""


@dataclass
class Tally:
    """What the bot told its operator."""

    seen: list[str] = field(default_factory=list)

    def note(self, what: StrEnum, /, **numbers: int) -> None:
        self.seen.append(f"{what} {numbers}")

    def fault(self, what: StrEnum, error: type[BaseException], /) -> None:
        self.seen.append(f"{what} {error.__name__}")


@dataclass
class Room:
    """Staff in front of their bot."""

    api: BotApi
    store: Store
    clock: HandClock
    office: Office
    tally: Tally
    bot: StaffBot
    timing: Timing = QUICK
    people: dict[str, Person] = field(default_factory=dict)
    secrets: Any = field(default_factory=itertools.count)

    async def hire(self, name: str, role: Role) -> None:
        """Make an account."""
        by = LEAD if name == ADMIN else ADMIN
        staff = self.store.staff
        code = await staff.invitations.invite(name, role, by=by)
        await staff.invitations.redeem(code, f"{PASSPHRASE} {name}", None)

    async def seat(self, name: str, role: Role) -> Person:
        """Somebody with an account and a chat."""
        if await self.store.staff.people.member(name) is None:
            await self.hire(name, role)
        code = await self.store.staff.seats.invite(name, by=ADMIN)
        person = self.people[name] = self.api.person(name)
        await self.ask(person, f"/start {code}")
        return person

    async def ask(self, person: Person, text: str) -> str:
        """Say something, and return the answer."""
        return (await self.hear(person, text))[-1]

    async def hear(self, person: Person, text: str) -> list[str]:
        """Say something, and return what was answered."""
        before = len(shown(person))

        def answers() -> list[str]:
            """What came since, but for alerts, which come when they will."""
            return [said for said in shown(person)[before:] if not said.startswith(ALERTS)]

        person.say(text)
        await until(answers)
        await self.api.quiet()
        return answers()

    async def tap(self, person: Person, label: str) -> str:
        """Tap a button of the newest question, and return what then stands in its place."""
        # An alert may have come below the question.
        message = next(seen for seen in reversed(person.sees()) if label in seen.labels)
        before = message.text
        person.tap(label)
        await self.api.quiet()
        now = next(seen.text for seen in person.sees() if seen.number == message.number)
        assert now != before or person.popups
        return now

    async def tip(self, priority: Priority = Priority.NORMAL, **more: Any) -> str:
        """A tip comes in; its id."""
        tip = a_tip(priority=priority, **more)
        secret = next(self.secrets).to_bytes(16, "big")
        await self.store.public.intake.keep(secret, tip)
        return tip.id

    async def begun(self, name: str) -> None:
        """An operation begins."""
        lead = await self.store.staff.people.member(LEAD)
        assert lead is not None
        today = self.clock.now().date()
        await self.office.operating.begin(name, "SS1", today, None, member=lead)

    async def acts(self, count: int = 1) -> list[tuple[str, str, str, str]]:
        """The newest entries of the audit."""
        entries = await self.store.staff.audit.latest(count)
        return [(e.by, e.action, e.subject, e.note) for e in entries]


def shown(person: Person) -> list[str]:
    """What the bot has written into a chat: texts, and texts under pictures."""
    return [
        message.body.get("text") or message.body.get("caption", "")
        for message in person._chat.messages.values()
        if message.is_bots
    ]


@asynccontextmanager
async def open_room(
    api: BotApi, folder: Path, *, timing: Timing = QUICK, free: float = 0.5
) -> AsyncIterator[Room]:
    """A desk with a lead and an administrator, and a staff bot that runs."""
    clock = HandClock()
    url, data_dir = f"sqlite:///{folder / 'tipline.db'}", folder / "secrets"
    founder = Founder(name=LEAD, passphrase=PASSPHRASE, is_practice=True)
    await found(url, data_dir, founder, clock=clock)
    async with open_store(url, data_dir, clock=clock, limits=LIMITS) as store:
        office = replace(
            staff_office(office_of(store.staff, clock), data_dir), free_disk=lambda: free
        )
        async with run_staff(api, office, timing) as (bot, tally):
            room = Room(api, store, clock, office, tally, bot, timing)
            await room.hire(ADMIN, Role.ADMINISTRATOR)
            yield room


@asynccontextmanager
async def run_staff(
    api: BotApi, office: Office, timing: Timing = QUICK
) -> AsyncIterator[tuple[StaffBot, Tally]]:
    """A staff bot for the time of the block."""
    tally = Tally()
    bot = StaffBot(Setup(token=api.token, office=office, api=api.url, timing=timing), tally)
    ready = asyncio.Event()
    task = asyncio.ensure_future(bot.run(ready.set))
    waiting = asyncio.ensure_future(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        yield bot, tally
    finally:
        bot.stop()
        async with asyncio.timeout(10):
            await asyncio.wait({task})
    if not task.cancelled():
        task.result()

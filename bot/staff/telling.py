"""How staff are told of what has come in and of what is wrong: alerts, a digest, alarms.

An alert is announced by a bell first. Once the number of that message is on disk, the text takes
its place; a crash between any two steps leaves at worst a bell without a text, and the alert
itself stands there once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.staff.chats import Chats
from bot.staff.parts import Office, Timing
from bot.staff.resting import Resting
from bot.staff.texts import StaffTexts
from core.alerts import (
    About,
    Alert,
    AlertKind,
    digest_of,
    first_called,
    hears_alerts,
    urgent_of,
)
from core.desk_ports import Notice, Wanted
from core.staff_ports import Seat
from core.tip import Priority, Status

LOT = 50
"""Rows of the outbox that are taken at once, and alerts that are told in one round."""

DIGEST_LOT = 100_000
SHORT_OF_DISK = 0.05
"""Share of free disk under which staff are told."""
DEGRADED_AT = 20
"""Texts without the model between two looks of an alarm, at which staff are told."""

_ENDS = {AlertKind.LINE_DOWN: AlertKind.LINE_BACK, AlertKind.PAUSED: AlertKind.RESUMED}
"""Alarms of which the end is told too."""


@dataclass(slots=True)
class Teller:
    """Tells staff; one round at a time."""

    office: Office
    chats: Chats
    texts: StaffTexts
    timing: Timing
    resting: Resting
    _waiting: dict[str, tuple[float, int]] = field(default_factory=dict)
    _alarms: set[AlertKind] = field(default_factory=set)
    _degraded: dict[str, int] = field(default_factory=dict)
    _lost: dict[str, int] = field(default_factory=dict)
    _digested: int | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def round(self) -> None:
        """Look at everything once, and tell what is to be told.

        Raises:
            NotSaved: the store is down; the next round goes on where this one stopped.
        """
        async with self._one_at_a_time:
            await self._round()

    async def _round(self) -> None:
        seats = await self.office.seats.everybody()
        await self._call_for_urgent(seats)
        await self._digest(seats)
        await self._escalate(seats)
        await self._sound_alarms(seats)
        while opened := await self.office.alerts.open(LOT, besides=self.resting.now()):
            for alert in opened:
                if alert.chat not in self.resting.now():
                    self.resting.note(alert.chat, is_reached=await self._tell(alert))

    async def _call_for_urgent(self, seats: Sequence[Seat]) -> None:
        hour = self.office.clock.local().hour
        called = first_called(seats, hour)
        if not called:
            return
        while True:
            notices = await self.office.alerts.waiting(DIGEST_LOT)
            urgent = [n for n in notices if n.priority is Priority.URGENT][:LOT]
            if not urgent:
                return
            for notice in urgent:
                about = [(name, urgent_of(notice)) for name in called]
                await self.office.alerts.raise_(about, [notice.number])

    async def _digest(self, seats: Sequence[Seat]) -> None:
        """Tell the rest on a fixed clock, so that the time says nothing about a tip."""
        turn = int(self.office.clock.now().timestamp()) // self.timing.digest
        if self._digested is None:
            self._digested = turn
        if turn == self._digested:
            return
        self._digested = turn
        hour = self.office.clock.local().hour
        names = [s.member.name for s in seats if hears_alerts(s) and not s.duty.is_quiet(hour)]
        if not names:
            return
        rest = [n for n in await self._rest() if n.priority is not Priority.URGENT]
        if rest:
            about = digest_of(rest)
            numbers = [notice.number for notice in rest]
            await self.office.alerts.raise_([(name, about) for name in names], numbers)

    async def _rest(self) -> tuple[Notice, ...]:
        return await self.office.alerts.waiting(DIGEST_LOT)

    async def _escalate(self, seats: Sequence[Seat]) -> None:
        """Tell the next on the rota too when an urgent tip stays unclaimed."""
        wanted = Wanted(statuses=(Status.NEW,), priorities=(Priority.URGENT,))
        now = self.office.clock.ticks()
        rows = await self.office.desk.queue(wanted, count=LOT)
        seen = {row.id: self._waiting.get(row.id, (now, 0)) for row in rows}
        late = {
            tip: step + 1
            for tip, (since, step) in seen.items()
            if now - since >= self.timing.escalate * (step + 1)
        }
        self._waiting = {tip: (since, late.get(tip, step)) for tip, (since, step) in seen.items()}
        if late:
            hour = self.office.clock.local().hour
            names = first_called(seats, hour, step=max(late.values()))
            about = About(kind=AlertKind.ESCALATED, number=len(late))
            await self.office.alerts.raise_([(name, about) for name in names], [])

    async def _sound_alarms(self, seats: Sequence[Seat]) -> None:
        """Tell once of each thing that goes wrong, until it is over."""
        pulses = await self.office.pulses.pulses()
        now = self.office.clock.now()
        alive = [p for p in pulses if (now - p.at).total_seconds() <= self.timing.silence]
        steering = await self.office.steering.read()
        await self._turn(AlertKind.PAUSED, seats, is_on=steering.is_paused)
        await self._turn(AlertKind.LINE_DOWN, seats, is_on=bool(pulses) and not alive)
        degraded = _grown(self._degraded, {p.process: p.degraded for p in alive})
        await self._turn(AlertKind.DEGRADED, seats, is_on=degraded >= DEGRADED_AT, number=degraded)
        lost = _grown(self._lost, {p.process: p.workers_lost for p in alive})
        await self._turn(AlertKind.WORKERS_LOST, seats, is_on=lost > 0, number=lost)
        await self._turn(AlertKind.FLOODED, seats, is_on=any(p.is_flooded for p in alive))
        free = self.office.free_disk()
        is_short = free < SHORT_OF_DISK
        await self._turn(AlertKind.DISK_SHORT, seats, is_on=is_short, number=int(free * 100))

    async def check_audit(self) -> None:
        """Walk the whole record of staff; slow where it is long, so not in every round."""
        broken = await self.office.audit.first_break()
        seats = await self.office.seats.everybody()
        is_on = broken is not None
        await self._turn(AlertKind.AUDIT_BROKEN, seats, is_on=is_on, number=broken or 0)

    async def _turn(
        self, kind: AlertKind, seats: Sequence[Seat], *, is_on: bool, number: int = 0
    ) -> None:
        names = [seat.member.name for seat in seats]
        if is_on is (kind in self._alarms) or not names:
            return
        said: AlertKind | None = kind
        if is_on:
            self._alarms.add(kind)
        else:
            self._alarms.discard(kind)
            said = _ENDS.get(kind)
        if said is not None:
            about = About(kind=said, number=number)
            await self.office.alerts.raise_([(name, about) for name in names], [])

    async def _tell(self, alert: Alert) -> bool:
        """Bring one alert a step or two further; whether that went well."""
        message = alert.message
        if message is None:
            is_silent = alert.about.kind is AlertKind.DIGEST
            bell = self.texts.say("bell")
            message = await self.chats.send(alert.chat, bell, is_silent=is_silent)
            if message is None:
                return False
            await self.office.alerts.announced(alert.id, message)
        if not await self.chats.edit(alert.chat, message, self.text_of(alert.about)):
            return False
        await self.office.alerts.told(alert.id)
        return True

    def text_of(self, about: About) -> str:
        """What an alert says."""
        say = self.texts.say
        return say(
            f"alert-{about.kind.replace('_', '-')}",
            areas=self._counted(about.areas),
            priorities=self._counted(about.priorities),
            vulnerable=say("alert-vulnerable", number=about.safeguarding),
            number=about.number,
        )

    def _counted(self, counts: dict[str, int]) -> str:
        nowhere = self.texts.say("no-area")
        return ", ".join(
            f"{name or nowhere} {count}" if count > 1 or len(counts) > 1 else name or nowhere
            for name, count in counts.items()
        )


def _grown(before: dict[str, int], now: dict[str, int]) -> int:
    """By how much counts of processes grew since they were looked at; remembers them."""
    grown = sum(count - before.get(name, count) for name, count in now.items())
    before.clear()
    before.update(now)
    return grown

"""How staff are told of what has come in and of what is wrong: alerts, a digest, alarms.

An alert is announced by a bell first. Once the number of that message is on disk, the text takes
its place; a crash between any two steps leaves at worst a bell without a text, and the alert
itself stands there once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.staff.chats import Chats
from bot.staff.parts import Office, Timing
from bot.staff.resting import Resting
from bot.staff.texts import StaffTexts
from core.alerts import (
    About,
    Alert,
    AlertKind,
    Wait,
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

WAITING = 500
"""Unclaimed urgent tips that are watched at once, those that came first."""

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
    _waits: Mapping[str, Wait] | None = None
    _since: dict[str, float] = field(default_factory=dict)
    _alarms: set[AlertKind] | None = None
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
        await self._call_for_urgent()
        await self._digest(seats)
        await self._escalate(seats)
        await self._sound_alarms(seats)
        while opened := await self.office.alerts.open(LOT, besides=self.resting.now()):
            for alert in opened:
                if alert.chat not in self.resting.now():
                    self.resting.note(alert.chat, is_reached=await self._tell(alert))

    async def _call_for_urgent(self) -> None:
        while notices := await self.office.alerts.waiting(DIGEST_LOT):
            urgent = [n for n in notices if n.priority is Priority.URGENT][:LOT]
            # Looked up for each lot: whoever is removed meanwhile hears nothing, another does.
            seats = await self.office.seats.everybody()
            called = first_called(seats, self.office.clock.local().hour)
            if not urgent or not called:
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
        rows = await self.office.desk.queue(wanted, count=WAITING)
        before, ticks = await self._remembered(), self.office.clock.ticks()
        new = Wait.from_now(self.office.clock.now())
        waits = {row.id: before.get(row.id, new) for row in rows}
        self._since = {tip: self._since.get(tip, ticks) for tip in waits}
        late = {
            tip: wait.later()
            for tip, wait in waits.items()
            if ticks - self._since[tip] >= self.timing.escalate * (wait.step + 1)
        }
        waits |= late
        if waits == before:
            return
        alerts: list[tuple[str, About]] = []
        if late:
            hour, step = self.office.clock.local().hour, max(w.step for w in late.values())
            about = About(kind=AlertKind.ESCALATED, number=len(late))
            alerts = [(name, about) for name in first_called(seats, hour, step=step)]
        await self.office.watchbook.keep_waits(waits, alerts)
        self._waits = waits

    async def _remembered(self) -> Mapping[str, Wait]:
        """How long tips wait; after a start as it is kept, which is up to ten minutes too long."""
        if self._waits is None:
            clock = self.office.clock
            self._waits = await self.office.watchbook.waits()
            for tip, wait in self._waits.items():
                waited = max(0.0, (clock.now() - wait.since).total_seconds())
                self._since[tip] = clock.ticks() - waited
        return self._waits

    async def _sound_alarms(self, seats: Sequence[Seat]) -> None:
        """Tell once of each thing that goes wrong, until it is over."""
        pulses = await self.office.pulses.pulses()
        now = self.office.clock.now()
        alive = [p for p in pulses if (now - p.at).total_seconds() <= self.timing.silence]
        steering = await self.office.steering.read()
        await self._turn(AlertKind.PAUSED, seats, is_on=steering.is_paused)
        # Signs of life are kept for a day: a line that is down for longer is not back by that.
        is_known = bool(pulses) or AlertKind.LINE_DOWN in await self._sounding()
        await self._turn(AlertKind.LINE_DOWN, seats, is_on=is_known and not alive)
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
        names, alarms = [seat.member.name for seat in seats], await self._sounding()
        if is_on is (kind in alarms) or not names:
            return
        said = kind if is_on else _ENDS.get(kind)
        about = [(name, About(kind=said, number=number)) for name in names] if said else []
        await self.office.watchbook.turn(kind, is_on=is_on, about=about)
        alarms.symmetric_difference_update({kind})

    async def _sounding(self) -> set[AlertKind]:
        """What is wrong and was told, by this process or one before it."""
        if self._alarms is None:
            self._alarms = set(await self.office.watchbook.alarms())
        return self._alarms

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

"""How a running line follows what moderators steer, and says that it lives.

Beside the bot the steering is read again every few seconds, and a sign of life is written. A
store that is down for a while changes nothing: what was read last goes on. Where several processes
share a line, the first that reads something new nudges the others to read at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from app.beside import beside
from core.errors import NotSaved, SessionsAway
from core.ports import Clock
from core.steering import Pulse, Pulses, Steering, SteeringBoard, Traffic

FOLLOWS_EVERY = 2.0
"""Seconds between two looks: what a moderator says counts within five."""

BEATS_EVERY = 15.0
"""Seconds between two signs of life."""


HEARS_AGAIN_AFTER = 5.0
"""Seconds until nudges are listened for again where they cannot be heard."""


class Nudges(Protocol):
    """How processes tell each other that the steering has changed; raises SessionsAway."""

    async def nudge(self) -> None:
        """Tell all processes."""

    async def hear(self, nudged: Callable[[], object]) -> None:
        """Call a function at each nudge, until cancelled."""


@dataclass(slots=True)
class Follower:
    """What was read last of how the line is steered (core.steering.Helm)."""

    board: SteeringBoard
    nudges: Nudges | None = None
    steering: Steering = field(default=Steering())
    _nudged: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        """Read it again; a store that cannot be read leaves what was read last."""
        try:
            self.steering = await self.board.read()
        except NotSaved:
            return

    async def follow(self, every: float) -> None:
        """Read it after so many seconds or at a nudge, again and again, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._nudged.wait()
            was_nudged, before = self._nudged.is_set(), self.steering
            self._nudged.clear()
            await self.look()
            if self.nudges is not None and self.steering != before and not was_nudged:
                with suppress(SessionsAway):  # the others will see by themselves
                    await self.nudges.nudge()

    async def hear(self) -> None:
        """Hear nudges, until cancelled; without them it is read all the same."""
        while self.nudges is not None:
            with suppress(SessionsAway):
                await self.nudges.hear(self._nudged.set)
            await asyncio.sleep(HEARS_AGAIN_AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a process says of itself when it says that it lives.

    Attributes:
        process: random name of the process.
        is_flooded: whether newcomers are asked for a tap now.
        take_counts: what senders did since it was asked last.
        degraded: analyses that rules alone made, since the start.
        workers_lost: workers that died, since the start.
    """

    process: str
    is_flooded: Callable[[], bool]
    take_counts: Callable[[], Traffic]
    degraded: Callable[[], int]
    workers_lost: Callable[[], int]


async def beat(life: Life, pulses: Pulses, clock: Clock) -> None:
    """Say once that a process lives; a store that is down is told the next time."""
    pulse = Pulse(
        process=life.process,
        at=clock.now(),
        is_flooded=life.is_flooded(),
        degraded=life.degraded(),
        workers_lost=life.workers_lost(),
    )
    try:
        await pulses.beat(pulse, life.take_counts())
    except NotSaved:
        return


@asynccontextmanager
async def following(
    board: SteeringBoard, nudges: Nudges | None = None, *, every: float = FOLLOWS_EVERY
) -> AsyncIterator[Follower]:
    """A follower that has read once and goes on reading while the block runs."""
    follower = Follower(board, nudges)
    await follower.look()
    async with beside(follower.follow(every)), beside(follower.hear()):
        yield follower


@asynccontextmanager
async def beating(
    life: Life, pulses: Pulses, clock: Clock, *, every: float = BEATS_EVERY
) -> AsyncIterator[None]:
    """Say that a process lives while the block runs, and count to the end."""

    async def go_on() -> None:
        while True:
            await beat(life, pulses, clock)
            await asyncio.sleep(every)

    async with beside(go_on()):
        yield
    await beat(life, pulses, clock)

"""How a running line follows what moderators steer, and says that it lives.

Two tasks beside the bot: one reads the steering again every few seconds, one writes a sign of
life. A store that is down for a while changes nothing: what was read last goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.beside import beside
from core.errors import NotSaved
from core.ports import Clock
from core.steering import Pulse, Pulses, Steering, SteeringBoard, Traffic

FOLLOWS_EVERY = 2.0
"""Seconds between two looks: what a moderator says counts within five."""

BEATS_EVERY = 15.0
"""Seconds between two signs of life."""


@dataclass(slots=True)
class Follower:
    """What was read last of how the line is steered (core.steering.Helm)."""

    board: SteeringBoard
    steering: Steering = field(default=Steering())

    async def look(self) -> None:
        """Read it again; a store that cannot be read leaves what was read last."""
        try:
            self.steering = await self.board.read()
        except NotSaved:
            return

    async def follow(self, every: float) -> None:
        """Read it again and again, until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.look()


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
    board: SteeringBoard, *, every: float = FOLLOWS_EVERY
) -> AsyncIterator[Follower]:
    """A follower that has read once and goes on reading while the block runs."""
    follower = Follower(board)
    await follower.look()
    async with beside(follower.follow(every)):
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

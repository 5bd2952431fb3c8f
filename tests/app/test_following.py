"""Does a running line follow its steering and say that it lives, whatever the store does?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from app.following import Life, beat, beating, following
from core.errors import NotSaved
from core.steering import Pulse, Steering, Traffic
from tests.support.fakes import FakeClock


@dataclass
class Board:
    """A store that can be down, and that says when it was looked at."""

    steering: Steering = field(default=Steering())
    is_down: bool = False
    looks: asyncio.Queue[None] = field(default_factory=asyncio.Queue)
    beats: list[tuple[Pulse, Traffic]] = field(default_factory=list)

    async def read(self) -> Steering:
        self.looks.put_nowait(None)
        if self.is_down:
            raise NotSaved
        return self.steering

    async def beat(self, pulse: Pulse, traffic: Traffic) -> None:
        if self.is_down:
            raise NotSaved
        self.beats.append((pulse, traffic))


async def test_a_change_is_followed_and_a_store_that_is_down_changes_nothing() -> None:
    board = Board()
    async with asyncio.timeout(5), following(board, every=0.001) as helm:
        assert not helm.steering.is_paused
        board.steering = Steering(is_paused=True)
        while not helm.steering.is_paused:
            await board.looks.get()
        board.is_down = True
        for _ in range(3):
            await board.looks.get()
        assert helm.steering.is_paused


def _life(counts: Traffic) -> Life:
    return Life(
        process="one",
        is_flooded=lambda: True,
        take_counts=lambda: counts,
        degraded=lambda: 3,
        workers_lost=lambda: 1,
    )


async def test_a_process_says_that_it_lives_at_once_and_at_its_end() -> None:
    board, clock = Board(), FakeClock()
    async with beating(_life(Traffic(messages=4)), board, clock, every=3_600):
        await asyncio.sleep(0)
    assert len(board.beats) == 2
    assert board.beats[0] == (
        Pulse(process="one", at=clock.now(), is_flooded=True, degraded=3, workers_lost=1),
        Traffic(messages=4),
    )


async def test_a_store_that_is_down_stops_nothing() -> None:
    board = Board(is_down=True)
    await beat(_life(Traffic()), board, FakeClock())
    assert board.beats == []

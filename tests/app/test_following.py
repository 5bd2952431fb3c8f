"""Does a running line follow its steering and say that it lives, whatever the store does?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from app.following import Life, beat, beating, following
from bench.redis import RedisProcess
from core.errors import NotSaved
from core.steering import Pulse, Steering, Traffic
from storage.redis_nudges import RedisNudges
from storage.redis_server import open_redis
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


@pytest.mark.redis
async def test_the_first_that_reads_something_new_nudges_the_others(
    redis_server: RedisProcess,
) -> None:
    quick, slow = Board(), Board()
    async with (
        open_redis(redis_server.url) as one,
        open_redis(redis_server.url) as two,
        following(quick, RedisNudges(one), every=0.05) as first,
        following(slow, RedisNudges(two), every=3_600) as second,
        asyncio.timeout(5),
    ):
        await asyncio.sleep(0.2)  # until it listens
        slow.steering = quick.steering = Steering(is_paused=True)
        while not second.steering.is_paused:
            await asyncio.sleep(0.01)
        assert first.steering.is_paused


@pytest.mark.redis
async def test_a_nudge_is_not_handed_on_for_ever(redis_server: RedisProcess) -> None:
    boards = [Board(), Board()]
    async with (
        open_redis(redis_server.url) as one,
        open_redis(redis_server.url) as two,
        following(boards[0], RedisNudges(one), every=0.3),
        following(boards[1], RedisNudges(two), every=3_600),
    ):
        await asyncio.sleep(0.1)
        for board in boards:
            board.steering = Steering(is_paused=True)
        await asyncio.sleep(1)
        assert boards[1].looks.qsize() == 2


@pytest.mark.redis
async def test_without_redis_it_is_read_all_the_same(redis_server: RedisProcess) -> None:
    board = Board()
    async with (
        open_redis(redis_server.url) as server,
        asyncio.timeout(5),
        following(board, RedisNudges(server), every=0.05) as helm,
    ):
        redis_server.stop()
        board.steering = Steering(is_paused=True)
        while not helm.steering.is_paused:
            await asyncio.sleep(0.01)
        board.steering = Steering()
        while helm.steering.is_paused:
            await asyncio.sleep(0.01)

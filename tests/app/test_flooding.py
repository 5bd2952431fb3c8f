"""Do processes that count together see a flood of which each has a share too small to see?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from app.clock import SystemClock
from app.flooding import counting_together
from bench.redis import RedisProcess
from core.flood import STARTS_AT, Flood, Trend
from storage.redis_arrivals import RedisArrivals
from storage.redis_server import open_redis

CLOCK = SystemClock()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.01)


def come(flood: Flood, count: int) -> None:
    for _ in range(count):
        flood.count(CLOCK.ticks(), is_echo=False)


def is_flooded(flood: Flood) -> bool:
    return flood.trend(CLOCK.ticks()) is Trend.FLOOD


@pytest.mark.redis
async def test_two_halves_of_a_flood_are_one_within_five_seconds(
    redis_server: RedisProcess,
) -> None:
    one, two = Flood(), Flood()
    async with (
        open_redis(redis_server.url) as first,
        open_redis(redis_server.url) as second,
        counting_together(one, RedisArrivals(first, CLOCK), CLOCK),
        counting_together(two, RedisArrivals(second, CLOCK), CLOCK),
    ):
        come(one, STARTS_AT // 2)
        come(two, STARTS_AT // 2)
        assert not is_flooded(one)
        assert not is_flooded(two)
        await until(lambda: is_flooded(one) and is_flooded(two))


@pytest.mark.redis
async def test_without_redis_each_counts_for_itself_and_tells_later(
    redis_server: RedisProcess,
) -> None:
    flood = Flood()
    async with open_redis(redis_server.url) as server:
        redis_server.stop()
        arrivals = RedisArrivals(server, CLOCK)
        async with counting_together(flood, arrivals, CLOCK, every=0.05):
            come(flood, STARTS_AT - 1)
            await asyncio.sleep(0.3)
            assert not is_flooded(flood)
            assert flood.news.reports == STARTS_AT - 1
            redis_server.restart()
            await until(lambda: not flood.news.reports)
            come(flood, 1)
            assert is_flooded(flood)


async def test_a_process_that_is_alone_asks_nobody() -> None:
    async with counting_together(Flood(), None, CLOCK):
        pass

"""Do processes see one flood together, and does Redis learn nothing of anybody from it?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bench.redis import RedisProcess
from core.errors import SessionsAway
from core.flood import Arrivals
from storage.redis_arrivals import RedisArrivals
from storage.redis_server import RedisServer, open_redis
from tests.storage.samples import HandClock

pytestmark = pytest.mark.redis


@pytest.fixture
async def servers(redis_server: RedisProcess) -> AsyncIterator[tuple[RedisServer, RedisServer]]:
    async with open_redis(redis_server.url) as one, open_redis(redis_server.url) as two:
        yield one, two


async def test_each_process_is_told_what_all_counted(
    servers: tuple[RedisServer, RedisServer], clock: HandClock
) -> None:
    one, two = (RedisArrivals(server, clock) for server in servers)
    assert await one.add(Arrivals()) == Arrivals()
    assert await one.add(Arrivals(5, 2)) == Arrivals(5, 2)
    assert await two.add(Arrivals(1, 0)) == Arrivals(6, 2)
    clock.wait(timedelta(seconds=30))
    assert await one.add(Arrivals(1, 1)) == Arrivals(7, 3)
    clock.wait(timedelta(seconds=40))
    assert await two.add(Arrivals()) == Arrivals(1, 1)


async def test_nothing_is_lost_when_all_tell_at_once(
    servers: tuple[RedisServer, RedisServer], clock: HandClock
) -> None:
    both = [RedisArrivals(server, clock) for server in servers]
    await asyncio.gather(*(both[n % 2].add(Arrivals(3, 1)) for n in range(20)))
    assert await both[0].add(Arrivals()) == Arrivals(60, 20)


async def test_two_counts_lie_there_for_two_minutes_and_nothing_else(
    redis_server: RedisProcess, servers: tuple[RedisServer, RedisServer], clock: HandClock
) -> None:
    await RedisArrivals(servers[0], clock).add(Arrivals(5, 2))
    with redis_server.admin() as admin:
        (name,) = admin.keys()
        assert admin.hgetall(name) == {b"reports": b"5", b"echoes": b"2"}
        assert 0 < admin.pttl(name) <= 120_000


async def test_a_server_that_is_away_is_said(
    redis_server: RedisProcess, servers: tuple[RedisServer, RedisServer], clock: HandClock
) -> None:
    redis_server.stop()
    with pytest.raises(SessionsAway):
        await RedisArrivals(servers[0], clock).add(Arrivals(1, 0))

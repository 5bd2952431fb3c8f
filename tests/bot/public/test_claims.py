"""Do two processes behind one webhook work as one: each update once, a chat's in their order?

Two bots share a real Redis, and are given deliveries by hand.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from bench.botapi import BotApi, Person
from bench.redis import RedisProcess
from storage.epochs import Epochs
from storage.redis_deliveries import RedisDeliveries
from storage.redis_limits import RedisLimits
from storage.redis_locks import RedisLocks
from storage.redis_server import open_redis
from tests.bot.public.fakes import Behind, TestClock
from tests.bot.public.running import Running, running, until
from tests.bot.public.test_webhook import HEADER, SECRET, TIP, free_port, hook_at

pytestmark = pytest.mark.redis

EPOCHS = Epochs(bytes(range(32)))


@dataclass
class Pair:
    """Two bots of one line, each with a world behind it of its own, so that work can be counted."""

    api: BotApi
    bots: tuple[Running, Running]
    ports: tuple[int, int]

    @property
    def seen(self) -> list[str]:
        """What was analysed, by either."""
        return [text for bot in self.bots for text in bot.behind.analyser.seen]

    async def deliver(self, bot: int, update: object) -> int:
        """Deliver an update to one of them; the status."""
        url = f"http://127.0.0.1:{self.ports[bot]}/telegram"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=json.dumps(update), headers={HEADER: SECRET}) as answer,
        ):
            return answer.status

    def message(self, words: str, person: Person | None = None) -> object:
        """An update with a message that Telegram has not delivered."""
        person = person or self.api.person()
        with self.api.held() as held:
            person.say(words)
            update = held[-1]
            held.clear()
        return update


@asynccontextmanager
async def pair_of(
    api: BotApi,
    redis: RedisProcess,
    *,
    early: float = 5.0,
    behind: tuple[Behind, Behind] | None = None,
) -> AsyncIterator[Pair]:
    behind = behind or (Behind(), Behind())
    ports = (free_port(), free_port())
    hooks = [hook_at(port, early=early, look=3_600) for port in ports]
    async with open_redis(redis.url) as one, open_redis(redis.url) as two:
        deliveries = [RedisDeliveries(server, EPOCHS, claim=1.0) for server in (one, two)]
        fronts = [
            each.reporter(locks=RedisLocks(server), limits=RedisLimits(server, TestClock()))
            for each, server in zip(behind, (one, two), strict=True)
        ]
        parts = [
            {"hook": hook, "deliveries": delivered, "front": front}
            for hook, delivered, front in zip(hooks, deliveries, fronts, strict=True)
        ]
        async with (
            running(api, behind[0], **parts[0]) as first,
            running(api, behind[1], **parts[1]) as second,
        ):
            await until(lambda: first.bot.is_ready and second.bot.is_ready)
            yield Pair(api, (first, second), ports)


async def test_at_once_one_of_two_does_it_and_both_say_that_it_is_done(
    api: BotApi, redis_server: RedisProcess
) -> None:
    async with pair_of(api, redis_server) as pair:
        for number in range(10):
            update = pair.message(f"{TIP} {number}")
            statuses = await asyncio.gather(*(pair.deliver(bot, update) for bot in (0, 1, 0, 1)))
            assert statuses == [200] * 4
            assert len(pair.seen) == number + 1


async def test_the_other_waits_until_it_is_done(api: BotApi, redis_server: RedisProcess) -> None:
    async with pair_of(api, redis_server) as pair:
        gate = pair.bots[0].behind.analyser.gate
        gate.clear()
        update = pair.message(TIP)
        async with asyncio.TaskGroup() as group:
            first = group.create_task(pair.deliver(0, update))
            await until(lambda: pair.bots[0].behind.analyser.waiting == 1)
            second = group.create_task(pair.deliver(1, update))
            await asyncio.sleep(1.5)  # longer than a claim holds by itself
            assert not second.done()
            gate.set()
        assert (first.result(), second.result()) == (200, 200)
        assert pair.seen == [TIP]


async def test_later_the_other_knows_it_too(api: BotApi, redis_server: RedisProcess) -> None:
    async with pair_of(api, redis_server) as pair:
        update = pair.message(TIP)
        assert await pair.deliver(0, update) == 200
        assert await pair.deliver(1, update) == 200
        assert pair.seen == [TIP]


async def test_what_a_process_had_when_it_died_the_other_does(
    api: BotApi, redis_server: RedisProcess
) -> None:
    async with pair_of(api, redis_server) as pair:
        pair.bots[0].behind.analyser.gate.clear()
        update = pair.message(TIP)
        dying = asyncio.ensure_future(pair.deliver(0, update))
        await until(lambda: pair.bots[0].behind.analyser.waiting == 1)
        pair.bots[0].task.cancel()
        await asyncio.wait({pair.bots[0].task, dying})
        assert not dying.exception() or isinstance(dying.exception(), aiohttp.ClientError)
        async with asyncio.timeout(5):
            assert await pair.deliver(1, update) == 200
        assert pair.bots[1].behind.analyser.seen == [TIP]


async def test_a_chats_messages_keep_their_order_whichever_process_gets_them(
    api: BotApi, redis_server: RedisProcess
) -> None:
    one = Behind()
    async with pair_of(api, redis_server, early=0.1, behind=(one, one)) as pair:
        sam = api.person()
        one.analyser.gate.clear()
        words = [f"{TIP}, part {number}" for number in range(8)]
        for number, text in enumerate(words):
            assert await pair.deliver(number % 3 % 2, pair.message(text, sam)) == 200
        one.analyser.gate.set()
        await until(lambda: len(one.analyser.seen) == len(words), 20)
        assert one.analyser.seen == words


async def test_without_redis_each_takes_what_comes(api: BotApi, redis_server: RedisProcess) -> None:
    async with pair_of(api, redis_server) as pair:
        redis_server.stop()
        update = pair.message("now he has a knife")
        assert await pair.deliver(0, update) == 200
        assert await pair.deliver(1, update) == 200
        assert all("<emergency>" in str(api.called("sendMessage")) for _ in pair.bots)

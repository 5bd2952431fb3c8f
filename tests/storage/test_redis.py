"""What processes share through Redis: that they do, that it shows nothing, and that it may go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bench import redis
from bench.redis import PASSWORD, RedisProcess
from core.deliveries import Standing
from core.errors import SessionsAway
from core.limits import MemoryLimits, Pass, Rate
from storage.epochs import Epochs
from storage.faults import BadRedis, BadRedisUrl, BrokenFile, LooseFile, NoSeed
from storage.redis_deliveries import RedisDeliveries
from storage.redis_limits import RedisLimits
from storage.redis_locks import RedisLocks
from storage.redis_server import RedisServer, open_redis
from storage.redis_sessions import RedisSessions
from storage.secret_files import load_seed
from tests.storage.samples import WORDS, HandClock
from tests.storage.test_sessions import CHAT, a_session

pytestmark = pytest.mark.redis

EPOCHS = Epochs(bytes(range(32)))
RATE = Rate(2, 60)
HOUR = timedelta(hours=1)


@pytest.fixture
async def server(redis_server: RedisProcess) -> AsyncIterator[RedisServer]:
    async with open_redis(redis_server.url) as opened:
        yield opened


@pytest.fixture
def sessions(server: RedisServer, clock: HandClock) -> RedisSessions:
    return RedisSessions(server, EPOCHS, clock)


def everything(process: RedisProcess) -> bytes:
    """All names, all values, and the log of slow commands."""
    with process.admin() as admin:
        found = [*admin.keys()]
        for name in [*found]:
            match admin.type(name):
                case b"string":
                    found.append(admin.get(name))
                case b"zset":
                    found += [member for member, _ in admin.zrange(name, 0, -1, withscores=True)]
                case b"hash":
                    found += [part for pair in admin.hgetall(name).items() for part in pair]
        return b"|".join([*found, repr(admin.slowlog_get(99)).encode()])


async def test_any_process_goes_on_where_another_stopped(
    redis_server: RedisProcess, sessions: RedisSessions, clock: HandClock
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    async with open_redis(redis_server.url) as second:
        other = RedisSessions(second, EPOCHS, clock)
        assert other.key_of(CHAT) == sessions.key_of(CHAT)
        assert await other.load(other.key_of(CHAT)) == a_session()
        await other.save(other.key_of(CHAT), a_session(2))
    assert await sessions.load(sessions.key_of(CHAT)) == a_session(2)


async def test_nothing_in_the_server_shows_who_or_what(
    redis_server: RedisProcess, server: RedisServer, sessions: RedisSessions, clock: HandClock
) -> None:
    session = replace(a_session(), receipt="12345678901234567888")
    key = sessions.key_of(CHAT)
    await sessions.save(key, session)
    await RedisDeliveries(server, EPOCHS).begin(987_654_321)
    await RedisLimits(server, clock).take(RATE, key.lock, 0)
    async with RedisLocks(server).hold(key.lock):
        stored = everything(redis_server)
    assert b"s:" in stored
    for needle in (CHAT, "4242424242", WORDS, "bakery", session.receipt, "report", "987654321"):
        assert needle.encode() not in stored
    assert session.secret not in stored
    assert EPOCHS.seed not in stored
    with redis_server.admin() as admin:
        assert admin.execute_command("SLOWLOG", "LEN") == 0
        assert all(admin.pttl(name) > 0 for name in admin.keys("*:*"))
    assert {path.name for path in redis_server.folder.iterdir()} <= {
        *("redis.sock", "redis.conf", "users.acl", "log")
    }
    assert CHAT.encode() not in (redis_server.folder / "log").read_bytes()


async def test_all_sessions_look_alike(redis_server: RedisProcess, sessions: RedisSessions) -> None:
    for number in range(3):
        await sessions.save(sessions.key_of(str(number)), replace(a_session(), serial=10**number))
    with redis_server.admin() as admin:
        assert len({admin.strlen(name) for name in admin.keys("s:*")}) == 1


async def test_names_rotate_each_hour_and_turns_each_day(
    sessions: RedisSessions, clock: HandClock
) -> None:
    keys = [sessions.key_of(CHAT)]
    clock.wait(HOUR)
    keys.append(sessions.key_of(CHAT))
    assert keys[0].lock == keys[1].lock
    assert keys[0].current == keys[1].previous != keys[1].current
    clock.wait(HOUR)
    assert sessions.key_of(CHAT).lock != keys[0].lock


async def test_another_seed_finds_and_opens_nothing(
    server: RedisServer, sessions: RedisSessions, clock: HandClock
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    other = RedisSessions(server, Epochs(bytes(32)), clock)
    assert await other.load(other.key_of(CHAT)) is None
    assert await other.load(sessions.key_of(CHAT)) is None
    clock.wait(HOUR)
    assert await other.take_ended() == ()


@pytest.mark.parametrize("at", [0, 9, 15, 16, 100, -1])
async def test_what_was_changed_or_moved_is_no_session(
    redis_server: RedisProcess, sessions: RedisSessions, at: int
) -> None:
    mine, other = sessions.key_of(CHAT), sessions.key_of("another")
    await sessions.save(mine, a_session())
    with redis_server.admin() as admin:
        value = bytearray(admin.get(b"s:" + mine.current))
        admin.set(b"s:" + other.current, bytes(value))
        value[at] ^= 1
        admin.set(b"s:" + mine.current, bytes(value))
    assert await sessions.load(mine) is None
    assert await sessions.load(other) is None


async def test_a_short_value_is_no_session(
    redis_server: RedisProcess, sessions: RedisSessions
) -> None:
    key = sessions.key_of(CHAT)
    with redis_server.admin() as admin:
        admin.set(b"s:" + key.current, b"x")
        admin.zadd("ends", {key.current: 0})
    assert await sessions.load(key) is None
    assert await sessions.take_ended() == ()


async def test_an_ended_session_goes_to_one_process_only(
    redis_server: RedisProcess, sessions: RedisSessions, clock: HandClock
) -> None:
    for number in range(20):
        await sessions.save(sessions.key_of(str(number)), a_session(number))
    clock.wait(HOUR)
    async with open_redis(redis_server.url) as second:
        other = RedisSessions(second, EPOCHS, clock)
        taken = await asyncio.gather(sessions.take_ended(), other.take_ended())
    assert sorted(each.secret for lot in taken for each in lot) == [
        bytes([number]) * 16 for number in range(20)
    ]


class TestTurns:
    async def test_two_processes_hold_a_lock_in_turn(
        self, redis_server: RedisProcess, server: RedisServer
    ) -> None:
        held: list[int] = []

        async def turn(locks: RedisLocks) -> None:
            async with locks.hold(b"key"):
                held.append(1)
                await asyncio.sleep(0)
                assert sum(held) == 1
                held.append(-1)

        async with open_redis(redis_server.url) as second:
            both = (RedisLocks(server), RedisLocks(second))
            await asyncio.gather(*(turn(both[n % 2]) for n in range(12)))
        assert len(held) == 24

    async def test_other_keys_do_not_wait(self, server: RedisServer) -> None:
        locks = RedisLocks(server)
        async with locks.hold(b"one"), locks.hold(b"two"):
            pass

    async def test_they_are_served_as_they_came_whichever_process_they_ask(
        self, redis_server: RedisProcess, server: RedisServer
    ) -> None:
        served: list[int] = []

        async def turn(locks: RedisLocks, number: int) -> None:
            async with locks.hold(b"key"):
                served.append(number)
                await asyncio.sleep(0.02)

        async with open_redis(redis_server.url) as second, asyncio.TaskGroup() as group:
            both = (RedisLocks(server), RedisLocks(second))
            for number in range(9):
                group.create_task(turn(both[number % 3 % 2], number))
                await asyncio.sleep(0.02)
        assert served == sorted(served)
        with redis_server.admin() as admin:
            assert not admin.keys("l:*")

    async def test_within_a_process_the_order_is_that_of_asking(self, server: RedisServer) -> None:
        served: list[int] = []
        locks = RedisLocks(server)

        async def turn(number: int) -> None:
            async with locks.hold(b"key"):
                served.append(number)

        await asyncio.gather(*(turn(number) for number in range(8)))
        assert served == sorted(served)

    async def test_whoever_died_holding_one_blocks_for_its_lease_only(
        self, server: RedisServer
    ) -> None:
        dead = RedisLocks(server, lease=0.6).hold(b"key")
        await dead.__aenter__()
        with pytest.raises(SessionsAway):
            async with RedisLocks(server, patience=0.05).hold(b"key"):
                pass
        began = time.monotonic()
        async with RedisLocks(server).hold(b"key"):
            assert time.monotonic() - began < 5
        await dead.__aexit__(None, None, None)

    async def test_whoever_died_waiting_holds_nobody_up_for_long(self, server: RedisServer) -> None:
        async with asyncio.timeout(5):
            async with RedisLocks(server).hold(b"key"):
                # stands in the queue, and never asks again
                await RedisLocks(server, stay=0.3)._stand([b"l:key", b"l:key:until"], b"dead")
            async with RedisLocks(server).hold(b"key"):
                pass

    async def test_a_turn_that_took_too_long_does_not_end_another(
        self, server: RedisServer
    ) -> None:
        slow, next_one = RedisLocks(server, lease=0.05), RedisLocks(server)
        async with slow.hold(b"key"):
            await asyncio.sleep(0.1)
            held = next_one.hold(b"key")
            await held.__aenter__()
        with pytest.raises(SessionsAway):
            async with RedisLocks(server, patience=0.05).hold(b"key"):
                pass
        await held.__aexit__(None, None, None)


@pytest.fixture(params=["memory", "redis"])
def limits(
    request: pytest.FixtureRequest, server: RedisServer, clock: HandClock
) -> MemoryLimits | RedisLimits:
    return MemoryLimits() if request.param == "memory" else RedisLimits(server, clock)


async def test_a_bucket_says_go_then_notice_then_drop_and_refills(
    limits: MemoryLimits | RedisLimits, clock: HandClock
) -> None:
    async def take(key: bytes = b"a") -> Pass:
        return await limits.take(RATE, key, clock.ticks())

    assert [await take() for _ in range(5)] == ["go", "go", "notice", "drop", "drop"]
    assert await take(b"b") == "go"
    clock.wait(timedelta(seconds=30))
    assert [await take() for _ in range(3)] == ["go", "notice", "drop"]
    clock.wait(timedelta(days=1))
    assert [await take() for _ in range(3)] == ["go", "go", "notice"]


async def test_buckets_of_two_rates_are_two(
    limits: MemoryLimits | RedisLimits, clock: HandClock
) -> None:
    for rate in (RATE, Rate(2, 61)):
        assert await limits.take(rate, b"a", clock.ticks()) is Pass.GO
        assert await limits.take(rate, b"a", clock.ticks()) is Pass.GO


async def test_a_clock_that_goes_back_does_not_shut_a_bucket(
    server: RedisServer, clock: HandClock
) -> None:
    limits = RedisLimits(server, clock)
    for _ in range(3):
        await limits.take(RATE, b"a", 0)
    clock.wait(-timedelta(days=1))
    await limits.take(RATE, b"a", 0)
    clock.wait(timedelta(seconds=31))
    assert await limits.take(RATE, b"a", 0) is Pass.GO


class TestDeliveries:
    @pytest.fixture
    async def both(
        self, redis_server: RedisProcess, server: RedisServer
    ) -> AsyncIterator[tuple[RedisDeliveries, RedisDeliveries]]:
        """Of two processes; a claim holds for half a second."""
        async with open_redis(redis_server.url) as second:
            yield (
                RedisDeliveries(server, EPOCHS, claim=0.5),
                RedisDeliveries(second, EPOCHS, claim=0.5),
            )

    async def test_an_update_is_new_to_one_then_in_work_then_done(
        self, both: tuple[RedisDeliveries, RedisDeliveries]
    ) -> None:
        one, other = both
        assert await one.begin(7) is Standing.NEW
        assert await other.begin(7) is Standing.IN_WORK
        assert await other.begin(8) is Standing.NEW
        await one.finish([7])
        assert await other.begin(7) is await one.begin(7) is Standing.DONE

    async def test_at_once_it_is_new_to_one_only(
        self, redis_server: RedisProcess, server: RedisServer
    ) -> None:
        async with open_redis(redis_server.url) as second:
            both = [RedisDeliveries(each, EPOCHS) for each in (server, second)]
            found = await asyncio.gather(*(both[n % 2].begin(7) for n in range(10)))
        assert found.count(Standing.NEW) == 1

    async def test_what_a_dead_process_had_is_new_again_after_a_while(
        self, both: tuple[RedisDeliveries, RedisDeliveries]
    ) -> None:
        dead, living = both
        await dead.begin(7)
        async with asyncio.timeout(5):
            while await living.begin(7) is not Standing.NEW:
                await asyncio.sleep(0.02)

    async def test_a_claim_holds_while_it_is_said_that_work_goes_on(
        self, both: tuple[RedisDeliveries, RedisDeliveries]
    ) -> None:
        one, other = both
        await one.begin(7)
        for _ in range(10):
            await asyncio.sleep(0.1)
            await one.go_on([7])
            assert await other.begin(7) is Standing.IN_WORK

    async def test_a_claim_is_taken_back_by_its_own_process_alone(
        self, both: tuple[RedisDeliveries, RedisDeliveries]
    ) -> None:
        one, other = both
        await one.begin(7)
        await other.give_up([7])
        assert await other.begin(7) is Standing.IN_WORK
        await one.give_up([7, 8])
        assert await other.begin(7) is Standing.NEW
        await one.finish([7])
        await one.give_up([7])
        assert await other.begin(7) is Standing.DONE

    async def test_nothing_to_say_is_fine(
        self, both: tuple[RedisDeliveries, RedisDeliveries]
    ) -> None:
        for nothing in (both[0].go_on, both[0].finish, both[0].give_up):
            await nothing([])


class TestAway:
    async def test_everything_says_so_and_limits_go_on_alone(
        self, redis_server: RedisProcess, server: RedisServer, clock: HandClock
    ) -> None:
        sessions, limits = RedisSessions(server, EPOCHS, clock), RedisLimits(server, clock)
        key = sessions.key_of(CHAT)
        redis_server.stop()
        for act in (
            sessions.load(key),
            sessions.save(key, a_session()),
            sessions.forget(key),
            sessions.take_ended(),
            RedisDeliveries(server, EPOCHS).begin(1),
        ):
            with pytest.raises(SessionsAway) as away:
                await act
            assert away.value.__cause__ is None
        with pytest.raises(SessionsAway):
            async with RedisLocks(server).hold(key.lock):
                pass
        assert [await limits.take(RATE, b"a", 0.0) for _ in range(3)] == ["go", "go", "notice"]

    async def test_after_a_restart_drafts_are_gone_and_the_line_goes_on(
        self, redis_server: RedisProcess, server: RedisServer, clock: HandClock
    ) -> None:
        sessions = RedisSessions(server, EPOCHS, clock)
        await sessions.save(sessions.key_of(CHAT), a_session())
        redis_server.restart()
        assert await sessions.load(sessions.key_of(CHAT)) is None
        await sessions.save(sessions.key_of(CHAT), a_session(2))
        assert await sessions.load(sessions.key_of(CHAT)) == a_session(2)

    async def test_a_full_server_takes_no_more_and_loses_nothing(self, clock: HandClock) -> None:
        with redis.running("--maxmemory", "3mb") as small:
            async with open_redis(small.url) as server:
                sessions = RedisSessions(server, EPOCHS, clock)
                kept = 0
                with suppress(SessionsAway):
                    while kept < 5_000:
                        await sessions.save(sessions.key_of(str(kept)), a_session())
                        kept += 1
                assert 0 < kept < 5_000
                for number in (0, kept - 1):
                    assert await sessions.load(sessions.key_of(str(number))) == a_session()


class TestFitness:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("save", "3600 1"),
            ("appendonly", "yes"),
            ("maxmemory-policy", "allkeys-lru"),
            ("slowlog-log-slower-than", "0"),
        ],
    )
    async def test_a_server_that_keeps_or_shows_is_refused(self, setting: str, value: str) -> None:
        # its own server: one that was told to keep leaves a folder behind
        with redis.running(f"--{setting}", value) as keeping, pytest.raises(BadRedis) as bad:
            async with open_redis(keeping.url):
                pass
        assert bad.value.wrong == (setting,)

    async def test_the_default_user_is_refused(self, redis_server: RedisProcess) -> None:
        with redis_server.admin() as admin:
            admin.acl_setuser("default", enabled=True, nopass=True, commands=["+@all"])
            try:
                url = f"unix://{redis_server.folder / 'redis.sock'}"
                with pytest.raises(BadRedis, match="user default"):
                    async with open_redis(url):
                        pass
            finally:
                admin.acl_setuser("default", enabled=False)

    @pytest.mark.parametrize(
        "command",
        [("KEYS", "*"), ("MONITOR",), ("DEBUG", "SLEEP", "0"), ("SAVE",), ("GET", "other"),
         ("CONFIG", "SET", "save", "1 1"), ("FLUSHALL",), ("REPLICAOF", "localhost", "1")],
    )  # fmt: skip
    async def test_the_line_may_do_its_work_and_nothing_else(
        self, server: RedisServer, command: tuple[str, ...]
    ) -> None:
        with pytest.raises(SessionsAway):
            await server.call(*command)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "redis://localhost:6379",
            "redis://u:hunter2@redis.example",
            "rediss://u:hunter2@redis.example?ssl_cert_reqs=none",
            "rediss://u:hunter2@redis.example?ssl_check_hostname=false",
            "unix://",
            "http://redis",
        ],
    )
    async def test_words_do_not_travel_in_the_open(self, url: str) -> None:
        with pytest.raises(BadRedisUrl) as bad:
            async with open_redis(url):
                pass
        assert "hunter2" not in str(bad.value)

    async def test_a_server_that_is_away_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(SessionsAway) as away:
            async with open_redis(f"unix://tipline:{PASSWORD}@{tmp_path / 'redis.sock'}"):
                pass
        assert PASSWORD not in str(away.value)


def test_the_seed_is_a_file_that_only_its_user_reads(tmp_path: Path) -> None:
    with pytest.raises(NoSeed, match="session-seed"):
        load_seed(tmp_path)
    file = tmp_path / "session-seed"
    file.write_text(bytes(range(32)).hex())
    file.chmod(0o644)
    with pytest.raises(LooseFile):
        load_seed(tmp_path)
    file.chmod(0o600)
    assert load_seed(tmp_path) == bytes(range(32))
    assert "\\x00" not in repr(Epochs(load_seed(tmp_path)))
    file.write_text("short")
    with pytest.raises(BrokenFile):
        load_seed(tmp_path)

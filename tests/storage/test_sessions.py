from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.analysis import Analysis, Triage
from core.draft import Draft
from core.ports import Sessions
from core.session import Session, Trail
from core.tip import Question
from storage.epochs import Epochs
from storage.redis_server import open_redis
from storage.redis_sessions import RedisSessions
from storage.sealing import SMALLEST
from storage.sessions import EPOCH_SECONDS, MemorySessions
from tests.storage.samples import WORDS, HandClock

CHAT = "telegram:4242424242"
MINUTE = timedelta(minutes=1)


def a_session(mark: int = 1, step: str = "idle") -> Session:
    analysis = Analysis(text=WORDS, triage=Triage.QUEUE)
    return Session(
        secret=bytes([mark]) * 16,
        step=step,
        draft=Draft().with_message(Question.REPORT, analysis),
        trail=Trail(CHAT, (11, 12)),
    )


@pytest.fixture
def memory(clock: HandClock) -> MemorySessions:
    return MemorySessions(clock)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
async def sessions(request: pytest.FixtureRequest, clock: HandClock) -> AsyncIterator[Sessions]:
    if request.param == "memory":
        yield MemorySessions(clock)
        return
    async with open_redis(request.getfixturevalue("redis_server").url) as server:
        yield RedisSessions(server, Epochs(bytes(range(32))), clock)


async def test_saved_session_is_loaded(sessions: Sessions) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    assert await sessions.load(sessions.key_of(CHAT)) == a_session()
    assert await sessions.load(sessions.key_of("another")) is None


async def test_the_last_save_counts(sessions: Sessions) -> None:
    for mark in (1, 2):
        await sessions.save(sessions.key_of(CHAT), a_session(mark))
    assert await sessions.load(sessions.key_of(CHAT)) == a_session(2)


async def test_forgotten_session_is_gone_and_never_ends(
    sessions: Sessions, clock: HandClock
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    await sessions.forget(sessions.key_of(CHAT))
    await sessions.forget(sessions.key_of(CHAT))
    assert await sessions.load(sessions.key_of(CHAT)) is None
    clock.wait(31 * MINUTE)
    assert await sessions.take_ended() == ()


@pytest.mark.parametrize(("step", "minutes"), [("idle", 30), ("receipt", 15)])
async def test_a_session_lives_so_long(
    sessions: Sessions, clock: HandClock, step: str, minutes: int
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session(step=step))
    clock.wait(minutes * MINUTE - timedelta(seconds=1))
    assert await sessions.load(sessions.key_of(CHAT)) is not None
    assert await sessions.take_ended() == ()
    clock.wait(timedelta(seconds=1))
    assert await sessions.load(sessions.key_of(CHAT)) is None
    assert await sessions.take_ended() == (a_session(step=step),)
    assert await sessions.take_ended() == ()


async def test_saving_begins_a_new_life(sessions: Sessions, clock: HandClock) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    clock.wait(20 * MINUTE)
    await sessions.save(sessions.key_of(CHAT), a_session(2))
    clock.wait(20 * MINUTE)
    assert await sessions.load(sessions.key_of(CHAT)) == a_session(2)


async def test_a_new_session_does_not_hide_the_ended_one(
    sessions: Sessions, clock: HandClock
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session(1))
    clock.wait(31 * MINUTE)
    await sessions.save(sessions.key_of(CHAT), a_session(2))
    assert await sessions.take_ended() == (a_session(1),)
    assert await sessions.load(sessions.key_of(CHAT)) == a_session(2)


async def test_the_wall_clock_does_not_matter(memory: MemorySessions, clock: HandClock) -> None:
    await memory.save(memory.key_of(CHAT), a_session())
    clock.moment += timedelta(days=1)
    assert await memory.load(memory.key_of(CHAT)) is not None


async def test_names_rotate_each_hour_and_locks_do_not(
    memory: MemorySessions, clock: HandClock
) -> None:
    keys = []
    for _ in range(3):
        keys.append(memory.key_of(CHAT))
        clock.wait(timedelta(hours=1))
    assert len({key.current for key in keys}) == 3
    assert len({key.lock for key in keys}) == 1
    assert [key.previous for key in keys[1:]] == [key.current for key in keys[:-1]]


async def test_the_session_of_the_hour_before_is_read_and_moves_on_with_a_save(
    sessions: Sessions, clock: HandClock
) -> None:
    clock.seconds = 2 * EPOCH_SECONDS - 60
    await sessions.save(sessions.key_of(CHAT), a_session(1))
    clock.wait(2 * MINUTE)
    key = sessions.key_of(CHAT)
    assert await sessions.load(key) == a_session(1)
    await sessions.save(key, a_session(2))
    assert await sessions.load(replace(key, current=key.previous)) is None
    assert await sessions.load(key) == a_session(2)


async def test_a_key_made_before_the_hour_changed_still_saves(
    sessions: Sessions, clock: HandClock
) -> None:
    clock.seconds = 2 * EPOCH_SECONDS - 1
    key = sessions.key_of(CHAT)
    clock.wait(timedelta(seconds=2))
    await sessions.save(key, a_session())
    assert await sessions.load(sessions.key_of(CHAT)) == a_session()


@pytest.mark.parametrize("hours", [1, 2, 3, 30])
async def test_what_ended_long_ago_is_still_given_back_for_erasing(
    sessions: Sessions, clock: HandClock, hours: int
) -> None:
    await sessions.save(sessions.key_of(CHAT), a_session())
    clock.wait(timedelta(hours=hours))
    assert await sessions.load(sessions.key_of(CHAT)) is None
    clock.wait(timedelta(hours=hours))
    assert await sessions.take_ended() == (a_session(),)


async def test_the_oldest_makes_room_and_its_chat_can_be_erased(clock: HandClock) -> None:
    sessions = MemorySessions(clock, capacity=3)
    for number in range(5):
        await sessions.save(sessions.key_of(f"chat{number}"), a_session(number))
    loaded = [await sessions.load(sessions.key_of(f"chat{n}")) for n in range(5)]
    assert [one is not None for one in loaded] == [False, False, True, True, True]
    assert await sessions.take_ended() == (a_session(0), a_session(1))


async def test_memory_is_bounded_even_when_nobody_takes_what_ended(clock: HandClock) -> None:
    sessions = MemorySessions(clock, capacity=3)
    for number in range(50):
        await sessions.save(sessions.key_of(f"chat{number}"), a_session(number))
    assert len(sessions._kept) + len(sessions._ended) == 6


async def test_nothing_that_is_kept_shows_who_or_what(memory: MemorySessions) -> None:
    session = replace(a_session(), receipt="12345678901234567888")
    await memory.save(memory.key_of(CHAT), session)
    ((name, kept),) = memory._kept.items()
    stored = name + kept.body
    for needle in (CHAT, "4242424242", WORDS, "bakery", session.receipt, "report"):
        assert needle.encode() not in stored
    assert session.secret not in stored
    assert repr(kept).find("4242") == -1


async def test_sessions_are_padded_to_one_size(memory: MemorySessions) -> None:
    for number in range(3):
        await memory.save(memory.key_of(str(number)), replace(a_session(), serial=10**number))
    assert {len(kept.body) for kept in memory._kept.values()} == {1 + 24 + SMALLEST + 16}


async def test_another_process_knows_other_names(clock: HandClock) -> None:
    one, two = MemorySessions(clock).key_of(CHAT), MemorySessions(clock).key_of(CHAT)
    assert {one.current, one.previous, one.lock}.isdisjoint({two.current, two.previous, two.lock})

"""Is whoever waits among many told to ring 999 in danger, once, and nobody else?"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from core.analysis import Analysis, Triage
from core.ports import SessionKey
from core.rush import LONG, MANY, Rush
from core.session import Session
from core.turn import Reply, Said
from tests.support.fakes import MemorySessions, MemoryStage
from tests.support.talk import World

ANALYSIS = Analysis(text="x", triage=Triage.QUEUE)


async def _wait(rushed: Rush, gate: asyncio.Event, sender: int, told: list[int]) -> Analysis:
    async def work() -> Analysis:
        await gate.wait()
        return ANALYSIS

    async def tell() -> None:
        told.append(sender)

    return await rushed.wait(work(), (b"%d" % sender, 0.0), tell)


async def _told(senders: list[int], seconds: float = 0.6) -> list[int]:
    """Who is told while all of these wait for so long."""
    rushed, gate, told = Rush(), asyncio.Event(), list[int]()
    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(_wait(rushed, gate, sender, told)) for sender in senders]
        await asyncio.sleep(seconds)
        gate.set()
    assert [wait.result() for wait in waits] == [ANALYSIS] * len(senders)
    return sorted(told)


async def test_everybody_who_waits_among_many_is_told() -> None:
    assert await _told(list(range(MANY))) == list(range(MANY))


async def test_among_many_one_is_told_before_a_blink_is_over() -> None:
    assert await _told(list(range(2 * MANY)), 0.15) == list(range(MANY - 1, 2 * MANY))


async def test_among_few_nobody_is_told() -> None:
    assert await _told(list(range(MANY - 1))) == []


async def test_among_few_whoever_waits_very_long_is_told() -> None:
    assert await _told([1, 2], LONG + 0.5) == [1, 2]


async def test_whoever_came_before_the_rush_is_told_once_it_is_one() -> None:
    rushed, gate, told = Rush(), asyncio.Event(), list[int]()
    async with asyncio.TaskGroup() as group:
        group.create_task(_wait(rushed, gate, 0, told))
        await asyncio.sleep(0.7)
        assert told == []
        for sender in range(1, MANY):
            group.create_task(_wait(rushed, gate, sender, told))
        await asyncio.sleep(0.6)
        gate.set()
    assert sorted(told) == list(range(MANY))


async def test_a_sender_is_told_once() -> None:
    assert await _told([*range(MANY), 7, 7]) == list(range(MANY))


async def test_a_quick_answer_comes_alone() -> None:
    rushed, told, gate = Rush(), list[int](), asyncio.Event()
    gate.set()
    async with asyncio.TaskGroup() as group:
        for sender in range(MANY * 2):
            group.create_task(_wait(rushed, gate, sender, told))
    assert told == []


async def test_what_is_given_up_is_not_analysed_on() -> None:
    rushed, gate = Rush(), asyncio.Event()
    waiting = asyncio.ensure_future(_wait(rushed, gate, 1, []))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    assert len(asyncio.all_tasks()) == 1


@dataclass
class _Busy(MemorySessions):
    """Sessions that keep the whole process busy, as taking up a report does among thousands."""

    happened: list[str] = field(default_factory=list)

    async def load(self, key: SessionKey) -> Session | None:
        time.sleep(0.005)
        self.happened.append("taken up")
        return await super().load(key)


@dataclass
class _Noted(MemoryStage):
    happened: list[str] = field(default_factory=list)

    async def show(self, reply: Reply) -> tuple[int, ...]:
        self.happened.append(reply.key)
        return await super().show(reply)


async def _all_at_once(text: str, senders: int) -> tuple[list[str], list[_Noted]]:
    """What happened in which order while so many wrote at once, and what each was shown."""
    world, happened = World(), list[str]()
    reporter = world.start(sessions=_Busy(world.clock, happened=happened))
    stages = [_Noted(chat=f"chat {at}", happened=happened) for at in range(senders)]
    async with asyncio.TaskGroup() as group:
        for stage in stages:
            group.create_task(reporter.talk(Said(text), stage))
    return happened, stages


async def test_whoever_waits_to_be_taken_up_is_told_before_that() -> None:
    happened, stages = await _all_at_once("a bloke down our road sells from his porch", 4 * MANY)
    told = [at for at, what in enumerate(happened) if what == "rush"]
    assert len(told) > 3 * MANY
    assert happened[: told[-1]].count("taken up") < 2 * MANY  # the last is, after 1.3 seconds
    assert all(len(stage.shown) > 1 and stage.shown[-1].key != "rush" for stage in stages[MANY:])


async def test_a_short_answer_that_waits_brings_no_note() -> None:
    happened, _ = await _all_at_once("no idea", 2 * MANY)
    assert "rush" not in happened

"""Is whoever waits among many told to ring 999 in danger, once, and nobody else?"""

from __future__ import annotations

import asyncio

from core.analysis import Analysis, Triage
from core.rush import LONG, MANY, Rush

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

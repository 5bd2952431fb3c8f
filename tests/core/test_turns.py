"""Does whoever is due first have the turn, and does nobody starve or lose a place?"""

from __future__ import annotations

import asyncio

import pytest

from core.turns import HEADSTART, Turns, due


async def _in_order(turns: Turns, wanted: list[tuple[str, float]]) -> list[str]:
    """The names in the order in which they are let in, while the one place was taken."""
    await turns.take(0.0)
    seen: list[str] = []

    async def wait(name: str, at: float) -> None:
        async with turns.held(at):
            seen.append(name)

    async with asyncio.TaskGroup() as group:
        for name, at in wanted:
            group.create_task(wait(name, at))
        await asyncio.sleep(0)
        turns.give_back()
    return seen


async def test_the_more_urgent_goes_first_and_of_two_alike_the_earlier() -> None:
    wanted = [("calm", 0.1), ("grave", 0.9), ("calm too", 0.1), ("middle", 0.5)]
    dues = [(name, due(100.0, urgency)) for name, urgency in wanted]
    assert await _in_order(Turns(1), dues) == ["grave", "middle", "calm", "calm too"]


async def test_nobody_is_overtaken_by_whoever_comes_much_later() -> None:
    wanted = [("late and grave", due(100.0 + HEADSTART + 1, 1.0)), ("early", due(100.0, 0.0))]
    assert await _in_order(Turns(1), wanted) == ["early", "late and grave"]


async def test_so_many_at_once_and_no_more() -> None:
    turns, within, most = Turns(3), 0, 0

    async def stay() -> None:
        nonlocal within, most
        async with turns.held(0.0):
            within += 1
            most = max(most, within)
            await asyncio.sleep(0)
            within -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(stay())
    assert (most, within) == (3, 0)


@pytest.mark.parametrize("is_given", [False, True])
async def test_who_gives_up_loses_no_place(is_given: bool) -> None:  # noqa: FBT001 - a case
    turns = Turns(1)
    await turns.take(0.0)
    waiting = asyncio.ensure_future(turns.take(0.0))
    await asyncio.sleep(0)
    if is_given:
        turns.give_back()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    if not is_given:
        turns.give_back()
    async with asyncio.timeout(1):
        await turns.take(0.0)

"""Does whoever is due first have the turn, and does nobody starve or lose a place?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rush import MANY
from core.turns import EACH, FEW, LONGEST, Turns, headstart

type Text = tuple[float, float]
"""When a text came, and how urgent it is."""


async def _in_order(texts: Sequence[Text]) -> list[int]:
    """The texts, by their numbers, in the order in which they are let in one by one."""
    turns, seen = Turns(1), list[int]()
    await turns.take(0.0, 0.0)

    async def wait(number: int, came: float, urgency: float) -> None:
        async with turns.held(came, urgency):
            seen.append(number)

    async with asyncio.TaskGroup() as group:
        for number, text in enumerate(texts):
            group.create_task(wait(number, *text))
        await asyncio.sleep(0)
        turns.give_back()
    return seen


ARRIVALS = st.lists(st.tuples(st.floats(0.0, 2 * LONGEST), st.floats(0.0, 1.0)), max_size=MANY).map(
    lambda texts: sorted(texts, key=lambda text: text[0])
)


@given(ARRIVALS)
async def test_everybody_has_a_turn_and_nobody_is_overtaken_by_whoever_came_much_later(
    texts: list[Text],
) -> None:
    order = await _in_order(texts)
    assert sorted(order) == list(range(len(texts)))
    for at, number in enumerate(order):
        waiting = order[at:]
        earliest = min(texts[one][0] for one in waiting)
        assert texts[number][0] <= earliest + headstart(len(waiting))


@given(ARRIVALS)
async def test_the_last_few_go_by_arrival(texts: list[Text]) -> None:
    last = (await _in_order(texts))[-FEW:]
    assert last == sorted(last)


@given(st.lists(st.floats(0.0, LONGEST), max_size=MANY).map(sorted), st.floats(0.0, 1.0))
async def test_of_alike_texts_the_earlier_goes_first(times: list[float], urgency: float) -> None:
    assert await _in_order([(came, urgency) for came in times]) == list(range(len(times)))


async def test_where_few_wait_danger_overtakes_nobody() -> None:
    texts = [(at / FEW, at / FEW) for at in range(FEW)]
    assert await _in_order(texts) == list(range(FEW))


async def test_in_a_rush_danger_overtakes_all_who_came_within_the_time_that_they_take() -> None:
    taken = MANY * EACH / 2
    calm = [(at / MANY * taken, 0.1) for at in range(MANY)]
    assert (await _in_order([*calm, (taken, 0.9)]))[0] == MANY


@pytest.mark.parametrize(("waiting", "seconds"), [(0, 0.0), (FEW, 0.0), (MANY, 1.75)])
def test_the_headstart_grows_with_those_who_wait(waiting: int, seconds: float) -> None:
    assert headstart(waiting) == seconds


def test_the_headstart_grows_no_further_than_to_the_longest() -> None:
    assert headstart(10_000) == headstart(1_000) == LONGEST
    assert headstart(500) < LONGEST


async def test_what_a_rush_left_is_not_overtaken_once_few_wait() -> None:
    turns, seen = Turns(1), list[int]()
    await turns.take(0.0, 0.0)

    async def wait(number: int) -> None:
        await turns.take(number / 100_000, 1.0 if number else 0.0)
        seen.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(MANY):  # the first is calm
            group.create_task(wait(number))
        await asyncio.sleep(0)
        for _ in range(MANY - FEW):
            turns.give_back()
        await asyncio.sleep(0)
        assert 0 not in seen
        turns.give_back()
        await asyncio.sleep(0)
        assert seen[-1] == 0
        for _ in range(FEW - 1):
            turns.give_back()


async def test_so_many_at_once_and_no_more() -> None:
    turns, within, most = Turns(3), 0, 0

    async def stay() -> None:
        nonlocal within, most
        async with turns.held(0.0, 0.0):
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
    await turns.take(0.0, 0.0)
    waiting = asyncio.ensure_future(turns.take(0.0, 0.0))
    await asyncio.sleep(0)
    if is_given:
        turns.give_back()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    if not is_given:
        turns.give_back()
    async with asyncio.timeout(1):
        await turns.take(0.0, 0.0)


async def test_who_gave_up_does_not_count_among_those_who_wait() -> None:
    turns, seen = Turns(1), list[str]()
    await turns.take(0.0, 0.0)

    async def wait(name: str, came: float, urgency: float) -> None:
        await turns.take(came, urgency)
        seen.append(name)

    gone = [asyncio.ensure_future(turns.take(0.0, 0.5)) for _ in range(10 * MANY)]
    two = [asyncio.ensure_future(wait("calm", 1.0, 0.0))]
    two += [asyncio.ensure_future(wait("grave", 1.1, 1.0))]
    await asyncio.sleep(0)
    for one in gone:
        one.cancel()
    await asyncio.wait(gone)
    turns.give_back()
    turns.give_back()
    await asyncio.gather(*two)
    assert seen == ["calm", "grave"]

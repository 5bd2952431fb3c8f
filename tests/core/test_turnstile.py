"""Are few conversations taken up at once, in order, and taps let past other senders?"""

from __future__ import annotations

import asyncio

from core.turnstile import Turnstile

SAM, ALI = b"sam", b"ali"


async def test_a_crowd_leaves_rounds_of_the_loop_to_others() -> None:
    turnstile, through = Turnstile(), list[int]()

    async def enter(number: int) -> None:
        await turnstile.enter(bytes([number]), 0.0, 0.0, may_overtake=False)
        through.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(50):
            group.create_task(enter(number))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        seen_early = len(through)
    assert seen_early <= 2
    assert through == list(range(50))


async def test_whoever_is_due_first_goes_first() -> None:
    turnstile, through = Turnstile(), list[int]()

    async def enter(number: int) -> None:
        await turnstile.enter(bytes([number]), -float(number), 0.0, may_overtake=False)
        through.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(enter(number))
    assert through == [0, *range(9, 0, -1)]  # the first found nobody before it


async def test_a_tap_overtakes_others_but_not_its_own_senders_message() -> None:
    turnstile, through = Turnstile(), list[str]()

    async def enter(name: str, key: bytes, *, is_tap: bool) -> None:
        await turnstile.enter(key, 0.0, 0.0, may_overtake=is_tap)
        through.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(enter(f"other {number}", bytes([number]), is_tap=False))
        group.create_task(enter("sam's text", SAM, is_tap=False))
        group.create_task(enter("sam's tap", SAM, is_tap=True))
        group.create_task(enter("ali's tap", ALI, is_tap=True))
    assert through.index("ali's tap") <= 1
    assert through.index("sam's text") < through.index("sam's tap")
    assert through.index("sam's tap") == len(through) - 1


async def test_who_gives_up_waiting_stops_nobody() -> None:
    turnstile = Turnstile()
    await turnstile.enter(SAM, 0.0, 0.0, may_overtake=False)
    waiting = asyncio.ensure_future(turnstile.enter(ALI, 0.0, 0.0, may_overtake=False))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    async with asyncio.timeout(1):
        await turnstile.enter(ALI, 0.0, 0.0, may_overtake=False)

"""Does the process of the bot forget senders and their words when their chat is done?"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.botapi import BotApi, Person
from tests.bot.public.running import until

ROOT = Path(__file__).parents[3]
TIPS = 500


@asynccontextmanager
async def remembering(api: BotApi) -> AsyncIterator[Callable[[], Awaitable[dict[str, Any]]]]:
    """A bot as a process of its own, and how to ask it what it holds."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.public.remembering",
        api.url,
        api.token,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )

    async def ask() -> dict[str, Any]:
        process.send_signal(signal.SIGUSR1)
        output, _ = await process.communicate()
        answer: dict[str, Any] = json.loads(output)
        return answer

    await until(lambda: api.called("getUpdates"), 30)
    yield ask
    if process.returncode is None:
        process.kill()
        await process.wait()


async def report(api: BotApi, count: int) -> list[Person]:
    """Let so many people report something that can be found again."""
    people = [api.person(f"needle{at}") for at in range(count)]
    for person in people:
        person.say(f"needle{person.id} sells on Hythe Hill")
    await api.quiet(60)
    return people


@pytest.mark.slow
async def test_after_five_hundred_tips_no_sender_and_no_word_is_held(api: BotApi) -> None:
    async with remembering(api) as ask:
        people = await report(api, TIPS)
        for person in people:
            person.say("/erase")
        await api.quiet(60)
        assert {tuple(person.reads()) for person in people} == {("<erased>",)}
        assert await ask() == {"held": {}, "cached": 0}


@pytest.mark.slow
async def test_the_search_finds_what_is_still_in_a_session(api: BotApi) -> None:
    async with remembering(api) as ask:
        await report(api, 3)
        held = (await ask())["held"]
        assert held["Analysis"] >= 3

"""A bot under measurement: its process, the server it talks to, and what it takes meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.botapi import BotApi
from bench.figures import Load, Memory, load_of
from bench.launching import LINE, BotProcess, bot_process
from bench.senders import Crowd, Until
from bench.texts import reports, short_reports
from bench.usage import usage_of

type MakeLine = Callable[[Path, Mapping[str, str]], Awaitable[None]]
"""Makes a desk for the line in a folder, with the settings that its bot will have, and lets
crowds of newcomers in: that they are taken for a flood is not what is measured."""

WARM = 1.0
"""Seconds of load before anything is counted."""

HOUR = 3_600.0
_LOOK = 1.0
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Stand:
    """A running bot and its server."""

    name: str
    api: BotApi
    bot: BotProcess

    async def in_turn(self, until: Until, senders: int, seconds: float) -> Load:
        """Keep so many people busy with it for so many seconds.

        Args:
            until: how far each goes.
            senders: people at once.
            seconds: that are counted; it warms up before.
        """
        crowd = Crowd(self.api, reports(), until)
        return await self._counted(crowd, crowd.in_turn(senders, WARM + seconds), WARM, seconds)

    async def by_the_clock(self, rate: float, seconds: float) -> Load:
        """Write so many reports a second for so many seconds, whether or not it keeps up."""
        crowd = Crowd(self.api, reports())
        load = await self._counted(crowd, crowd.by_the_clock(rate, seconds), 0.0, seconds)
        return replace(load, offered=rate)

    async def so_many(
        self, until: Until, senders: int, tips: int, told: Callable[[int], None]
    ) -> Load:
        """Write so many short reports, for as long as it takes, up to an hour.

        Args:
            until: how far each goes.
            senders: people at once.
            tips: altogether.
            told: how many are done.
        """
        crowd = Crowd(self.api, short_reports(), until, told=told)
        loop = asyncio.get_running_loop()
        began, before = loop.time(), self._taken()
        await crowd.in_turn(senders, HOUR, tips)
        after = self._taken()
        taken = (after[0] - before[0], after[1] - before[1])
        return load_of(crowd.samples, (began, loop.time()), taken)

    async def _counted(
        self, crowd: Crowd, work: Awaitable[None], warm: float, seconds: float
    ) -> Load:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            group.create_task(_run(work))
            await asyncio.sleep(warm)
            began, before = loop.time(), self._taken()
            await asyncio.sleep(seconds)
            ended, after = loop.time(), self._taken()
        taken = (after[0] - before[0], after[1] - before[1])
        return load_of(crowd.samples, (began, ended), taken)

    def _taken(self) -> tuple[float, float]:
        return usage_of(self.bot.process.pid).cpu, sum(os.times()[:2])

    def look(self, memory: Memory, at: float) -> None:
        """Note the memory of the bot, and of what it has started."""
        pid = self.bot.process.pid
        usage = usage_of(pid)
        if pid not in usage.resident:
            return
        memory.add(self.name, at, usage.resident[pid] / _MB)
        if beside := usage.total - usage.resident[pid]:
            memory.add(f"{self.name}, analysis", at, beside / _MB)


async def _run(work: Awaitable[None]) -> None:
    await work


@asynccontextmanager
async def standing(
    name: str,
    folder: Path,
    python: tuple[str, ...] = LINE,
    settings: Mapping[str, str] | None = None,
    ready: int = 1,
) -> AsyncIterator[Stand]:
    """Start a bot with a server of its own, until the block ends.

    Args:
        name: what it is called in the report.
        folder: where it works.
        python: what Python is given to run it.
        settings: more of its environment.
        ready: so many times it says that it is ready.

    Raises:
        NotStarted: it does not become ready.
    """
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - nothing runs yet
    async with (
        BotApi(notes_calls=False) as api,
        bot_process(api, folder, python=python, settings=settings, ready=ready) as bot,
    ):
        yield Stand(name, api, bot)


async def watch_memory(stands: list[Stand], memory: Memory) -> None:
    """Note the memory of all every second, until cancelled."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        for stand in stands:
            stand.look(memory, loop.time() - began)
        await asyncio.sleep(_LOOK)

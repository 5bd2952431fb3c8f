"""A public bot that runs against a test server for the time of a block."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bench.botapi import BotApi
from bot.public.bot import PublicBot
from bot.public.calls import Patience
from bot.public.hook import Hook
from bot.public.poller import Pace
from bot.public.setup import Front, Setup, Timing
from core.deliveries import Deliveries
from tests.bot.public.fakes import Behind, KeyTexts, Tally, WordAlarm

QUICK = Timing(
    sweep=0.05,
    talk=5.0,
    grace=5.0,
    pace=Pace(long_poll=5, pause=0.02, first_rest=0.02, longest_rest=0.2),
    patience=Patience(seconds=3.0, tries=3, first_wait=0.02),
)


@dataclass
class Running:
    """A running bot and what a test may look at."""

    api: BotApi
    bot: PublicBot
    behind: Behind
    tally: Tally
    task: asyncio.Task[None]

    async def stop(self) -> None:
        """Stop it as SIGTERM does, and wait for its end."""
        self.bot.stop()
        await self.task

    async def kill(self) -> None:
        """End it at once, as a crash would: nothing more is confirmed."""
        self.task.cancel()
        await asyncio.wait({self.task})


@dataclass
class Start:
    """How to start a bot."""

    api: BotApi
    behind: Behind = field(default_factory=Behind)
    front: Front | None = None
    timing: Timing = QUICK
    token: str = ""
    hook: Hook | None = None
    deliveries: Deliveries | None = None

    def setup(self, tally: Tally) -> Setup:
        """The setup of the bot."""
        return Setup(
            token=self.token or self.api.token,
            front=self.front or self.behind.reporter(),
            alarm=WordAlarm(),
            texts=KeyTexts(),
            watch=tally,
            api=self.api.url,
            timing=self.timing,
            hook=self.hook,
            deliveries=self.deliveries,
        )


@asynccontextmanager
async def running(
    api: BotApi, behind: Behind | None = None, **more: object
) -> AsyncIterator[Running]:
    """Run a bot for the time of the block; it is stopped in good order at the end."""
    start = replace(Start(api, behind or Behind()), **more)  # type: ignore[arg-type]  # fields of Start
    tally = Tally()
    bot = PublicBot(start.setup(tally))
    async with run_bot(bot) as task:
        yield Running(api, bot, start.behind, tally, task)


@asynccontextmanager
async def run_bot(bot: PublicBot) -> AsyncIterator[asyncio.Task[None]]:
    """Run any bot for the time of the block, from when it is ready."""
    is_ready = asyncio.Event()
    task = asyncio.ensure_future(bot.run(is_ready.set))
    waiting = asyncio.ensure_future(is_ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        yield task
    finally:
        bot.stop()
        async with asyncio.timeout(10):
            await asyncio.wait({task})
    if not task.cancelled():
        task.result()


async def until(condition: object, seconds: float = 5.0) -> None:
    """Wait until a function gives something true.

    Raises:
        TimeoutError: it did not within so many seconds.
    """
    assert callable(condition)
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)

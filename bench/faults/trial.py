"""One fault, several times, while people report: what they were shown, and what was stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.botapi import BotApi
from bench.faults.people import Insistent
from bench.launching import LINE, BotProcess, bot_process
from bench.postgres import PostgresServer
from bench.redis import RedisProcess
from bench.stands import MakeLine
from core.receipt import parse
from storage.receipts import ReceiptKeys
from storage.secret_files import load_public
from storage.store import Limits
from storage.stretching import Stretcher

PATIENCE = 180.0
"""Seconds from the end of a fault until everybody must have a code."""

_DELAYS = (1.5, 3.0, 5.0)
"""Seconds from the first message to the fault: before, during and after the first taps on Send."""


@dataclass(slots=True)
class Scene:
    """A running line that something is done to.

    Attributes:
        folder: where it works.
        settings: of its environment.
        python: what Python is given to run it.
        redis, postgres: servers that it uses, where it does.
        round: which time the fault happens, from 0.
    """

    api: BotApi
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    python: tuple[str, ...] = LINE
    redis: RedisProcess | None = None
    postgres: PostgresServer | None = None
    round: int = 0
    bot: BotProcess | None = None
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Start the line, or start it again."""
        await self._stack.aclose()
        line = bot_process(self.api, self.folder, python=self.python, settings=self.settings)
        self.bot = await self._stack.enter_async_context(line)

    async def end(self) -> None:
        """End it."""
        await self._stack.aclose()

    @property
    def running(self) -> BotProcess:
        """The line.

        Raises:
            RuntimeError: it was not started.
        """
        if self.bot is None:
            raise RuntimeError("the line does not run")
        return self.bot

    @property
    def file(self) -> Path:
        """The SQLite database."""
        return self.folder / "data" / "tipline.db"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds in the database."""
        if self.postgres is not None:
            with self.postgres.connect("tipline") as connection:
                return connection.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.file, timeout=60)) as database:
            return database.execute(query).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that breaks.

    Attributes:
        name: for the command line.
        title: for the report.
        setting: makes what the line needs, around the trial; its settings go into the scene.
        happens: breaks it as the block begins, and mends it at its end.
        seconds: how long it stays broken.
    """

    name: str
    title: str
    setting: Callable[[Scene], AbstractAsyncContextManager[None]]
    happens: Callable[[Scene], AbstractAsyncContextManager[None]]
    seconds: float = 0.0


@dataclass(slots=True)
class Outcome:
    """What became of the reports under one fault.

    Attributes:
        times: how often it happened.
        reports: people who wanted to report.
        receipts: different codes that were ever shown.
        opening: of them, those that open exactly one tip.
        tips: stored in the end.
        again: reports that were written once more.
        left: people who got no code in time.
    """

    title: str
    times: int = 0
    reports: int = 0
    receipts: int = 0
    opening: int = 0
    tips: int = 0
    again: int = 0
    left: int = 0

    @property
    def holds(self) -> bool:
        """Whether each receipt opens one tip, nothing is stored twice, and nobody is left."""
        return self.receipts == self.opening == self.tips == self.reports and not self.left


async def attempt(
    fault: Fault,
    folder: Path,
    make_line: MakeLine,
    counts: tuple[int, int],
    told: Callable[[str], None],
) -> Outcome:
    """Let a fault happen to a fresh line.

    Args:
        fault: what breaks.
        folder: an empty one.
        make_line: makes a desk in a folder.
        counts: how many people report each time, and how often it happens.
        told: what is done now.

    Raises:
        NotStarted: the line does not start, or not again.
    """
    senders, times = counts
    outcome = Outcome(fault.title)
    async with BotApi(notes_calls=False) as api:
        scene = Scene(api, folder)
        async with fault.setting(scene):
            await make_line(folder, scene.settings)
            await scene.start()
            try:
                shown: set[str] = set()
                for scene.round in range(times):
                    told(f"{fault.title}: {scene.round + 1} of {times}")
                    people = await _once(fault, scene, senders)
                    shown |= {code for one in people for code in one.codes}
                    outcome.again += sum(one.begun - 1 for one in people)
                    outcome.left += sum(not one.codes for one in people)
                    outcome.times += 1
                    outcome.reports += senders
            finally:
                await scene.end()
            outcome.receipts = len(shown)
            outcome.opening = await _opening(scene, shown)
            outcome.tips = scene.rows("SELECT count(*) FROM tips")[0][0]
    return outcome


async def _once(fault: Fault, scene: Scene, senders: int) -> list[Insistent]:
    people = [
        Insistent(
            scene.api.person("Sam"),
            f"They sell crack at {number + 1} Hythe Hill in Colchester on Friday nights from a "
            f"black Golf, {scene.round + 1} of them",
        )
        for number in range(senders)
    ]
    working = [asyncio.ensure_future(one.insist()) for one in people]
    try:
        await asyncio.sleep(_DELAYS[scene.round % len(_DELAYS)])
        async with fault.happens(scene):
            await asyncio.sleep(fault.seconds)
        await asyncio.wait(working, timeout=PATIENCE)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    for one in people:
        one.look()
    return people


async def _opening(scene: Scene, shown: set[str]) -> int:
    """How many codes open exactly one tip that is there, and no other code's."""
    secrets = load_public(scene.folder / "data")
    keys = ReceiptKeys(
        stretcher=Stretcher(),
        cost=Limits().receipt,
        salt=secrets.receipt_salt,
        pepper=secrets.pepper,
    )
    found = scene.rows("SELECT m.lookup, m.tip FROM mailboxes m JOIN tips t ON t.id = m.tip")
    tips = [[tip for lookup, tip in found if bytes(lookup) == at] for at in [
        (await keys.of(parse(code))).lookup for code in shown
    ]]  # fmt: skip
    owners = [opened[0] for opened in tips if len(opened) == 1]
    return sum(owners.count(tip) == 1 for tip in owners)


@asynccontextmanager
async def plain(scene: Scene) -> AsyncIterator[None]:
    """The line as it comes: SQLite, long polling, one process."""
    (scene.folder / "data").parent.mkdir(exist_ok=True)
    yield

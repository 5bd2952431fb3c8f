"""In what order updates are answered: a chat's in the order they came, chats side by side.

`Reporter.talk` answers a clear emergency before it waits for anything, and otherwise serves the
events of a sender in the order in which they began to wait. So the next event of a chat is
begun without waiting for the end of the one before, and only the way of a 999 answer is waited
for, since nothing would keep the order meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.public.reading import Reading
from bot.public.stage import TelegramStage


@dataclass(frozen=True, slots=True)
class Job:
    """An update to answer; ``finish`` is called once it is answered, and not if it is cut short."""

    reading: Reading
    stage: TelegramStage = field(repr=False)
    finish: Callable[[], None] = field(repr=False)


class Lines:
    """A line for each chat that has something waiting, and none for the others."""

    def __init__(self, group: asyncio.TaskGroup, serve: Callable[[Job], Awaitable[None]]) -> None:
        self._group = group
        self._serve = serve
        self._waiting: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def working(self) -> int:
        """Pieces of work begun and not ended."""
        return len(self._tasks)

    def put(self, job: Job) -> None:
        """Take an update in; returns at once."""
        chat = job.reading.chat
        line = self._waiting.get(chat)
        if line is not None:
            line.append(job)
            return
        self._waiting[chat] = deque((job,))
        self._begin(self._run(chat))

    def also(self, work: Awaitable[None]) -> None:
        """Do something that belongs to no chat's order; it must not raise."""
        self._begin(work)

    async def end(self, grace: float) -> int:
        """Wait for what is in work, and cut short what is left after ``grace`` seconds.

        Returns:
            How many pieces of work were cut short.
        """
        if self._tasks:
            loop = asyncio.get_running_loop()
            deadline = loop.time() + grace
            while self._tasks and loop.time() < deadline:
                await asyncio.wait(set(self._tasks), timeout=deadline - loop.time())
        left = set(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
        return len(left)

    async def _run(self, chat: str) -> None:
        line = self._waiting[chat]
        try:
            while line:
                job = line.popleft()
                self._begin(self._serve(job))
                # One round of the loop brings the new task to its first wait: into the queue
                # of its sender's lock, or to the showing of a 999 answer.
                await asyncio.sleep(0)
                await job.stage.alarm_shown()
        finally:
            del self._waiting[chat]

    def _begin(self, work: Awaitable[None]) -> None:
        task = self._group.create_task(_await(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _await(work: Awaitable[None]) -> None:
    await work

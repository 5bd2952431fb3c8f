"""How several equal processes of the bot are started, watched, replaced and stopped.

The parent holds the socket that all of them listen on, and does nothing else: it reads no update
and knows no key. See docs/decisions/0022-many-processes.md.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from app.crew_member import Member
from app.logs import Log
from bot.stopping import hearing

NOT_STARTED = -1
"""In place of an exit code: none could be started."""


class Happened(StrEnum):
    """What a parent logs of its processes."""

    ALL_READY = "all_ready"
    PROCESS_LOST = "process_lost"
    REPLACED = "replaced"
    NOT_REPLACED = "not_replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things may take, in seconds.

    Attributes:
        ready: from start to ready; then it is killed.
        grace: from being told to stop to the end; then it is killed. A bot gives what is in work
            20 seconds, and last answers a few more.
        first_rest: before a process that was lost is started again; each further loss doubles it.
        longest_rest: after many losses.
        steady: a process that lived so long is no further loss, but a first one.
    """

    ready: float = 120.0
    grace: float = 35.0
    first_rest: float = 0.5
    longest_rest: float = 30.0
    steady: float = 60.0


class Crew:
    """Several equal processes. Its life is one call of `run`."""

    def __init__(
        self, size: int, start: Callable[[], Awaitable[Member]], log: Log, pace: Pace = Pace()
    ) -> None:
        """Args: ``start`` starts one more process."""
        self._size = size
        self._launch = start
        self._log = log
        self._pace = pace
        self._places: dict[int, Member] = {}
        self._alive: set[Member] = set()
        self._listening: asyncio.TaskGroup | None = None
        self._stopping = asyncio.Event()
        self._replacing = asyncio.Event()
        self.lost = 0

    @property
    def members(self) -> dict[int, Member]:
        """Processes that take updates, by place, from 1."""
        return {place: one for place, one in sorted(self._places.items()) if one.is_ready}

    def stop(self) -> None:
        """Let every process finish what is in work, and end `run`."""
        self._stopping.set()
        for member in self._alive:
            member.tell_to_stop()

    def replace(self) -> None:
        """Replace one process after the other, each once the new one is ready."""
        self._replacing.set()

    async def run(self) -> int:
        """Keep the processes running until stopped.

        Returns:
            0, or the exit code of the first process where not even that came to be ready: what
            is wrong with the settings it has said. Below 0 where it had no time to say anything.
        """
        signals = {signal.SIGTERM: self.stop, signal.SIGINT: self.stop, signal.SIGHUP: self.replace}
        with hearing(signals):
            async with asyncio.TaskGroup() as self._listening:
                first = await self._start()
                if first is None:
                    return 0 if self._stopping.is_set() else NOT_STARTED
                if not await first.settled(self._pace.ready):
                    code = await self._end(first)
                    return 0 if self._stopping.is_set() else code or NOT_STARTED
                self._places[1] = first
                await self._keep_all()
        return 0

    async def _keep_all(self) -> None:
        async with asyncio.TaskGroup() as keeping:
            tasks = [keeping.create_task(self._keep(place)) for place in range(1, self._size + 1)]
            tasks.append(keeping.create_task(self._replace_when_told()))
            await self._stopping.wait()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*(self._end(member) for member in self._alive))

    async def _keep(self, place: int) -> None:
        """See to it that there is a process in a place."""
        ticks, rest = asyncio.get_running_loop().time, self._pace.first_rest
        while True:
            began = ticks()
            member = self._places.get(place) or await self._fill(place)
            if member is not None:
                await member.ended()
                self._alive.discard(member)
                if self._places.get(place) is not member:
                    continue  # it was replaced
                del self._places[place]
            self.lost += 1
            self._log.note(Happened.PROCESS_LOST, processes=len(self.members))
            if ticks() - began > self._pace.steady:
                rest = self._pace.first_rest
            await asyncio.sleep(rest)
            rest = min(rest * 2, self._pace.longest_rest)

    async def _fill(self, place: int) -> Member | None:
        """Put a new process into an empty place; None when it did not come to be ready."""
        fresh = await self._begin()
        if fresh is not None and place in self._places:  # while it started
            await self._end(fresh)
            return self._places[place]
        if fresh is not None:
            self._places[place] = fresh
            if len(self.members) == self._size:
                self._log.note(Happened.ALL_READY, processes=self._size)
        return fresh

    async def _replace_when_told(self) -> None:
        while True:
            await self._replacing.wait()
            self._replacing.clear()
            done = await self._replace_all()
            self._log.note(Happened.REPLACED if done else Happened.NOT_REPLACED)

    async def _replace_all(self) -> bool:
        """One after the other; False when a new one does not come to be ready: the rest stay."""
        for place in range(1, self._size + 1):
            fresh = await self._begin()
            if fresh is None:
                return False
            old = self._places.get(place)
            self._places[place] = fresh
            if old is not None:
                await self._end(old)
        return True

    async def _begin(self) -> Member | None:
        """Start a process and wait until it is ready; one that is not is ended."""
        member = await self._start()
        if member is not None and not await member.settled(self._pace.ready):
            await self._end(member)
            return None
        return member

    async def _start(self) -> Member | None:
        """Start a process; None when the machine has no room for one, or all is to stop."""
        if self._stopping.is_set() or self._listening is None:
            return None
        try:
            member = await self._launch()
        except OSError:
            return None
        self._alive.add(member)
        self._listening.create_task(member.listen())
        if self._stopping.is_set():  # while it started
            member.tell_to_stop()
        return member

    async def _end(self, member: Member) -> int:
        try:
            return await member.end(self._pace.grace)
        finally:
            self._alive.discard(member)

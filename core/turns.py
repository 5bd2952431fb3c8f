"""Whose turn it is where some wait: by arrival among few, the more urgent first among many.

A text is due when it came, and later by a headstart the less it sounds of danger. The headstart
grows with how many wait, as it is found when a place is given: it is about twice the time that all
who wait take. So danger overtakes what waits, calm texts wait half as long again as by arrival, and
nobody is overtaken by whoever comes more than `LONGEST` later: nobody starves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

FEW = 8
"""So many may wait and are served in the order in which they came: an eighth of a second of one
worker's time (15 ms a text on the machine on which this was chosen)."""

EACH = 1 / 32
"""Seconds of headstart for each that waits beyond `FEW`: twice what one worker takes for a text.
With 32 people at once, half of all emergencies that only the analysis knows are then read within
40 ms, and 99 in 100 of all texts within 0.7 s; by arrival it is 0.47 s and 0.53 s, and with a
headstart of 30 s whatever the queue 30 ms and 1.9 s (counted with the texts of the bench)."""

LONGEST = 30.0
"""The longest headstart, in seconds. As long as somebody waits who writes to a chat and sees
nothing come of it (bench)."""

_SHADES = 64
"""Shades of urgency that are told apart: half a second of the longest headstart each."""


def headstart(waiting: int) -> float:
    """By how many seconds the most urgent is due before the calmest that came with it.

    Args:
        waiting: how many wait.
    """
    return min(LONGEST, EACH * max(0, waiting - FEW))


class Turns:
    """So many places at once, given to whoever is due first."""

    def __init__(self, places: int) -> None:
        """Build it; all ``places`` are free."""
        self._free = places
        self._numbers = count()
        self._shades: list[list[tuple[float, int, asyncio.Future[None]]]] = [
            [] for _ in range(_SHADES + 1)
        ]
        self._waiting = 0

    async def take(self, came: float, urgency: float) -> None:
        """Wait for a place; at once where one is free and nobody waits.

        Args:
            came: when it came, in seconds on a clock that only grows.
            urgency: between 0 and 1; of two alike the earlier goes first.
        """
        if self._free and not self._waiting:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        heappush(self._shades[round(_SHADES * urgency)], (came, next(self._numbers), place))
        self._waiting += 1
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                self._waiting -= 1
            else:
                self.give_back()
            raise

    def give_back(self) -> None:
        """Give a place back, to whoever is due first of those who wait."""
        place = self._first()
        if place is None:
            self._free += 1
        else:
            place.set_result(None)
            self._waiting -= 1

    @asynccontextmanager
    async def held(self, came: float, urgency: float) -> AsyncIterator[None]:
        """Wait for a place as `take` does and hold it for the block."""
        await self.take(came, urgency)
        try:
            yield
        finally:
            self.give_back()

    def _first(self) -> asyncio.Future[None] | None:
        """Take out whoever is due first; None where nobody waits."""
        longest, best = headstart(self._waiting), None
        due = (0.0, 0)
        for shade, line in enumerate(self._shades):
            while line and line[0][2].done():  # gave up
                heappop(line)
            if not line:
                continue
            came, number, _ = line[0]
            this = (came + longest * (1.0 - shade / _SHADES), number)
            if best is None or this < due:
                best, due = line, this
        return heappop(best)[2] if best else None

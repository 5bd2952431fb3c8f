"""Whose turn it is where many wait: whoever is due first, the more urgent the sooner.

A text is due when it came, and up to `HEADSTART` seconds later the less it sounds of danger. So
danger overtakes what came in the seconds before it, and nobody is overtaken by whoever comes
more than that much later: nobody starves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

HEADSTART = 30.0
"""Seconds. As long as somebody waits who writes to a chat and sees nothing come of it (bench)."""


def due(ticks: float, urgency: float) -> float:
    """When something is due.

    Args:
        ticks: when it came, in seconds on a clock that only grows.
        urgency: between 0 and 1.
    """
    return ticks + HEADSTART * (1.0 - urgency)


class Turns:
    """So many places at once, given to whoever is due first."""

    def __init__(self, places: int) -> None:
        """Build it; all ``places`` are free."""
        self._free = places
        self._numbers = count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    async def take(self, at: float) -> None:
        """Wait for a place; at once where one is free and nobody waits.

        Args:
            at: when it is due; of two alike the earlier goes first.
        """
        if self._free and not self._waiting:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (at, next(self._numbers), place))
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Give a place back, to whoever is due first of those who wait."""
        while self._waiting:
            _, _, place = heappop(self._waiting)
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    @asynccontextmanager
    async def held(self, at: float) -> AsyncIterator[None]:
        """Wait for a place and hold it for the block."""
        await self.take(at)
        try:
            yield
        finally:
            self.give_back()

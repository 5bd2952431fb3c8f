"""What a sender is told while so many write that the answer is slow to come.

The fast check knows clear emergencies, and likely ones are read first. For whoever is in danger in
words that neither knows, the one thing that must be said is said to everybody who has to wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from core.analysis import Analysis
from core.limits import Buckets, Pass, Rate

MANY = 64
"""Texts in the analysis at once from which on it is a rush: one worker takes some 0.7 seconds for
so many."""

_LOOKS = (0.2, 0.2)
"""Seconds after which it is looked whether a text waits in a rush, twice: in its first half second
a rush is not known for one yet."""

_ONCE = Rate(1, 60)
"""Nobody is told more often."""


class Rush:
    """Counts the texts in the analysis, and tells whoever waits among many."""

    def __init__(self) -> None:
        self._waiting = 0
        self._told = Buckets(_ONCE)

    async def wait(
        self,
        work: Awaitable[Analysis],
        whose: tuple[bytes, float],
        tell: Callable[[], Awaitable[None]],
    ) -> Analysis:
        """Wait for an analysis, and tell its sender to ring 999 in danger if it takes long.

        Args:
            work: the analysis.
            whose: the sender, and when the text came: seconds on a clock that only grows.
            tell: tells the sender.
        """
        self._waiting += 1
        analysing = asyncio.ensure_future(work)
        try:
            for seconds in _LOOKS:
                await asyncio.wait({analysing}, timeout=seconds)
                if analysing.done():
                    break
                if self._waiting >= MANY and self._told.take(*whose) is Pass.GO:
                    await tell()
                    break
            return await analysing
        finally:
            self._waiting -= 1
            analysing.cancel()

"""What a sender is told while so many write that the answer is slow to come.

The fast check knows clear emergencies, and likely ones are read first. For whoever is in danger in
words that neither knows, the one thing that must be said is said to everybody who has to wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from core.limits import Buckets, Pass, Rate

MANY = 64
"""Texts that wait at once, to be taken up or to be read, from which on it is a rush: one worker
takes some 0.7 seconds for so many."""

_SOON = 0.05
"""Seconds after which a sender is told in a rush: one worker takes some four texts in them, so that
whoever is among the first of the queue has the answer alone. Who is told first is whoever was
taken up first (`core.turnstile`), which is danger."""

_LOOK = 0.2
"""Seconds between two looks at whether it has become a rush."""

LONG = 2.0
"""Seconds after which a sender is told also where few wait: something is slow, whatever it is."""

_ONCE = Rate(1, 60)
"""Nobody is told more often."""


class Rush:
    """Counts the texts that wait, and tells whoever waits among many."""

    def __init__(self) -> None:
        self._waiting = 0
        self._told = Buckets(_ONCE)

    async def wait[T](
        self,
        work: Awaitable[T],
        whose: tuple[bytes, float],
        tell: Callable[[], Awaitable[None]],
    ) -> T:
        """Wait for what a text waits for, and tell its sender to ring 999 in danger if it is long.

        Args:
            work: that it is taken up, or that it is read.
            whose: the sender, and when the text came: seconds on a clock that only grows.
            tell: tells the sender.
        """
        self._waiting += 1
        waiting = asyncio.ensure_future(work)
        try:
            if await self._is_long(waiting) and self._told.take(*whose) is Pass.GO:
                await tell()
            return await waiting
        finally:
            self._waiting -= 1
            waiting.cancel()

    async def _is_long[T](self, waiting: asyncio.Future[T]) -> bool:
        """Wait until it is done, or until it is clear that it takes long."""
        waited = 0.0
        while True:
            pause = _SOON if self._waiting >= MANY else _LOOK
            await asyncio.wait({waiting}, timeout=pause)
            waited += pause
            if waiting.done():
                return False
            if self._waiting >= MANY or waited >= LONG:
                return True

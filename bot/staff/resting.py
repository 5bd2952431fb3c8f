"""Which chats could not be reached just now, and are left alone for a while."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

LONGEST = 60.0
"""Seconds that a chat is left alone at most: what is urgent must not wait longer than it has to."""


@dataclass(slots=True)
class Resting:
    """Chats that are left alone, each time twice as long, so that the others do not wait for them.

    Attributes:
        first: seconds after a first failure.
    """

    first: float
    _until: dict[int, tuple[float, float]] = field(default_factory=dict)

    def now(self) -> frozenset[int]:
        """The chats that are left alone now."""
        ticks = asyncio.get_running_loop().time()
        return frozenset(chat for chat, (until, _) in self._until.items() if until > ticks)

    def note(self, chat: int, *, is_reached: bool) -> None:
        """A chat was written to, or could not be."""
        if is_reached:
            self._until.pop(chat, None)
            return
        _, before = self._until.get(chat, (0.0, self.first / 2))
        rest = min(before * 2, LONGEST)
        self._until[chat] = (asyncio.get_running_loop().time() + rest, rest)

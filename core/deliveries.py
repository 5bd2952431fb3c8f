"""Which updates of the platform the processes of a line have in work or done.

The platform may deliver one more than once, and to several processes at the same time.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """How an update stands when a process wants to begin work on it."""

    NEW = "new"
    """Nobody has it; now this process does."""
    IN_WORK = "in_work"
    DONE = "done"


class Deliveries(Protocol):
    """What processes tell each other of updates; every method raises SessionsAway.

    Work is claimed for a few seconds: whoever does not say that it goes on has lost its claim, so
    that what a dead process left is taken by the next.
    """

    async def begin(self, number: int) -> Standing:
        """Claim an update, unless somebody has."""

    async def go_on(self, numbers: Collection[int]) -> None:
        """Say that claimed updates are still in work."""

    async def finish(self, numbers: Collection[int]) -> None:
        """Note for a day that updates are answered, and what they asked for is committed."""

    async def give_up(self, numbers: Collection[int]) -> None:
        """Take claims back, so that the updates are new again."""

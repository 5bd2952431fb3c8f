"""Which updates of the platform one process has taken already."""

from __future__ import annotations

from collections import OrderedDict

MOST = 10_000
"""Updates that are remembered, the newest."""


class MemoryDeliveries:
    """Updates that this process took (core.ports.Deliveries)."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._taken: OrderedDict[int, None] = OrderedDict()

    async def is_first(self, number: int) -> bool:
        """Note an update; whether it had not been noted before."""
        if number in self._taken:
            return False
        self._taken[number] = None
        if len(self._taken) > self._most:
            self._taken.popitem(last=False)
        return True

    async def undo(self, number: int) -> None:
        """Forget an update whose handling failed."""
        self._taken.pop(number, None)

"""How many conversations are taken up at once: so few that an emergency is never behind them.

Taking up a message and answering it costs some milliseconds, during which nothing else happens in
the process. A hundred that arrive together, each taken up at once, would keep the next emergency
from being fetched for as long as all of them take.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from core.turns import Turns


class Turnstile:
    """Lets one through in each round of the event loop, whoever is due first."""

    def __init__(self) -> None:
        self._way = Turns(1)
        self._waiting: Counter[bytes] = Counter()

    async def enter(self, key: bytes, came: float, urgency: float, *, may_overtake: bool) -> None:
        """Wait for one's turn; at once where nobody else waits.

        Args:
            key: whose event it is.
            came: when it came, in seconds on a clock that only grows.
            urgency: between 0 and 1 (`core.turns`).
            may_overtake: whether it need not wait for others, unless an earlier event of the
                same sender does: events of a sender keep their order.
        """
        if may_overtake and key not in self._waiting:
            return
        self._waiting[key] += 1
        try:
            await self._way.take(came, urgency)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
        asyncio.get_running_loop().call_soon(self._way.give_back)

"""Which process has an update, when several are given the same one.

They tell each other through `core.deliveries`. While that is away everybody takes what comes, as
a report is kept once whichever process is given it again, and nobody in danger waits for it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from bot.public.docket import Docket
from core.deliveries import Deliveries, Standing
from core.errors import SessionsAway


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Times in seconds.

    Attributes:
        ask: that an answer is waited for, once for each update.
        tell: between two times that others are told of what is in work or finished.
        last: that the last news may take when this process stops.
    """

    ask: float = 0.2
    tell: float = 0.25
    last: float = 1.0


class Claims:
    """The updates of one process, as others are told of them."""

    def __init__(
        self, docket: Docket, deliveries: Deliveries | None, terms: Terms = Terms()
    ) -> None:
        """Build it; without ``deliveries`` there is nobody else."""
        self._docket = docket
        self._deliveries = deliveries
        self._terms = terms

    async def standing(self, number: int) -> Standing:
        """Claim an update, if nobody else has it."""
        if self._deliveries is None:
            return Standing.NEW
        try:
            async with asyncio.timeout(self._terms.ask):
                return await self._deliveries.begin(number)
        except (SessionsAway, TimeoutError):
            return Standing.NEW

    async def tell(self) -> None:
        """Tell others again and again, until cancelled."""
        if self._deliveries is None:
            return
        while True:
            await self._tell_once(self._deliveries)
            await asyncio.sleep(self._terms.tell)

    async def leave(self, left: list[int]) -> None:
        """Tell what was finished last, and leave to others what this process will not finish."""
        if self._deliveries is None:
            return
        with suppress(SessionsAway, TimeoutError):
            async with asyncio.timeout(self._terms.last):
                await self._deliveries.finish(self._docket.take_finished())
                await self._deliveries.give_up(left)

    async def _tell_once(self, deliveries: Deliveries) -> None:
        # What cannot be told is not told later: by then most of it has been answered.
        with suppress(SessionsAway):
            await deliveries.finish(self._docket.take_finished())
            await deliveries.go_on(tuple(self._docket.working))

"""How the processes of a line count a flood together, so that none sees only its share of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.beside import beside
from core.errors import SessionsAway
from core.flood import Flood, SharedArrivals
from core.ports import Clock

EVERY = 1.0
"""Seconds between two times that counts are added up."""


@asynccontextmanager
async def counting_together(
    flood: Flood, arrivals: SharedArrivals | None, clock: Clock, *, every: float = EVERY
) -> AsyncIterator[None]:
    """Add up counts while the block runs; without ``arrivals`` there is only this process.

    While nobody can be asked, each process counts for itself, and tells what it has later.
    """

    async def go_on(shared: SharedArrivals) -> None:
        while True:
            told = flood.news
            with suppress(SessionsAway):
                flood.hear(await shared.add(told), told, clock.ticks())
            await asyncio.sleep(every)

    if arrivals is None:
        yield
        return
    async with beside(go_on(arrivals)):
        yield

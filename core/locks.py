"""One lock for each sender, forgotten as soon as nobody holds or awaits it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol


class SenderLocks(Protocol):
    """Locks by key, for all processes of the line together."""

    def hold(self, key: bytes) -> AbstractAsyncContextManager[None]:
        """Wait for the lock of a key and hold it for the block.

        Raises:
            SessionsAway: it could not be had.
        """


class Locks:
    """Locks of one process, by key. Whoever asks first is served first."""

    def __init__(self) -> None:
        self._locks: dict[bytes, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, key: bytes) -> AsyncIterator[None]:
        """Wait for the lock of a key and hold it for the block."""
        lock, users = self._locks.get(key, (None, 0))
        lock = lock or asyncio.Lock()
        self._locks[key] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            _, users = self._locks.pop(key)
            if users > 1:
                self._locks[key] = (lock, users - 1)

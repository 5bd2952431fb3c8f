"""What processes of one line share besides conversations: turns, limits, and updates taken.

Names are keyed hashes that last a day; none of it is worth keeping, and all of it runs out.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from nacl.utils import random

from core.errors import SessionsAway
from core.limits import MemoryLimits, Pass, Rate
from core.locks import Locks
from core.ports import Clock
from storage.epochs import Epochs
from storage.redis_server import RedisServer

LEASE = 30.0
"""Seconds that a turn is held at most: a process that dies holding one blocks a sender so long."""

PATIENCE = 40.0
"""Seconds that a turn is waited for: longer than the lease of a process that died."""

REMEMBERED = timedelta(days=1)
"""Telegram delivers nothing that is older."""

_PAUSE = (0.01, 0.1)

_FREE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

_TAKE = """
local burst, per, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'left', 'at', 'told')
local left, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
local told = kept[3] or '0'
if at > now then at = now end
left = math.min(burst, left + (now - at) * burst / per)
local answer
if left >= 1 then left = left - 1; told = '0'; answer = 'go'
elseif told == '1' then answer = 'drop'
else told = '1'; answer = 'notice' end
local exact = string.format('%.17g', left)
redis.call('HSET', KEYS[1], 'left', exact, 'at', ARGV[3], 'told', told)
redis.call('PEXPIRE', KEYS[1], per)
return answer
"""
"""core.limits.Buckets in one step, in whole milliseconds. What nobody touched while it refilled is
full, and need not be kept."""


class RedisLocks:
    """Locks by key for all processes (core.locks.SenderLocks).

    Whoever asks first within a process is served first; between processes whoever looks first.
    """

    def __init__(
        self, server: RedisServer, *, lease: float = LEASE, patience: float = PATIENCE
    ) -> None:
        self._server = server
        self._lease = lease
        self._patience = patience
        self._own = Locks()

    @asynccontextmanager
    async def hold(self, key: bytes) -> AsyncIterator[None]:
        """Wait for the lock of a key and hold it for the block, or for the lease.

        Raises:
            SessionsAway: the server is away, or the lock was not free in time.
        """
        name, token = b"l:" + key, random(16)
        async with self._own.hold(key):
            await self._take(name, token)
            try:
                yield
            finally:
                with suppress(SessionsAway):  # the lease ends it
                    await self._server.run(_FREE, [name], token)

    async def _take(self, name: bytes, token: bytes) -> None:
        until = asyncio.get_running_loop().time() + self._patience
        pause, lease = _PAUSE[0], int(self._lease * 1_000)
        while not await self._server.call("SET", name, token, "NX", "PX", lease):
            if asyncio.get_running_loop().time() > until:
                raise SessionsAway
            await asyncio.sleep(pause * (0.5 + secrets.randbelow(1_000) / 2_000))
            pause = min(pause * 2, _PAUSE[1])


class RedisLimits:
    """Buckets of all processes (core.limits.Limits); without the server, of this one alone."""

    def __init__(self, server: RedisServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._own = MemoryLimits()

    async def take(self, rate: Rate, key: bytes, ticks: float) -> Pass:
        """Count one event."""
        name = b"b:%d:%d:" % (rate.burst, int(rate.per)) + key
        per, now = int(rate.per * 1_000), int(self._clock.now().timestamp() * 1_000)
        try:
            said = await self._server.run(_TAKE, [name], rate.burst, per, now)
        except SessionsAway:
            return await self._own.take(rate, key, ticks)
        return Pass(said.decode() if isinstance(said, bytes) else said)


class RedisDeliveries:
    """Updates that any process took (core.ports.Deliveries)."""

    def __init__(self, server: RedisServer, epochs: Epochs) -> None:
        self._server = server
        self._epochs = epochs

    async def is_first(self, number: int) -> bool:
        """Note an update; whether nobody had noted it before, within a day.

        Raises:
            SessionsAway: the server is away.
        """
        seconds = int(REMEMBERED.total_seconds())
        return bool(await self._server.call("SET", self._name(number), b"", "NX", "EX", seconds))

    async def undo(self, number: int) -> None:
        """Forget an update whose handling failed.

        Raises:
            SessionsAway: the server is away.
        """
        await self._server.call("DEL", self._name(number))

    def _name(self, number: int) -> bytes:
        return b"u:" + self._epochs.delivery(number)

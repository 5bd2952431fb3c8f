"""Whose turn it is, for all processes of a line: a queue for each sender, in Redis.

Whoever asks first is served first, whichever process it asks from. In the queue stand random
tokens under a keyed hash that lasts a day; with each stands how long it is believed to be there.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from nacl.utils import random

from core.errors import SessionsAway
from core.locks import Locks
from storage.redis_server import RedisServer

LEASE = 30.0
"""Seconds that a turn is held at most: a process that dies holding one blocks a sender so long."""

STAY = 3.0
"""Seconds that a place in the queue is kept for somebody who does not ask again. It is asked
every tenth of a second."""

PATIENCE = 40.0
"""Seconds that a turn is waited for: longer than the lease of a process that died."""

_PAUSE = (0.01, 0.1)

_STAND = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
  redis.call('ZREM', KEYS[1], gone)
  redis.call('ZREM', KEYS[2], gone)
end
local me, lease, stay = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
if not redis.call('ZSCORE', KEYS[1], me) then
  local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
  redis.call('ZADD', KEYS[1], (tonumber(last[2]) or 0) + 1, me)
end
local is_first = redis.call('ZRANGE', KEYS[1], 0, 0)[1] == me
local stays = is_first and lease or stay
redis.call('ZADD', KEYS[2], now + stays, me)
redis.call('PEXPIRE', KEYS[1], lease + stay)
redis.call('PEXPIRE', KEYS[2], lease + stay)
return is_first and 1 or 0
"""
"""Stand in a queue, or go on standing; 1 when it is my turn."""

_LEAVE = """
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
"""


class RedisLocks:
    """Locks by key for all processes (core.locks.SenderLocks), first come, first served."""

    def __init__(
        self,
        server: RedisServer,
        *,
        lease: float = LEASE,
        stay: float = STAY,
        patience: float = PATIENCE,
    ) -> None:
        self._server = server
        self._times = (int(lease * 1_000), int(stay * 1_000))
        self._patience = patience
        self._arriving = Locks()

    @asynccontextmanager
    async def hold(self, key: bytes) -> AsyncIterator[None]:
        """Wait for the lock of a key and hold it for the block, or for the lease.

        Raises:
            SessionsAway: the server is away, or the lock was not free in time.
        """
        names, token = [b"l:" + key, b"l:" + key + b":until"], random(16)
        try:
            async with self._arriving.hold(key):  # in this process's own order into the queue
                is_mine = await self._stand(names, token)
            if not is_mine:
                await self._wait(names, token)
            yield
        finally:
            with suppress(SessionsAway):  # its time runs out
                await self._server.run(_LEAVE, names, token)

    async def _stand(self, names: list[bytes], token: bytes) -> bool:
        return bool(await self._server.run(_STAND, names, token, *self._times))

    async def _wait(self, names: list[bytes], token: bytes) -> None:
        until = asyncio.get_running_loop().time() + self._patience
        pause = _PAUSE[0]
        while True:
            await asyncio.sleep(pause * (0.5 + secrets.randbelow(1_000) / 2_000))
            if await self._stand(names, token):
                return
            if asyncio.get_running_loop().time() > until:
                raise SessionsAway
            pause = min(pause * 2, _PAUSE[1])

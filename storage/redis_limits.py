"""How often one sender, and all together, may do a thing: counted in Redis for all processes.

Names are keyed hashes that last a day; none of it is worth keeping, and all of it runs out.
"""

from __future__ import annotations

from core.errors import SessionsAway
from core.limits import MemoryLimits, Pass, Rate
from core.locks import Locks
from core.ports import Clock
from storage.redis_server import RedisServer

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


class RedisLimits:
    """Buckets of all processes (core.limits.Limits); without the server, of this one alone."""

    def __init__(self, server: RedisServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._own = MemoryLimits()
        self._asking = Locks()

    async def take(self, rate: Rate, key: bytes, ticks: float) -> Pass:
        """Count one event."""
        name = b"b:%d:%d:" % (rate.burst, int(rate.per)) + key
        per, now = int(rate.per * 1_000), int(self._clock.now().timestamp() * 1_000)
        try:
            async with self._asking.hold(name):  # who asks first goes on first: order is kept
                said = await self._server.run(_TAKE, [name], rate.burst, per, now)
        except SessionsAway:
            return await self._own.take(rate, key, ticks)
        return Pass(said.decode() if isinstance(said, bytes) else said)

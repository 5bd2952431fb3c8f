"""How many reports were begun of late at all processes of a line: counts of five seconds, in Redis.

Nothing of a sender is in it, and it is gone two minutes later.
"""

from __future__ import annotations

from core.flood import WINDOW, Arrivals
from core.ports import Clock
from storage.redis_server import RedisServer

_STEP = 5
"""Seconds that are counted together."""

_LIVES = 120_000
"""Milliseconds; longer than the window."""

_ADD = """
if ARGV[1] ~= '0' then
  redis.call('HINCRBY', KEYS[1], 'reports', ARGV[1])
  redis.call('HINCRBY', KEYS[1], 'echoes', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
local reports, echoes = 0, 0
for _, name in ipairs(KEYS) do
  local found = redis.call('HMGET', name, 'reports', 'echoes')
  reports = reports + (tonumber(found[1]) or 0)
  echoes = echoes + (tonumber(found[2]) or 0)
end
return {reports, echoes}
"""


class RedisArrivals:
    """Arrivals at all processes (core.flood.SharedArrivals). Time is the wall clock's."""

    def __init__(self, server: RedisServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock

    async def add(self, news: Arrivals) -> Arrivals:
        """Add what this process counted, and give what all of them did within the window."""
        last = int(self._clock.now().timestamp()) // _STEP
        steps = range(last, last - int(WINDOW) // _STEP - 1, -1)
        names = [b"f:%d" % step for step in steps]
        counts = await self._server.run(_ADD, names, news.reports, news.echoes, _LIVES)
        return Arrivals(*counts)

"""Updates that any process of a line has in work or done, in Redis: keyed hashes, and no words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from nacl.utils import random

from core.deliveries import Standing
from storage.epochs import Epochs
from storage.redis_server import RedisServer

CLAIM = 5.0
"""Seconds for which a claim holds unless it is said that work goes on: what a process that died
had in work waits so long for another. A process says so every second."""

REMEMBERED = timedelta(days=1)
"""Telegram delivers nothing that is older."""

_DONE = b"done"

_BEGIN = """
local had = redis.call('GET', KEYS[1])
if not had then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return had
"""

_GIVE_UP = """
for _, name in ipairs(KEYS) do
  if redis.call('GET', name) == ARGV[1] then redis.call('DEL', name) end
end
"""


class RedisDeliveries:
    """Updates of all processes (core.deliveries.Deliveries)."""

    def __init__(self, server: RedisServer, epochs: Epochs, *, claim: float = CLAIM) -> None:
        self._server = server
        self._epochs = epochs
        self._claim = int(claim * 1_000)
        self._token = random(16)

    async def begin(self, number: int) -> Standing:
        """Claim an update, unless somebody has."""
        name = self._name(number)
        had = await self._server.run(_BEGIN, [name], self._token, self._claim)
        if had is None:
            return Standing.NEW
        return Standing.DONE if had == _DONE else Standing.IN_WORK

    async def go_on(self, numbers: Collection[int]) -> None:
        """Say that claimed updates are still in work."""
        await self._all(("PEXPIRE", self._name(number), self._claim) for number in numbers)

    async def finish(self, numbers: Collection[int]) -> None:
        """Note for a day that updates are done."""
        seconds = int(REMEMBERED.total_seconds())
        await self._all(("SET", self._name(number), _DONE, "EX", seconds) for number in numbers)

    async def give_up(self, numbers: Collection[int]) -> None:
        """Take this process's claims back."""
        if numbers:
            await self._server.run(_GIVE_UP, [self._name(n) for n in numbers], self._token)

    async def _all(self, commands: Iterable[tuple[object, ...]]) -> None:
        if lot := tuple(commands):
            await self._server.together(*lot)

    def _name(self, number: int) -> bytes:
        return b"u:" + self._epochs.delivery(number)

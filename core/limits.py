"""How often one sender, and all together, may do a thing: buckets that refill, in memory.

Senders are known by a keyed hash that dies with the process; nothing here outlives it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Pass(StrEnum):
    """What a bucket says to one more event."""

    GO = "go"
    NOTICE = "notice"
    """Refused for the first time since the bucket was last open: say so once."""
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket's size: ``burst`` at once, refilled evenly over ``per`` seconds."""

    burst: int
    per: float


MESSAGES = Rate(20, 60)
"""Messages and taps of one sender."""
EMERGENCIES = Rate(3, 60)
"""999 answers to one sender who is over the limit otherwise."""
CODES = Rate(5, 3_600)
"""Codes that one sender may try."""
ALL_CODES = Rate(60, 3_600)
"""Codes that all together may try: a year of guessing finds one of 100,000 receipts with
p = 5e-8."""
SIGN_INS = Rate(5, 900)
"""Wrong tries at one account's door: five at once, then one in three minutes. Whoever has the
passphrase guesses 480 codes a day, three of a million being good at a time: p = 1.4e-3 a day."""
ALL_SIGN_INS = Rate(60, 900)
"""Wrong tries at all accounts together."""


class Limits(Protocol):
    """Buckets of every rate, for all processes of the line together."""

    async def take(self, rate: Rate, key: bytes, ticks: float) -> Pass:
        """Count one event; never raises, and never waits long.

        Args:
            rate: size of the bucket, and which of the buckets of a key it is.
            key: whose bucket.
            ticks: seconds on a clock of this process that only grows.
        """


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    told: bool = False


class Buckets:
    """Buckets of one rate, by key. At most ``most`` are remembered; the longest idle go first."""

    def __init__(self, rate: Rate, *, most: int = 50_000) -> None:
        self._rate = rate
        self._most = most
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()

    def give_back(self, key: bytes) -> None:
        """Undo one `take` that said go: the event turned out not to count."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.left = min(float(self._rate.burst), bucket.left + 1)

    def take(self, key: bytes, ticks: float) -> Pass:
        """Count one event.

        Args:
            key: whose bucket.
            ticks: seconds on a clock that only grows.
        """
        bucket = self._buckets.pop(key, None) or _Bucket(self._rate.burst, ticks)
        self._buckets[key] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        refill = (ticks - bucket.at) * self._rate.burst / self._rate.per
        bucket.left = min(float(self._rate.burst), bucket.left + refill)
        bucket.at = ticks
        if bucket.left >= 1:
            bucket.left -= 1
            bucket.told = False
            return Pass.GO
        if bucket.told:
            return Pass.DROP
        bucket.told = True
        return Pass.NOTICE


class MemoryLimits:
    """Buckets of one process (Limits)."""

    def __init__(self) -> None:
        self._buckets: dict[Rate, Buckets] = {}

    async def take(self, rate: Rate, key: bytes, ticks: float) -> Pass:
        """Count one event."""
        return self._buckets.setdefault(rate, Buckets(rate)).take(key, ticks)

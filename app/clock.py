"""The real time and real chance: the only place that reads them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""Tips are read on the clock of the people who write them."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def local(self) -> datetime:
        """Now in Europe/London, naive."""
        return datetime.now(LONDON).replace(tzinfo=None)

    def ticks(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class EarlierClock(SystemClock):
    """The clock as it stood some time ago: sample tips count as sent then."""

    ago: timedelta

    def now(self) -> datetime:
        """Then, in UTC."""
        return datetime.now(UTC) - self.ago

    def local(self) -> datetime:
        """Then in Europe/London, naive."""
        return self.now().astimezone(LONDON).replace(tzinfo=None)


class SystemRandomness:
    """The randomness of the operating system."""

    def draw(self, count: int) -> bytes:
        """``count`` random bytes."""
        return secrets.token_bytes(count)

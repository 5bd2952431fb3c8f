"""The real time and real chance: the only place that reads them."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
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


class SystemRandomness:
    """The randomness of the operating system."""

    def draw(self, count: int) -> bytes:
        """``count`` random bytes."""
        return secrets.token_bytes(count)

"""Whether much more comes in than people write, and whether a text was just said before.

Counts and keyed hashes in memory, under a key of this process; nothing tells who sent what, and
nothing outlives the process. Several processes add up their counts, and nothing else of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

WINDOW = 60.0
"""Seconds over which reports are counted."""

STARTS_AT = 60
"""Reports begun within the window at which flood mode begins. Telegram lets a bot send about
thirty messages a second, and a report takes some ten: one a second is about a third of that."""

ECHOES_START_AT = 12
"""Near-copies of earlier reports within the window at which it begins too: one text, sent over
and over from many accounts."""

ENDS_BELOW = 0.25
"""Share of the threshold under which flood mode may end."""

ENDS_AFTER = 600.0
"""Seconds for which it must have stayed below."""

HEARD_FOR = 10.0
"""Seconds for which the count of all processes holds; it is asked every second."""

_WORD = re.compile(r"[^\W_]+")
_RUN = 3
_SHORTEST = 5
_ALIKE = 0.6
_REMEMBERED = 500
"""Reports of which the runs of words are remembered, and for how long at most, in seconds."""
_FOR = 3_600.0


class Trend(StrEnum):
    """What a count of one more report says."""

    CALM = "calm"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Reports that were begun, and how many of them were near-copies."""

    reports: int = 0
    echoes: int = 0


class SharedArrivals(Protocol):
    """Where the processes of a line add up what they count."""

    async def add(self, news: Arrivals) -> Arrivals:
        """Add what this process counted, and give what all of them did within the window.

        Raises:
            SessionsAway: nobody can tell now; nothing may have been added.
        """


@dataclass(slots=True)
class Flood:
    """Counts reports as they begin, and says whether it is a flood.

    Attributes:
        news: what was counted and not told to the other processes yet.
    """

    news: Arrivals = Arrivals()
    _everywhere: Arrivals = Arrivals()
    _heard: float = float("-inf")
    _reports: deque[float] = field(default_factory=deque)
    _echoes: deque[float] = field(default_factory=deque)
    _is_on: bool = False
    _high: float = float("-inf")

    def count(self, ticks: float, *, is_echo: bool) -> None:
        """Count one more report.

        Args:
            ticks: seconds on a clock that only grows.
            is_echo: whether it is nearly the words of an earlier one.
        """
        self._reports.append(ticks)
        if is_echo:
            self._echoes.append(ticks)
        self.news = Arrivals(self.news.reports + 1, self.news.echoes + is_echo)

    def hear(self, everywhere: Arrivals, told: Arrivals, ticks: float) -> None:
        """Hear what all processes counted within the window; holds for `HEARD_FOR` seconds.

        Args:
            everywhere: that count.
            told: news that it has in it.
            ticks: now.
        """
        self.news = Arrivals(self.news.reports - told.reports, self.news.echoes - told.echoes)
        self._everywhere, self._heard = everywhere, ticks

    def trend(self, ticks: float) -> Trend:
        """Whether it is a flood now; once it is, it stays so until it was calm for a while."""
        reports = _since(self._reports, ticks - WINDOW)
        echoes = _since(self._echoes, ticks - WINDOW)
        if ticks - self._heard < HEARD_FOR:
            reports = max(reports, self._everywhere.reports + self.news.reports)
            echoes = max(echoes, self._everywhere.echoes + self.news.echoes)
        share = max(reports / STARTS_AT, echoes / ECHOES_START_AT)
        if share >= ENDS_BELOW:
            self._high = ticks
        if share >= 1:
            self._is_on = True
        elif ticks - self._high >= ENDS_AFTER:
            self._is_on = False
        return Trend.FLOOD if self._is_on else Trend.CALM


def _since(moments: deque[float], start: float) -> int:
    while moments and moments[0] <= start:
        moments.popleft()
    return len(moments)


class Echoes:
    """Knows texts again by keyed hashes of their runs of three words."""

    def __init__(self, key: bytes) -> None:
        """Build it; ``key`` is random, of this process, and at most 64 bytes."""
        self._key = key
        self._texts: deque[tuple[float, frozenset[bytes]]] = deque()
        self._found: dict[bytes, int] = {}
        self._first = 0

    def hears(self, text: str, ticks: float) -> bool:
        """Remember a text; whether three in five of its runs stand in one earlier text.

        Texts of fewer than five runs are too short to tell and are never taken for a copy.
        """
        runs = self._runs(text)
        while self._texts and (
            len(self._texts) >= _REMEMBERED or self._texts[0][0] <= ticks - _FOR
        ):
            self._forget()
        if len(runs) < _SHORTEST:
            return False
        seen = Counter(self._found[run] for run in runs if run in self._found)
        is_echo = bool(seen) and max(seen.values()) >= _ALIKE * len(runs)
        number = self._first + len(self._texts)
        self._texts.append((ticks, runs))
        self._found.update(dict.fromkeys(runs, number))
        return is_echo

    def _forget(self) -> None:
        _, runs = self._texts.popleft()
        for run in runs:
            if self._found.get(run) == self._first:
                del self._found[run]
        self._first += 1

    def _runs(self, text: str) -> frozenset[bytes]:
        words = _WORD.findall(text.casefold())
        return frozenset(
            hashlib.blake2b(
                " ".join(words[at : at + _RUN]).encode("utf-8", "surrogatepass"),
                digest_size=8,
                key=self._key,
            ).digest()
            for at in range(len(words) - _RUN + 1)
        )

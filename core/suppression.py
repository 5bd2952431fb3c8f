"""How small counts are hidden in whatever leaves the desk, so that a number points to nobody.

Of each count only its class is told: none, fewer than five, or at least so many fives. Totals are
the sums of what is shown, never of what was counted, so that no hidden count can be worked out by
taking the shown ones from a total; and since shown ones are cut down to fives, neither can it be
worked out from two tables over nearly the same tips.

Five is the smallest count that UK police and councils commonly publish of people and offences (UK
Statistics Authority, guidance on disclosure control for tables of counts).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

LEAST = 5
"""The smallest count that is told."""


@dataclass(frozen=True, slots=True)
class Protected[K: Hashable]:
    """Counts as they may leave the desk.

    Attributes:
        cells: by key; 0 where nothing was counted, None where it was fewer than `least`, else the
            count cut down to a multiple of `least`.
        least: the smallest count that is told.
    """

    cells: Mapping[K, int | None]
    least: int = LEAST

    def said(self, key: K) -> str:
        """A cell in words: `0`, `under 5`, `5+`."""
        count = self.cells.get(key, 0)
        if count is None:
            return f"under {self.least}"
        return f"{count:,}+" if count else "0"

    @property
    def total(self) -> int:
        """The sum of what is shown: at least so many were counted."""
        return sum(count for count in self.cells.values() if count is not None)

    def totals[G: Hashable](self, group: Callable[[K], G]) -> dict[G, int]:
        """Sums of what is shown, by a group of the keys."""
        sums: dict[G, int] = {}
        for key, count in self.cells.items():
            sums[group(key)] = sums.get(group(key), 0) + (count or 0)
        return sums


def protect[K: Hashable](counts: Mapping[K, int], *, least: int = LEAST) -> Protected[K]:
    """Counts as they may leave the desk.

    Args:
        counts: by key; none is negative.
        least: the smallest count that is told, at least 2.

    Raises:
        ValueError: ``least`` would hide nothing, or a count is negative.
    """
    if least < 2 or any(count < 0 for count in counts.values()):
        raise ValueError("counts are not negative, and the least that is told is 2 or more")
    return Protected({key: _told(count, least) for key, count in counts.items()}, least)


def hidden[K: Hashable](protected: Protected[K]) -> Iterable[K]:
    """The keys whose count is hidden."""
    return (key for key, count in protected.cells.items() if count is None)


def _told(count: int, least: int) -> int | None:
    return None if 0 < count < least else count - count % least

"""Where the bars and cells of a chart stand: numbers for the templates, which draw them as SVG.

Colours come from classes, so that the page's own light and dark hold for charts too (see
docs/decisions/0018-charts-drawn-here.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

SERIES = 7
"""Colours that there are for kinds; the last is for all others together."""

LEVELS = 6
"""Shades that there are for more and less."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 8.0, 10.0, 26.0
_LABELS = 14
"""Labels that fit under a trend."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A box, in units of the chart; ``kind`` is the number of its colour."""

    x: float
    y: float
    width: float
    height: float
    kind: int
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label beside an axis, at so many units."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, ready to be drawn."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    below: tuple[Tick, ...] = ()
    beside: tuple[Tick, ...] = ()
    names: tuple[str, ...] = ()


def stacked(
    columns: Sequence[str],
    series: Mapping[str, Sequence[int]],
    *,
    width: float = 760,
    height: float = 280,
) -> Chart:
    """Columns of counts, one colour for each name; the first are the largest.

    Args:
        columns: what each column is called.
        series: counts of each column by name; at most `SERIES` names.
        width: in units.
        height: in units.
    """
    sums = [sum(counts[number] for counts in series.values()) for number in range(len(columns))]
    top = nice_top(max(sums, default=0))
    high, step = height - _TOP - _BOTTOM, (width - _LEFT - _RIGHT) / max(1, len(columns))
    bars: list[Bar] = []
    for number, column in enumerate(columns):
        base = height - _BOTTOM
        for kind, (name, counts) in enumerate(series.items()):
            tall = counts[number] / top * high
            if not tall:
                continue
            base -= tall
            left = _LEFT + step * number + step * 0.12
            bars.append(Bar(left, base, step * 0.76, tall, kind, f"{column}, {name}"))
    return Chart(
        width=width,
        height=height,
        bars=tuple(bars),
        below=tuple(
            Tick(_LEFT + step * (number + 0.5), column)
            for number, column in enumerate(columns)
            if number % ceil(len(columns) / _LABELS) == 0
        ),
        beside=tuple(
            Tick(height - _BOTTOM - high * part / 4, f"{top * part // 4:,}") for part in range(5)
        ),
        names=tuple(series),
    )


def ranked(counts: Mapping[str, int], *, width: float = 460, row: float = 24) -> Chart:
    """One bar a name, in the order given; the labels stand at its left."""
    left, most = 132.0, max(counts.values(), default=0) or 1
    long = width - left - 52
    return Chart(
        width=width,
        height=row * max(1, len(counts)),
        bars=tuple(
            Bar(left, row * number + 4, max(1.0, long * count / most), row - 8, 0, name)
            for number, (name, count) in enumerate(counts.items())
        ),
        beside=tuple(Tick(row * (number + 0.5), name) for number, name in enumerate(counts)),
    )


def heat(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[int, int], int]
) -> Chart:
    """A cell for each row and column, darker for more; `kind` is its shade, 0 for none."""
    left, top, wide, high = 44.0, 6.0, 29.0, 29.0
    most = max(counts.values(), default=0)
    return Chart(
        width=left + wide * len(columns) + 4,
        height=top + high * len(rows) + 22,
        bars=tuple(
            Bar(
                left + wide * column,
                top + high * row,
                wide - 2,
                high - 2,
                level(counts.get((row, column), 0), most),
                f"{rows[row]} {columns[column]}",
            )
            for row in range(len(rows))
            for column in range(len(columns))
        ),
        below=tuple(
            Tick(left + wide * (number + 0.5) - 1, name)
            for number, name in enumerate(columns)
            if number % 3 == 0
        ),
        beside=tuple(Tick(top + high * (number + 0.5), name) for number, name in enumerate(rows)),
    )


def level(count: int, most: int) -> int:
    """The shade of a count: 0 for none, up to `LEVELS` for the most."""
    return ceil(count / most * LEVELS) if count else 0


def nice_top(most: int) -> int:
    """A round number at or above the largest, four steps high."""
    size = 1
    while True:
        for step in (1, 2, 3, 5):
            if 4 * step * size >= most:
                return 4 * step * size
        size *= 10


def folded(
    series: Mapping[str, Sequence[int]], others: str, seen: Callable[[int], int]
) -> dict[str, tuple[int, ...]]:
    """At most `SERIES` of them: the first, and all others together as far as they are seen."""
    names = list(series)
    kept = {name: tuple(series[name]) for name in names[: SERIES - 1]}
    rest = [tuple(map(seen, series[name])) for name in names[SERIES - 1 :]]
    if rest:
        kept[others] = tuple(map(sum, zip(*rest, strict=True)))
    return kept

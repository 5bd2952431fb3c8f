"""A picture of what was measured: panels of bars and of lines over time, as plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10

WIDTH = 760.0
_LEFT, _RIGHT, _ROW, _TITLE, _GAP = 210.0, 90.0, 24.0, 34.0, 26.0
_HIGH = 190.0
"""Height of the field of a panel of lines."""

_COLOURS = ("#1b6ca8", "#d1495b", "#4b8f29", "#8e5ea2", "#c77700", "#4d4d4d")
_STYLE = "font-family='system-ui, sans-serif' font-size='13' fill='#222'"


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each row; rows without a number are told so.

    Attributes:
        rows: label, number, and the number of the colour.
    """

    title: str
    unit: str
    rows: Sequence[tuple[str, float | None, int]]

    @property
    def height(self) -> float:
        """In units of the picture."""
        return _TITLE + _ROW * len(self.rows)

    def drawn(self, top: float) -> list[str]:
        """Its elements, from a height on."""
        most = max((value or 0.0 for _, value, _ in self.rows), default=0.0) or 1.0
        wide = WIDTH - _LEFT - _RIGHT
        made = [_text(16, top + 18, self.title, bold=True)]
        for number, (label, value, colour) in enumerate(self.rows):
            y = top + _TITLE + _ROW * number
            long = max(1.0, wide * (value or 0.0) / most)
            fill = _COLOURS[colour % len(_COLOURS)]
            said = f"{_short(value)} {self.unit}" if value is not None else "no answer in time"
            made += [
                _text(_LEFT - 10, y + 13, label, anchor="end"),
                _box(_LEFT, y, (long, _ROW - 7), fill),
                _text(_LEFT + long + 8, y + 13, said),
            ]
        return made


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over seconds; each series is pairs of second and value."""

    title: str
    unit: str
    series: Mapping[str, Sequence[tuple[float, float]]]

    @property
    def height(self) -> float:
        """In units of the picture."""
        return _TITLE + _HIGH + 24 + 20 * ceil(len(self.series) / 3)

    def drawn(self, top: float) -> list[str]:
        """Its elements, from a height on."""
        points = [point for line in self.series.values() for point in line]
        last = max((at for at, _ in points), default=0.0) or 1.0
        most = _top(max((value for _, value in points), default=0.0))
        left, wide, base = 70.0, WIDTH - 70 - 30, top + _TITLE + _HIGH
        made = [_text(16, top + 18, self.title, bold=True)]
        for part in range(5):
            y = base - _HIGH * part / 4
            made += [
                f"<path d='M{left} {y:.1f}H{left + wide:.1f}' stroke='#ddd'/>",
                _text(left - 8, y + 4, _short(most * part / 4), anchor="end"),
                _text(
                    left + wide * part / 4, base + 18, f"{last * part / 4:.0f} s", anchor="middle"
                ),
            ]
        for number, (name, line) in enumerate(self.series.items()):
            colour = _COLOURS[number % len(_COLOURS)]
            way = " ".join(
                f"{left + wide * at / last:.1f},{base - _HIGH * value / most:.1f}"
                for at, value in line
            )
            x, y = left + number % 3 * 230, base + 42 + 20 * (number // 3)
            made += [
                f"<polyline points='{way}' fill='none' stroke='{colour}' stroke-width='2'/>",
                _box(x, y - 10, (12, 12), colour),
                _text(x + 18, y, f"{name} ({self.unit})"),
            ]
        return made


def picture(panels: Sequence[Bars | Lines]) -> str:
    """The panels below one another, as an SVG file."""
    top, parts = 8.0, []
    for panel in panels:
        parts += panel.drawn(top)
        top += panel.height + _GAP
    drawn = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:.0f} {top:.0f}' "
        f"width='{WIDTH:.0f}' height='{top:.0f}' {_STYLE}>\n"
        f"<rect width='100%' height='100%' fill='#fff'/>\n{drawn}\n</svg>\n"
    )


def _text(x: float, y: float, said: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = " font-weight='600'" if bold else ""
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}'{weight}>{escape(said)}</text>"


def _box(x: float, y: float, size: tuple[float, float], fill: str) -> str:
    wide, high = size
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{wide:.1f}' height='{high:.1f}' fill='{fill}'/>"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"


def _top(value: float) -> float:
    """The next of 1, 2, 2.5, 4, 5, 8, 10 times a power of ten."""
    if value <= 0:
        return 1.0
    scale = 10.0 ** int(log10(value) // 1)
    return next(step * scale for step in (1, 2, 2.5, 4, 5, 8, 10) if step * scale >= value)

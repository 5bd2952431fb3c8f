"""How fast reports come in, as a picture: columns of ten minutes, and where a flood begins.

The counts are cut to tens before they are kept, so that a column tells the minute of nobody.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw, ImageFont

from core.flood import ECHOES_START_AT, STARTS_AT
from core.steering import Slot

SLOT = timedelta(minutes=10)
COLUMNS = 36
"""Columns: six hours."""

_WIDTH, _HEIGHT = 900, 500
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 50, 150, 50
_SIZE = 20
_BACK, _INK, _GRID = "#ffffff", "#17202a", "#d5dbe3"
_REPORTS, _COPIES = "#1f5fa8", "#c26a00"
_HEADROOM = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in the picture.

    Attributes:
        title: above it.
        reports: what the columns count.
        copies: what their lower part counts.
        flood: what the line of reports is.
        echoes: what the line of near copies is.
    """

    title: str
    reports: str
    copies: str
    flood: str
    echoes: str


@dataclass(frozen=True, slots=True)
class Column:
    """Ten minutes: when they begin on the clock of the force, and tens of reports and copies."""

    at: datetime
    reports: int
    copies: int


def columns_of(slots: Sequence[Slot], now: datetime, local: datetime) -> tuple[Column, ...]:
    """The last six hours, the slot that is not over yet included.

    Args:
        slots: traffic, in UTC; slots in which nothing came may be left out.
        now: UTC.
        local: the same moment on the clock of the force, naive.
    """
    ahead = timedelta(minutes=round((local - now.replace(tzinfo=None)).total_seconds() / 60))
    found: Mapping[datetime, Slot] = {slot.at: slot for slot in slots}
    last = now.replace(minute=now.minute - now.minute % 10, second=0, microsecond=0)
    columns = []
    for back in range(COLUMNS - 1, -1, -1):
        at = last - back * SLOT
        traffic = found[at].traffic if at in found else None
        reports, copies = (traffic.reports, traffic.echoes) if traffic else (0, 0)
        shown = at.replace(tzinfo=None) + ahead
        columns.append(Column(shown, max(reports, copies), copies))
    return tuple(columns)


def rate(columns: Sequence[Column], words: Words) -> bytes:
    """The picture, as PNG bytes."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _BACK)
    draw = ImageDraw.Draw(image)
    top = max(STARTS_AT, *(column.reports for column in columns)) * _HEADROOM
    _draw_words(draw, words)
    _draw_columns(draw, columns, top)
    _draw_line(draw, STARTS_AT, top, _REPORTS)
    _draw_line(draw, ECHOES_START_AT, top, _COPIES)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_words(draw: ImageDraw.ImageDraw, words: Words) -> None:
    draw.text((_LEFT, 16), words.title, fill=_INK, font=ImageFont.load_default(_SIZE + 6))
    x, font = _LEFT, ImageFont.load_default(_SIZE)
    for said, line, ink in (
        (words.reports, words.flood, _REPORTS),
        (words.copies, words.echoes, _COPIES),
    ):
        draw.rectangle((x, 64, x + 18, 82), fill=ink)
        _dash(draw, x, x + 20, 108, ink)
        for y, text in ((60, said), (96, line)):
            draw.text((x + 30, y), text, fill=_INK, font=font)
        x += (_WIDTH - _LEFT - _RIGHT) // 2


def _draw_columns(draw: ImageDraw.ImageDraw, columns: Sequence[Column], top: float) -> None:
    font, wide = ImageFont.load_default(_SIZE), (_WIDTH - _LEFT - _RIGHT) / len(columns)
    floor = _y(0, top)
    for at, column in enumerate(columns):
        left, right = _LEFT + at * wide + 2, _LEFT + (at + 1) * wide - 2
        if column.at.minute == 0:
            draw.line((left, _TOP, left, floor + 6), fill=_GRID, width=2)
            said = f"{column.at:%H:%M}"
            draw.text((left, floor + 8), said, fill=_INK, font=font, anchor="ma")
        for count, ink in ((column.reports, _REPORTS), (column.copies, _COPIES)):
            if count:
                draw.rectangle((left, _y(count, top), right, floor), fill=ink)
    draw.line((_LEFT, floor, _WIDTH - _RIGHT, floor), fill=_INK, width=2)
    for count in {0, max(column.reports for column in columns)}:
        said, where = str(count), (_LEFT - 10, _y(count, top))
        draw.text(where, said, fill=_INK, font=font, anchor="rm")


def _draw_line(draw: ImageDraw.ImageDraw, count: int, top: float, ink: str) -> None:
    """A dashed line with its number at the end, as far as there is room for it."""
    y, font = _y(count, top), ImageFont.load_default(_SIZE)
    _dash(draw, _LEFT, _WIDTH - _RIGHT, y, ink)
    if _y(0, top) - y > _SIZE or count == STARTS_AT:
        draw.text((_WIDTH - _RIGHT + 8, y), str(count), fill=ink, font=font, anchor="lm")


def _dash(draw: ImageDraw.ImageDraw, left: int, right: int, y: float, ink: str) -> None:
    for x in range(left, right, 14):
        draw.line((x, y, min(x + 8, right), y), fill=_BACK, width=5)
        draw.line((x, y, min(x + 8, right), y), fill=ink, width=3)


def _y(count: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - count / top * (_HEIGHT - _TOP - _BOTTOM)

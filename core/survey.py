"""The finer picture: exact places and the hours of what is told, read from the sealed words.

That is the one part of the picture that breaks seals: whoever may read tips asks for it, no more
than `MOST` tips are opened at once, and the audit says how many. Nothing of it is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.analysis import Place, Precision, Time, TimeKind
from core.desk_ports import Unlocked
from core.geography import Grid, Point
from core.people import Member, Right
from core.picture import Seen
from core.tip import Details

MOST = 1_000
"""Tips that are opened for one picture, the newest of its period."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays as RFC 5545 calls them, in order."""

_EXACT = frozenset({Precision.POINT, Precision.POSTCODE, Precision.SECTOR})
_HOURS = 24

type Hour = tuple[int, int]
"""A weekday (0 is Monday) and an hour."""


class Surveyor(Protocol):
    """Where many tips are opened in one act."""

    async def survey(self, seen: Seen, key: Unlocked, *, count: int) -> tuple[Details, ...]:
        """The details of at most ``count`` tips, the newest first; one entry in the audit.

        Those that do not open are left out. Additions are not read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the words of tips say of places and hours; each tip counts once in each cell.

    Attributes:
        read: tips that were opened.
        is_whole: whether these are all of the period.
        located: tips with a place that is exact to about a street or a postcode sector.
        timed: tips that say an hour.
        cells: tips by cell of the grid.
        hours: tips by weekday and hour of what they tell, on the clock of the sender.
    """

    read: int
    is_whole: bool
    located: int
    timed: int
    cells: Mapping[str, int]
    hours: Mapping[Hour, int]


@dataclass(frozen=True, slots=True)
class Surveying:
    """Makes surveys."""

    surveyor: Surveyor
    grid: Grid

    async def survey(self, seen: Seen, key: Unlocked, *, member: Member) -> Survey:
        """Open the newest tips of a period, and count their places and hours.

        Raises:
            NotAllowed: the member may not read.
            KeyClosed: the desk's key is no longer open.
        """
        member.must(Right.READ)
        tips = await self.surveyor.survey(seen, key, count=MOST)
        cells, hours = Counter[str](), Counter[Hour]()
        located = timed = 0
        for details in tips:
            here = {self.grid.cell(point) for point in points_of(details)}
            then = set(hours_of(details))
            cells.update(here)
            hours.update(then)
            located += bool(here)
            timed += bool(then)
        return Survey(
            read=len(tips),
            is_whole=len(tips) < MOST,
            located=located,
            timed=timed,
            cells=cells,
            hours=hours,
        )


def points_of(details: Details) -> Iterator[Point]:
    """The exact positions that a tip speaks of; its pin is one."""
    if details.pin is not None:
        yield details.pin
    for part in details.parts:
        yield from filter(None, map(_point, part.analysis.locations))


def _point(place: Place) -> Point | None:
    if place.precision not in _EXACT or place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude)


def hours_of(details: Details) -> Iterator[Hour]:
    """The weekdays and hours at which what a tip tells goes on.

    Where only a beginning is said, its hour counts alone; without an hour nothing does.
    """
    for part in details.parts:
        for time in part.analysis.times:
            yield from _hours(time)


def _hours(time: Time) -> Iterator[Hour]:
    if time.kind is TimeKind.POINT and time.start_at and "T" in time.start_at:
        start = datetime.fromisoformat(time.start_at)
        until = datetime.fromisoformat(time.end_at) if time.end_at and "T" in time.end_at else start
        long = max(1, min(_HOURS, round((until - start).total_seconds() / 3600)))
        yield from _stretch((start.weekday(),), start.hour, long)
    if time.kind is TimeKind.RECURRING and time.start_at and ":" in time.start_at:
        start_hour = int(time.start_at.split(":")[0])
        end_hour = int(time.end_at.split(":")[0]) if time.end_at else start_hour + 1
        long = (end_hour - start_hour) % _HOURS or 1
        yield from _stretch(_weekdays(time.rrule or ""), start_hour, long)


def _stretch(weekdays: Iterable[int], start: int, long: int) -> Iterator[Hour]:
    for weekday in weekdays:
        for hour in range(start, start + long):
            yield ((weekday + hour // _HOURS) % len(DAYS), hour % _HOURS)


def _weekdays(rule: str) -> tuple[int, ...]:
    """The weekdays of a recurrence rule; every day where it is daily, none where it is not said."""
    fields = dict(pair.split("=", 1) for pair in rule.split(";") if "=" in pair)
    if "BYDAY" in fields:
        named = [day[-2:] for day in fields["BYDAY"].split(",")]
        return tuple(DAYS.index(day) for day in named if day in DAYS)
    return tuple(range(len(DAYS))) if fields.get("FREQ") == "DAILY" else ()

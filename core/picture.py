"""The picture: how many tips came when, from which areas, about which drugs, and what changed.

It is made of plain columns alone (day of arrival, coarse area, drug group), so that whoever sees
the queue may see it. Junk and duplicates do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

_DAY = timedelta(days=1)
_DAYS_UP_TO = 31
_WEEKS_UP_TO = 92
"""Longer periods are shown by months, so that a year is read from one row a month."""

LONGEST = timedelta(days=366 * 5)


class Span(StrEnum):
    """What one column of a trend stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; UTC days of arrival."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days there are; below 1 when the last lies before the first."""
        return (self.until - self.since).days + 1

    @property
    def span(self) -> Span:
        """What a column of its trend stands for."""
        if self.days <= _DAYS_UP_TO:
            return Span.DAY
        return Span.WEEK if self.days <= _WEEKS_UP_TO else Span.MONTH

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.since - timedelta(days=self.days), self.since - _DAY)

    def buckets(self) -> tuple[date, ...]:
        """The first day of each column, in order."""
        return tuple(dict.fromkeys(self.bucket_of(day) for day in self._each_day()))

    def bucket_of(self, day: date) -> date:
        """The first day of the column that a day belongs to; never before the period."""
        match self.span:
            case Span.DAY:
                return day
            case Span.WEEK:
                return self.since + timedelta(days=(day - self.since).days // 7 * 7)
            case Span.MONTH:
                return max(self.since, day.replace(day=1))

    def _each_day(self) -> Iterator[date]:
        return (self.since + timedelta(days=number) for number in range(self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Which tips a picture is of; empty fields do not narrow it.

    Attributes:
        area: the whole name of a coarse area.
        drug: a drug group.
    """

    period: Period
    area: str = ""
    drug: str = ""


@dataclass(frozen=True, slots=True)
class Tallied:
    """So many tips of a day (the first of the month, where months are read)."""

    day: date
    drug: str
    count: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts of a period, as the store gives them.

    Attributes:
        days: by day or month, and drug.
        places: by coarse area and drug; "" is unknown.
    """

    days: tuple[Tallied, ...]
    places: Mapping[tuple[str, str], int]


class TallyBook(Protocol):
    """Counts of tips that are kept up with every change of a tip."""

    async def count(self, seen: Seen) -> Tallies:
        """The counts of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a period looks like.

    Attributes:
        total: tips that count.
        buckets: the first day of each column of the trend.
        trend: tips of each column by drug; the drugs with most tips first.
        areas: tips by coarse area, those with most first.
        drugs: tips by drug group, those with most first.
        cells: tips by area and drug.
    """

    seen: Seen
    total: int
    buckets: tuple[date, ...]
    trend: Mapping[str, tuple[int, ...]]
    areas: Mapping[str, int]
    drugs: Mapping[str, int]
    cells: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Change:
    """A count now and before."""

    name: str
    now: int
    before: int

    @property
    def difference(self) -> int:
        """How many more there are now."""
        return self.now - self.before


def draw(seen: Seen, tallies: Tallies) -> Picture:
    """A picture of counts."""
    areas, drugs = Counter[str](), Counter[str]()
    for (area, drug), count in tallies.places.items():
        areas[area] += count
        drugs[drug] += count
    buckets = seen.period.buckets()
    columns = {bucket: number for number, bucket in enumerate(buckets)}
    trend = {drug: [0] * len(buckets) for drug in _by_size(drugs)}
    for tallied in tallies.days:
        column = columns[seen.period.bucket_of(max(tallied.day, seen.period.since))]
        trend.setdefault(tallied.drug, [0] * len(buckets))[column] += tallied.count
    return Picture(
        seen=seen,
        total=sum(areas.values()),
        buckets=buckets,
        trend={drug: tuple(counts) for drug, counts in trend.items()},
        areas=_by_size(areas),
        drugs=_by_size(drugs),
        cells=tallies.places,
    )


def changes(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Change, ...]:
    """What changed between two periods, the greatest change first."""
    names = dict.fromkeys((*now, *before))
    found = [Change(name, now.get(name, 0), before.get(name, 0)) for name in names]
    return tuple(sorted(found, key=lambda change: (-abs(change.difference), change.name)))


def _by_size(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def months_within(period: Period) -> tuple[date, date] | None:
    """The first day of the first whole month, and the day after the last; None without one."""
    first = period.since if period.since.day == 1 else _next_month(period.since)
    behind = period.until + _DAY
    end = behind if behind.day == 1 else behind.replace(day=1)
    return (first, end) if first < end else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def merged(tallies: Iterable[Tallies]) -> Tallies:
    """Counts of several pieces of a period together."""
    days: list[Tallied] = []
    places = Counter[tuple[str, str]]()
    for each in tallies:
        days.extend(each.days)
        places.update(each.places)
    return Tallies(tuple(days), places)

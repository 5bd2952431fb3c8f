"""What the API answers of the picture, with the description of every field."""

from __future__ import annotations

from datetime import date

from console.api.answers import Answer
from core.picture import Span

Told = int | None


class Counted(Answer):
    """How many tips there are of something."""

    name: str
    """The area or the drug; "" where none is known."""
    count: Told
    """Tips. As it may leave the desk: cut down to fives, null where it is one to four."""


class Trend(Answer):
    """How many tips of a drug came in each column."""

    drug: str
    """The drug; "" where none is named."""
    counts: list[Told]
    """One for each column, told like every count."""


class Sums(Answer):
    """The counts of a period."""

    since: date
    """First day of arrival, UTC."""
    until: date
    """Last day."""
    total: int
    """The sum of the counts of areas that are told."""
    areas: list[Counted]
    """By coarse area, those with most first."""
    drugs: list[Counted]
    """By drug, those with most first."""


class Picture(Answer):
    """What came when, from where and about which drugs; junk and duplicates do not count."""

    may_leave: bool
    """Whether counts are told as they may leave the desk."""
    now: Sums
    """The period that was asked for."""
    before: Sums
    """The period that it is compared with, of as many days."""
    span: Span
    """What a column of the trend stands for."""
    columns: list[date]
    """The first day of each column."""
    trend: list[Trend]
    """By drug, those with most tips first."""


class Cell(Answer):
    """A cell of the H3 grid, about a kilometre across."""

    cell: str
    """Its index."""
    latitude: float
    """Of its middle."""
    longitude: float
    """Of its middle."""
    count: int
    """Tips that speak of a place in it; a tip counts once in each."""


class Hour(Answer):
    """An hour of the week."""

    weekday: int
    """0 is Monday."""
    hour: int
    """0 to 23, on the clock of the force's area."""
    count: int
    """Tips that say that it goes on then. It is not when they arrived."""


class Places(Answer):
    """What the words of tips tell of places and hours. It must not leave the desk."""

    since: date
    """First day of arrival, UTC."""
    until: date
    """Last day."""
    read: int
    """Tips that were opened for it; the audit says so."""
    is_whole: bool
    """Whether these are all of the period, or only the newest."""
    located: int
    """Tips with a place that is exact to a street or a postcode sector."""
    timed: int
    """Tips that say an hour."""
    cells: list[Cell]
    """Those with most tips first."""
    hours: list[Hour]
    """In the order of the week; hours of which nothing is told are left out."""

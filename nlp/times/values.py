"""What does an expression of time say, before anybody asks what date that is?

Nothing here knows the time of writing: values are kept as said, and `nlp.times.points`
and `nlp.times.habits` resolve them against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Part(StrEnum):
    """Part of the day."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    SMALL = "small"


class Unit(StrEnum):
    """A stretch of the calendar or the clock."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    YEAR = "year"


class Which(StrEnum):
    """Which one of many equal days is meant."""

    OPEN = "open"
    LAST = "last"
    THIS = "this"
    NEXT = "next"
    COMING = "coming"


class Edge(StrEnum):
    """Which end of a stretch is said."""

    NONE = "none"
    SINCE = "since"
    UNTIL = "until"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day.

    Attributes:
        minute: minutes after midnight; below 720 where it may be either half of the day.
        fixed: whether the half of the day is certain.
        part: the part of the day said with it.
    """

    minute: int
    fixed: bool = False
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """One clock time, or two that bound a stretch."""

    start: Clock | None
    end: Clock | None = None
    edge: Edge = Edge.NONE


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; ``few`` where the number is not to be counted with."""

    amount: int
    unit: Unit
    few: bool = False


@dataclass(frozen=True, slots=True)
class Instant:
    """A length before (``ago``) or after the moment of writing, or a stretch up to or from it.

    ``open_end`` marks a stretch ("for 3 weeks now"): its start is what is known. ``after`` marks
    a length from what was spoken of ("ten minutes later").
    """

    length: Length
    forward: bool = False
    open_end: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, or a week, month, season or year, as said.

    Attributes:
        weekday: 0 for Monday.
        day: day of the month.
        month: 1 to 12; the first month of a season.
        year: four digits.
        shift: days from the day of writing.
        weeks: weeks to add ("Friday week" is 1, "a week last Friday" is -1).
        unit: a whole week, weekend, month or year relative to the one of writing.
        which: which one.
        years: years from the one of writing ("March last year" is -1).
        months: months from the one of writing ("26th of last month" is -1).
        feast: key of a named day.
        part: part of the day.
        season: whether ``month`` begins a season of three months.
        beside: -1 or 1 where the day or week before or after ``feast`` is meant.
        relative: -1 or 1 for the unit before or after the day spoken of ("the week before").
        next_of: whether it is "the next" one, which needs a day that was spoken of.
        more: days to add ("two days after Easter" is 2).
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    shift: int | None = None
    weeks: int = 0
    unit: Unit | None = None
    which: Which = Which.OPEN
    months: int | None = None
    years: int | None = None
    feast: str = ""
    part: Part | None = None
    season: bool = False
    beside: int = 0
    relative: int = 0
    next_of: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A recurrence as said.

    Attributes:
        freq: as in RFC 5545.
        interval: every how many of them.
        days: weekdays, 0 for Monday; empty where none are named.
        monthday: day of the month, or with ``days`` the n-th such weekday of it.
        monthdays: several days of the month ("the 1st and 15th of every month").
        part: part of the day.
        window: clock times.
        month: the month of a yearly one, 1 to 12.
        standing: whether it is a habit only beside a present verb ("after school").
    """

    freq: str
    interval: int = 1
    days: tuple[int, ...] = ()
    monthday: int | None = None
    monthdays: tuple[int, ...] = ()
    part: Part | None = None
    window: Window | None = None
    standing: bool = False
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day with or without clock times, or a stretch between two days."""

    day: Day | None = None
    window: Window | None = None
    until: When | None = None
    edge: Edge = Edge.NONE

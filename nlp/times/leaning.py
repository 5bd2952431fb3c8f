"""Does a day or a clock time that was said lie behind the time of writing, or ahead of it?"""

from __future__ import annotations

from nlp.times.lexicon import Tense
from nlp.times.values import Day, Edge, Part, Unit, Which, Window


def looks_ahead(day: Day, tense: Tense, *, definite: bool) -> bool:
    """Whether the day is one to come.

    Args:
        day: the day as said.
        tense: what the verb near it shows.
        definite: whether "the" stands before it: ``the Wednesday`` has been spoken of before.
    """
    if tense in (Tense.FUTURE, Tense.PROGRESSIVE):
        return True
    if day.which is Which.THIS and tense is not Tense.PAST:
        return True
    if tense is not Tense.PRESENT:
        return False
    if day.weekday is not None:
        return day.day is None and not definite
    dated = day.month is not None or day.day is not None
    return dated and day.year is None and not day.season


def faces_ahead(edge: Edge, day: Day | None, tense: Tense) -> bool:
    """``until Friday`` unless it is told of the past; ``from the 28th`` where no verb says more."""
    if edge is Edge.AFTER:
        return tense is Tense.NONE and day is not None and day.weekday is None
    return edge in (Edge.UNTIL, Edge.BEFORE) and tense is not Tense.PAST


def is_bare(day: Day) -> bool:
    """Whether no more than a weekday or "the weekend" is said: not ``this Friday``."""
    if day.weekday is not None:
        return day == Day(weekday=day.weekday, part=day.part)
    return day == Day(unit=Unit.WEEKEND, which=Which.OPEN)


def is_open_by_day(day: Day) -> bool:
    """``Monday again``, ``lovely Saturday morning``: of today, where it is that day."""
    return day.part in (None, Part.MORNING)


def leaning(window: Window, tense: Tense, *, alone: bool) -> Tense:
    """The tense of a clock time: ``since 7`` looks back, ``by 5pm`` without a verb ahead.

    Args:
        window: the clock times.
        tense: what the verb near them shows.
        alone: whether no day is said.
    """
    if not alone:
        return tense
    if window.edge is Edge.SINCE:
        return Tense.PAST
    if window.edge in (Edge.BEFORE, Edge.UNTIL) and tense is Tense.NONE:
        return Tense.FUTURE
    return tense

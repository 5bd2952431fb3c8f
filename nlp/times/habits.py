"""How is a habit written as a recurrence rule, and its hours as clock times?"""

from __future__ import annotations

from functools import lru_cache

from dateutil.rrule import rrulestr

from nlp.times.moments import settle_window
from nlp.times.values import WEEKDAYS, Clock, Edge, Habit, Part, Window


def rule_of(habit: Habit) -> str | None:
    """The RFC 5545 rule of a habit, or None where no such rule can be."""
    parts = [f"FREQ={habit.freq}"]
    if habit.interval != 1:
        parts.append(f"INTERVAL={habit.interval}")
    if habit.days:
        nth = str(habit.monthday) if habit.monthday else ""
        parts.append("BYDAY=" + ",".join(nth + WEEKDAYS[day] for day in habit.days))
    elif habit.monthdays:
        parts.append("BYMONTHDAY=" + ",".join(str(day) for day in habit.monthdays))
    elif habit.monthday:
        parts.append(f"BYMONTHDAY={habit.monthday}")
    if habit.month:
        parts.append(f"BYMONTH={habit.month}")
    rule = ";".join(parts)
    return rule if _valid(rule) else None


@lru_cache(maxsize=512)
def _valid(rule: str) -> bool:
    try:
        rrulestr(rule)
    except ValueError:
        return False
    return True


def hours_of(window: Window | None, part: Part | None) -> tuple[str | None, str | None]:
    """First and last clock time of a habit as ``HH:MM``, where said."""
    if window is None:
        return None, None
    settled = settle_window(window, part)
    start, end = (text(c) if c else None for c in (settled.start, settled.end))
    return (None, start) if settled.edge is Edge.BEFORE else (start, end)


def text(clock: Clock) -> str:
    """``HH:MM`` of a fixed clock time."""
    return f"{clock.minute // 60 % 24:02}:{clock.minute % 60:02}"

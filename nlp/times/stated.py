"""What is stated of an expression once it has a value?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.analysis import Time, TimeKind
from nlp.times.lexicon import Tense
from nlp.times.values import Edge, Part

_NOON = 12


@dataclass(frozen=True, slots=True)
class Value:
    """What a `Time` will say, before it has a span."""

    kind: TimeKind
    rule: str
    start: date | None = None
    end: date | None = None
    hours: tuple[str | None, str | None] = (None, None)
    rrule: str | None = None

    def at_span(self, text: str, start: int, end: int) -> Time:
        """The time at ``[start, end)`` of a text."""
        recurring = self.kind is TimeKind.RECURRING
        return Time(
            start=start, end=end, text=text[start:end], rule=f"time.{self.rule}", kind=self.kind,
            start_at=self.hours[0] if recurring else _iso(self.start),
            end_at=self.hours[1] if recurring else _iso(self.end),
            rrule=self.rrule,
        )  # fmt: skip


def _iso(when: date | None) -> str | None:
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes")
    return when.isoformat() if when else None


def part_alone(part: Part | None, tense: Tense, at: datetime) -> Value | None:
    """A part of the day that stands alone and is no habit: ``coming in the morning``.

    Args:
        part: the part of the day.
        tense: what the verb near it shows.
        at: the time of writing.
    """
    if part is Part.MORNING and tense in (Tense.FUTURE, Tense.PROGRESSIVE):
        late = at.hour >= _NOON
        return Value(TimeKind.POINT, "next_morning", start=at.date() + timedelta(days=late))
    if part is Part.SMALL and tense is Tense.PAST:
        return Value(TimeKind.POINT, "early_hours", start=at.date())
    return None


def edged(value: Value, edge: Edge) -> Value:
    """A point as the start or the end of a stretch of which only that end is said."""
    if edge is Edge.SINCE:
        return replace(value, end=None)
    if edge is Edge.UNTIL:
        return replace(value, start=None, end=value.end or value.start)
    return value

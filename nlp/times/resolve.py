"""What is the value of each expression, in the light of what stands around it?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.analysis import TimeKind
from nlp.document import Document
from nlp.times.announce import is_by_day, is_news, turned
from nlp.times.context import Context, counts, later
from nlp.times.dates import Days, Reference, beside_day, resolve_day
from nlp.times.direction import Direction
from nlp.times.feasts import nation_of
from nlp.times.habits import hours_of, rule_of
from nlp.times.kinds import Item, Kind
from nlp.times.leaning import faces_ahead, is_bare, is_open_by_day, leaning, looks_ahead
from nlp.times.lexicon import Lexicon, Tense
from nlp.times.moments import by_day, instant_at, moments_of
from nlp.times.now_sense import now_of
from nlp.times.stated import Value, edged, part_alone
from nlp.times.values import Day, Edge, Habit, Instant, Part, When, Window

# A clock time takes its day from a date as many sentences or lines back at most.
_REACH = 3
# And its habit from one that begins at most so many words after it.
_NEAR = 12
_WEEKEND = (5, 6)
# Parts of the day that alone are a habit: "in the evening".
_RECURRING = (Part.NIGHT, Part.EVENING, Part.SMALL, Part.MORNING)


class Resolver:
    """Gives expressions their values, one after the other in the order of the text."""

    def __init__(
        self, doc: Document, lexicon: Lexicon, direction: Direction, items: Sequence[Item]
    ) -> None:
        self._doc = doc
        self._lexicon = lexicon
        self._direction = direction
        self._nation = nation_of(frozenset(t.lower for t in doc.tokens), lexicon)
        self._context = Context()
        self._days = [item for item in items if item.kind in (Kind.DAY, Kind.WHEN)]
        self._habits = [item for item in items if item.kind is Kind.HABIT]
        self._habit_clauses = {doc.tokens[item.first].clause for item in self._habits}
        self._tense = Tense.NONE
        self._said, self._definite = Tense.NONE, False
        self._told = is_news(doc, lexicon)

    def resolve(self, item: Item) -> Value | None:
        """The value of an expression, or None where it is no time after all."""
        said = self._direction.tense(item.first, item.last)
        said = turned(said, item, self._doc, self._direction, self._lexicon)
        self._said = said
        self._tense = said if said is not Tense.NONE else self._context.tense
        self._context.tense = self._tense
        self._definite = self._led(item, "definite")
        value = item.value
        if isinstance(value, Instant):
            return self._instant(item, value)
        if isinstance(value, Habit):
            return self._habit(item, value)
        if isinstance(value, Window):
            return self._window(item, value)
        if isinstance(value, Day):
            return self._when(item, When(day=value))
        if isinstance(value, When):
            return self._when(item, value)
        return self._word(item)

    def _word(self, item: Item) -> Value | None:
        if item.kind is Kind.VAGUE:
            return Value(TimeKind.VAGUE, item.rule or "vague")
        ago = self._lexicon.has("ago", self._doc.tokens[item.last - 1].lower)
        if item.kind is Kind.JUST_NOW and (ago or self._tense is Tense.PAST):
            return Value(TimeKind.POINT, "moment_ago", start=self._doc.at)
        beside = self._doc.tokens[item.first].clause in self._habit_clauses
        return now_of(item, self._doc, self._direction, self._lexicon, beside=beside)

    def _instant(self, item: Item, instant: Instant) -> Value | None:
        if instant.after:
            return later(item.rule, instant, self._context)
        if not counts(item, instant, self._doc, self._lexicon, self._tense):
            return None
        when = instant_at(instant, self._doc.at)
        if when is None:
            return Value(TimeKind.VAGUE, f"{item.rule}_out_of_range")
        if instant.forward and instant.open_end:
            start = self._doc.at if isinstance(when, datetime) else self._doc.at.date()
            return Value(TimeKind.POINT, item.rule, start=start, end=when)
        if not instant.open_end:
            day = when.date() if isinstance(when, datetime) else when
            self._remember(item, Days(day), None)
        return Value(TimeKind.POINT, item.rule, start=when)

    def _habit(self, item: Item, habit: Habit) -> Value | None:
        rrule = rule_of(habit)
        if rrule is None:
            return Value(TimeKind.VAGUE, f"{item.rule}_without_rule")
        if habit.standing and self._tense in (Tense.PAST, Tense.FUTURE):
            return self._once(item)
        sentence = self._direction.sentence(item.first)
        part = habit.part or self._context.part
        self._context.habit, self._context.habit_sentence = habit, sentence
        self._context.part = part
        return Value(TimeKind.RECURRING, item.rule, hours=hours_of(habit.window, part), rrule=rrule)

    def _once(self, item: Item) -> Value | None:
        """``was at the railings at home time``: of the day spoken of, else of today."""
        if not self._lexicon.has("of_a_day", self._doc.tokens[item.last - 1].lower):
            return None
        sentence = self._direction.sentence(item.first)
        near = self._context.day and sentence - self._context.day_sentence <= _REACH
        day = self._context.day.first if near and self._context.day else self._doc.at.date()
        return Value(TimeKind.POINT, "standing_once", start=day)

    def _window(self, item: Item, window: Window) -> Value | None:
        sentence = self._direction.sentence(item.first)
        near_habit = sentence - self._context.habit_sentence <= 1
        day = self._day_for(item, sentence)
        self._tense = leaning(window, self._tense, alone=day is None)
        past = self._tense is Tense.PAST
        if near_habit and not past and day is None and self._context.habit:
            return self._recurring(item, replace(self._context.habit, window=window))
        if not past and (coming := self._habit_after(item)):
            return self._recurring(item, replace(coming, window=window))
        ranged = bool(window.start and window.end) and self._tense in (
            Tense.NONE,
            Tense.PROGRESSIVE,
        )
        opening = not past and self._led(item, "opening")
        habitual = self._tense is Tense.PRESENT or ranged or opening
        if (service := self._definite) and self._tense is Tense.PRESENT:
            self._tense = Tense.FUTURE
        if habitual and not service and day is None:
            return self._recurring(item, Habit(freq="DAILY", window=window))
        part = self._context.part if day else None
        return self._moments(item, window, day, part)

    def _led(self, item: Item, table: str) -> bool:
        """Whether the word before is of a table: ``the 17:49``, ``open till 2am``."""
        before = self._doc.tokens[item.first - 1].lower if item.first else ""
        return self._lexicon.has(table, before)

    def _habit_after(self, item: Item) -> Habit | None:
        """The habit that a clock time before it belongs to: ``10am and 4pm every day``."""
        at = bisect_left(self._habits, item.last, key=_first)
        other = self._habits[at] if at < len(self._habits) else None
        near = other is not None and other.first - item.last <= _NEAR
        if other and self._direction.sentence(other.first) != self._direction.sentence(item.first):
            return None
        return other.value if other and near and isinstance(other.value, Habit) else None

    def _recurring(self, item: Item, habit: Habit) -> Value:
        hours = hours_of(habit.window, habit.part or self._context.part)
        return Value(TimeKind.RECURRING, f"{item.rule}_habit", hours=hours, rrule=rule_of(habit))

    def _day_for(self, item: Item, sentence: int) -> date | None:
        """The day of a clock time that stands alone: of its sentence, else one shortly before."""
        if self._context.day and self._context.day_sentence == sentence:
            return self._context.day.first
        at = bisect_left(self._days, item.last, key=_first)
        for other in self._days[at : at + 1]:
            if self._direction.sentence(other.first) == sentence:
                when = other.value if isinstance(other.value, When) else When(day=_as_day(other))
                days = self._days_of(when.day)
                if days and days.last is None and when.edge is Edge.NONE:
                    self._context.part = when.day.part if when.day else None
                    return days.first
                return None
        near = sentence - self._context.day_sentence <= _REACH
        if near and self._context.day and self._tense is not Tense.PRESENT:
            return self._context.day.first
        return None

    def _days_of(self, day: Day | None, *, back: bool = False, ahead: bool = False) -> Days | None:
        if day is None:
            return None
        ahead = ahead or looks_ahead(day, self._tense, definite=self._definite)
        unled = self._tense is not Tense.PAST and not back
        ref = Reference(
            at=self._doc.at, ahead=ahead and not back, nation=self._nation, unled=unled,
            nearest=self._tense is Tense.PRESENT,
            told=self._told or (self._tense is Tense.NONE and not back and is_open_by_day(day)),
        )  # fmt: skip
        return resolve_day(day, ref, self._lexicon)

    def _when(self, item: Item, when: When) -> Value | None:
        day = when.day
        if day == Day(part=day.part if day else None):
            return self._bare_part(item, when)
        if day and day.relative:
            return self._relative(item, day)
        if day and self._is_weekly(item, when):
            weekly = _WEEKEND if day.weekday is None else (day.weekday,)
            habit = Habit(freq="WEEKLY", days=weekly, window=when.window)
            return self._recurring(item, habit)
        back = when.edge is Edge.SINCE
        limit = when.edge in (Edge.UNTIL, Edge.BEFORE)
        ahead = faces_ahead(when.edge, day, self._said if limit else self._tense)
        days = self._days_of(day, back=back, ahead=ahead)
        if days is None or day is None:
            return None
        self._context.spoken = days
        if days.last is None and when.edge is Edge.NONE:
            self._remember(item, days, day.part)
        if when.until:
            return self._stretch(item, when, days)
        if when.window:
            made = self._moments(item, when.window, days.first, day.part)
            return made and edged(made, when.edge)
        return edged(Value(TimeKind.POINT, item.rule, start=days.first, end=days.last), when.edge)

    def _relative(self, item: Item, day: Day) -> Value | None:
        """``the week before``, and "the next morning" after a day that was spoken of."""
        spoken = self._context.spoken
        if day.next_of and spoken is None:
            return None
        days = beside_day(spoken.first if spoken else self._doc.at.date(), day)
        self._remember(item, days, day.part)
        return Value(TimeKind.POINT, item.rule, start=days.first, end=days.last)

    def _is_weekly(self, item: Item, when: When) -> bool:
        """A weekday beside a habit and a present verb: ``comes every Tuesday, goes Thursday``."""
        day = when.day
        if when.until or when.edge is not Edge.NONE or day is None or not is_bare(day):
            return False
        if self._tense is not Tense.PRESENT:
            return False
        spoken_of = self._definite and day.weekday is not None
        if not spoken_of and self._direction.repeats(item.first, item.last):
            return True
        return self._context.habit_sentence == self._direction.sentence(item.first)

    def _stretch(self, item: Item, when: When, days: Days) -> Value | None:
        until = when.until
        end = self._days_of(until.day) if until else None
        if until is None or end is None:
            return None
        first: date = days.first
        last: date = end.last or end.first
        if until.day and until.day == Day(weekday=until.day.weekday, part=until.day.part):
            last = first + timedelta(days=(last - first).days % 7)
        if when.window:
            made = self._moments(item, when.window, first, when.day.part if when.day else None)
            first = made.start if made and made.start else first
        if until.window:
            made = self._moments(item, until.window, last, until.day.part if until.day else None)
            last = made.start if made and made.start else last
        return Value(TimeKind.POINT, item.rule, start=first, end=last)

    def _bare_part(self, item: Item, when: When) -> Value | None:
        """``in the morning``, ``at night``: a habit, the next one, or of the day spoken of."""
        part = when.day.part if when.day else None
        sentence = self._direction.sentence(item.first)
        if self._context.day and sentence - self._context.day_sentence <= 1:
            return Value(TimeKind.POINT, "part_of_day_before", start=self._context.day.first)
        if self._tense in (Tense.PRESENT, Tense.NONE) and part in _RECURRING:
            return self._recurring(item, Habit(freq="DAILY", part=part, window=when.window))
        return part_alone(part, self._tense, self._doc.at)

    def _remember(self, item: Item, days: Days, part: Part | None) -> None:
        self._context.day = days
        self._context.day_sentence = self._direction.sentence(item.first)
        self._context.part = part

    def _moments(
        self, item: Item, window: Window, day: date | None, part: Part | None
    ) -> Value | None:
        ahead = self._tense is not Tense.PAST or day is None or day > self._doc.at.date()
        if (
            ahead
            and day
            and part is None
            and is_by_day(item, self._doc, self._direction, self._lexicon)
        ):
            window = by_day(window)
        found = moments_of(window, day, part, self._doc.at, self._tense)
        if found is None:
            return None
        start, end = found
        self._context.moment = start
        value = Value(TimeKind.POINT, item.rule, start=start, end=end)
        return value if end else edged(value, window.edge)


def _first(item: Item) -> int:
    return item.first


def _as_day(item: Item) -> Day | None:
    return item.value if isinstance(item.value, Day) else None

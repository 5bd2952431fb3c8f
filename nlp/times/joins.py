"""How do days, clock times and habits that stand together become one expression?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.atoms import read_clock
from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.values import Clock, Day, Edge, Habit, Instant, Unit, When, Which, Window

_FREE = "(?! (other|units|unit|number|few|of|length|times|ordinal|year|month|dash|to))"
_EDGES = {
    Kind.SINCE: Edge.SINCE, Kind.UNTIL: Edge.UNTIL, Kind.AFTER: Edge.AFTER,
    Kind.BEFORE: Edge.BEFORE, Kind.FROM: Edge.AFTER,
}  # fmt: skip


def _day_window(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day, window = only(items, Day)[0], only(items, Window)[0]
    name = next(i.rule for i in items if i.kind is Kind.DAY)
    return join(Kind.WHEN, items, When(day=day, window=window), f"{name}_clock")


def _loose_clock(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """A figure straight after a day is a clock time: ``Fri 7.30``, ``Tues 24th 1930``."""
    last = items[-1]
    clock = last.value if isinstance(last.value, Clock) else None
    if isinstance(last.value, int):
        text = f"{last.value:04}hrs" if last.kind is Kind.YEAR else str(last.value)
        clock = read_clock(text) if last.kind is Kind.YEAR or last.value <= 12 else None
    if clock is None:
        return None
    return [*items[:-1], *join(Kind.WINDOW, items[-1:], Window(clock), "clock_after_day")]


def _habit_window(items: Sequence[Item], _: Scene) -> list[Item] | None:
    habit, window = only(items, Habit)[0], only(items, Window)[0]
    name = next(i.rule for i in items if i.kind is Kind.HABIT)
    return join(Kind.HABIT, items, replace(habit, window=window), f"{name}_clock")


def _standing_day(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``all day Sunday``: of that day, and no habit."""
    if not only(items, Habit)[0].standing:
        return None
    return join(Kind.DAY, items, only(items, Day)[0], "day_all_of")


def _range_of_week(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``Tues-Thurs next week``."""
    days, week = only(items, Habit)[0].days, only(items, Day)[0]
    ranged = items[0].rule == "habit_day_range" and week.unit is Unit.WEEK
    if not ranged or week.weekday is not None or len(days) < 2:
        return None
    first, last = (When(day=replace(week, weekday=day)) for day in (days[0], days[-1]))
    return join(Kind.WHEN, items, replace(first, until=last), "day_range_of_week")


def _apposed(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Every other Tuesday, benefits day``: the name of the day adds no other time."""
    if not scene.doc.tokens[items[-1].last - 1].lower.endswith(("day", "days")):
        return None
    if items[-1].rule != "habit_phrase":
        return None
    return [*items[:-1], replace(items[-1], kind=Kind.OTHER)]


def _same_day(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``yesterday, Friday 12th``: the one with a number says which day it is."""
    first, second = only(items, Day)
    if _is_today(first, second) or _is_today(second, first):
        named = first if first.feast else second
        return join(Kind.DAY, items, replace(named, feast="", shift=0), "day_named_today")
    if _is_weekday(second) and first.day is not None and first.weekday is None:
        return join(Kind.DAY, items, replace(first, weekday=second.weekday), "day_twice")
    if first.weekday is None and first.shift is None:
        return None
    if second.day is None or first.day is not None:
        return None
    part = second.part or first.part
    return join(Kind.DAY, items, replace(second, part=part, weekday=second.weekday), "day_twice")


def _is_weekday(day: Day) -> bool:
    """``the 21st, a Saturday``."""
    return day.weekday is not None and day == Day(weekday=day.weekday)


def _is_today(named: Day, said: Day) -> bool:
    """``bank holiday today``: the name adds no other day."""
    return bool(named.feast) and not named.beside and said.shift == 0


def _edge(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    edge = _EDGES[items[0].kind]
    if edge is Edge.BEFORE and scene.followed(items[-1], "demand"):
        # "Pay up by Friday or else" is a demand and no time of the activity.
        return [replace(item, kind=Kind.OTHER) for item in items]
    last = items[-1]
    if isinstance(last.value, Instant):
        if edge is not Edge.SINCE:
            return None
        return join(Kind.INSTANT, items, last.value, "since_ago")
    when = last.value if isinstance(last.value, When) else When(day=only(items, Day)[0])
    day = when.day
    if edge is Edge.SINCE and day and day.weeks > 0 and day.which is Which.COMING:
        # "Since a week Wednesday": so many weeks before the last one.
        when = replace(when, day=replace(day, weeks=-day.weeks, which=Which.LAST))
    return join(Kind.WHEN, items, replace(when, edge=edge), f"{edge}_{last.rule}")


def _stretch(items: Sequence[Item], _: Scene) -> list[Item] | None:
    ends = [i.value if isinstance(i.value, When) else When(day=i.value) for i in of(items, *_WHENS)
            if isinstance(i.value, Day | When)]  # fmt: skip
    if len(ends) != 2 or any(end.until or end.edge is not Edge.NONE for end in ends):
        return None
    first = _of_same_week(ends[0], ends[1])
    return join(Kind.WHEN, items, replace(first, until=ends[1]), "stretch_of_days")


def _of_same_week(first: When, second: When) -> When:
    """``between Monday and Wednesday last week``: what is said of the second holds for both."""
    day, other = first.day, second.day
    if day and other and other.feast and day == Day(feast=day.feast, part=day.part):
        return replace(first, day=replace(day, year=other.year, years=other.years))
    if day is None or other is None or other.weekday is None:
        return first
    if day != Day(weekday=day.weekday, part=day.part):
        return first
    if other.unit is None and other.which is Which.OPEN:
        return first
    return replace(first, day=replace(other, weekday=day.weekday, part=day.part))


_WHENS = (Kind.DAY, Kind.WHEN)


def _next_clock(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``7.05pm and 9.40``: a dotted figure after a clock time is another one."""
    made: list[Item] = [items[0]]
    for item in items[1:]:
        clock = item.value
        if isinstance(clock, int) and item.kind is Kind.NUMBER:
            clock = read_clock(str(clock)) if clock <= 12 else None
        if isinstance(clock, Clock):
            made += join(Kind.WINDOW, [item], Window(clock), "clock_in_list")
        else:
            made.append(item)
    return made


JOINS: tuple[Rule, ...] = (
    rule("standing_day", "habit at? day", _standing_day),
    rule("range_of_week", "habit comma? (at|of|in)? the? day", _range_of_week),
    rule("same_day", "day comma? (the|a)? day", _same_day),
    rule("loose", f"day comma? at? (dotted|year|number {_FREE})", _loose_clock),
    rule("habit_loose", f"habit comma? at (dotted|number {_FREE})", _loose_clock),
    rule("in_list", f"window ((comma? and|comma) (dotted|number {_FREE})){{1,4}}", _next_clock),
    rule("habit_window", "habit (comma? at?|dash|at) the? window", _habit_window),
    rule("window_habit", "window (comma? at?|of) habit", _habit_window),
    rule("apposed", "habit comma? habit", _apposed),
    rule("day_window", "day (comma? (at|from)?|dash) the? window", _day_window),
    rule("window_day", "window (comma? (at|of|in)?) the? day", _day_window),
    rule("since", "since at? (the|a)? (day|when|instant)", _edge),
    rule("between", "between (day|when) and the? (day|when)", _stretch),
    rule("from_to", "(from the?)? (day|when) (to|until|dash) the? (day|when)", _stretch),
    rule("edge", "(until|after|before|from) at? the? (day|when)", _edge),
)  # fmt: skip

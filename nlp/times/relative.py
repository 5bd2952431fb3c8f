"""How are days put together that stand beside another: the week before Christmas, bar Sunday?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.values import Day, Habit, Instant, Length, Part, Unit, When, Which
from nlp.times.weeks import number_of, part_of, weekday_of, which_of

_WEEK = "(weekday|weak_weekday)"
_MONTH = "(month|weak_month)"
_WHOLE = frozenset(range(7))


def _said(items: Sequence[Item], scene: Scene, table: str) -> bool:
    """Whether the last item of a row is a word of a table."""
    return scene.lexicon.has(table, scene.doc.tokens[items[-1].last - 1].lower)


def _weekday_before_last(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``Saturday before last``: a week before the last one."""
    value = Day(weekday=weekday_of(items), which=Which.LAST, weeks=-1, part=part_of(items))
    return join(Kind.DAY, items, value, "day_weekday_before_last")


def _beside(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``the week before Christmas``, ``Tuesday after Easter``."""
    feast = next(item.value for item in of(items, Kind.FEAST))
    units = only(items, Unit)
    weekday = weekday_of(items)
    if weekday is None and units[:1] not in ([Unit.WEEK], [Unit.DAY]):
        return None
    sign = -1 if of(items, Kind.BEFORE) else 1
    value = Day(feast=str(feast), weekday=weekday, beside=sign, year=number_of(items, Kind.YEAR))
    if units[:1] == [Unit.DAY]:
        value = replace(value, unit=Unit.DAY)
    return join(Kind.DAY, items, value, "day_beside_feast")


def _relative(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``the week before``, ``the night before``, ``week before that``: of what was spoken of."""
    if scene.followed(items[-1], "relative_object"):
        return None
    parts = only(items, Part)
    unit = next(iter(only(items, Unit)), Unit.DAY)
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.FORTNIGHT):
        return None
    weekday = weekday_of(items)
    sign = -1 if of(items, Kind.BEFORE) else 1
    day = unit is Unit.DAY and weekday is None and not parts
    part = next(iter(parts), None)
    value = Day(unit=unit, weekday=weekday, relative=sign, next_of=day, part=part)
    return join(Kind.DAY, items, value, "day_relative")


def _next_of(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``the next morning``, ``the following day``: after the day that was spoken of."""
    if any(unit is not Unit.DAY for unit in only(items, Unit)):
        return None
    value = Day(unit=Unit.DAY, relative=1, next_of=True, part=part_of(items))
    return join(Kind.DAY, items, value, "day_next_of")


def _before_that(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``week before that``."""
    return _relative(items, scene) if _said(items, scene, "what_was_said") else None


def _later(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``ten minutes later``: after what was spoken of."""
    if not _said(items, scene, "later"):
        return None
    instant = Instant(only(items, Length)[0], forward=True, after=True)
    return join(Kind.INSTANT, items, instant, "later")


def _before_length(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``before two weeks``: what speakers of other languages say for "two weeks ago"."""
    length = only(items, Length)[0]
    if length.few or length.unit is Unit.MINUTE or scene.followed(items[-1], "relative_object"):
        return None
    return join(Kind.INSTANT, items, Instant(length), "before_length")


def _since_ago(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``an hour since``: northern for "ago"; ``two weeks since he came`` is none."""
    since = items[-1]
    if since.last - since.first > 1 or scene.followed(since, "since_object"):
        return None
    return join(Kind.INSTANT, items, Instant(only(items, Length)[0]), "since_for_ago")


def _since_length(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``since two weeks``: what speakers of other languages say for "for two weeks"."""
    length = only(items, Length)[0]
    if length.few:
        return join(Kind.VAGUE, items, None, "vague_since_length")
    return join(Kind.INSTANT, items, Instant(length, open_end=True), "since_length")


def _come(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``three weeks come Thursday``: so long before the coming one."""
    length = only(items, Length)[0]
    weeks = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}.get(length.unit)
    if weeks is None or length.few or not _said(items[:-1], scene, "come"):
        return None
    day = weekday_of(items)
    value = Day(weekday=day, which=Which.COMING, weeks=-weeks * length.amount)
    return join(Kind.DAY, items, value, "day_weeks_come")


def _list_of_month(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``12, 19 and 26 January``: the month said of the last holds for all."""
    month = number_of(items, Kind.MONTH, Kind.WEAK_MONTH)
    year = number_of(items, Kind.YEAR)
    made: list[Item] = []
    for item in items:
        if item.kind in (Kind.NUMBER, Kind.ORDINAL):
            if not isinstance(item.value, int) or not 1 <= item.value <= 31:
                return None
            day = Day(day=item.value, month=month, year=year)
            made += join(Kind.DAY, [item], day, "day_in_list")
        elif item.kind in (Kind.COMMA, Kind.AND, Kind.THE):
            made.append(item)
    last = made.pop()
    tail = items[items.index(next(i for i in items if i.first == last.first)) :]
    return [*made, *join(Kind.DAY, tail, last.value, "day_in_list")]


def _number_range(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``between 2 and 13 February``."""
    days = [item.value for item in of(items, Kind.NUMBER) if isinstance(item.value, int)]
    month, year = number_of(items, Kind.MONTH, Kind.WEAK_MONTH), number_of(items, Kind.YEAR)
    if not all(1 <= day <= 31 for day in days):
        return None
    whole = only(items, Day)
    years = {Which.LAST: -1, Which.THIS: 0}.get(whole[0].which) if whole else None
    first, last = (When(day=Day(day=d, month=month, year=year, years=years)) for d in days)
    return join(Kind.WHEN, items, replace(first, until=last), "day_number_range")


def _except(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``most nights bar Sunday``: all the days but those."""
    habit = only(items, Habit)[0]
    rest = items[1:]
    out = {d for h in only(rest, Habit) for d in h.days}
    out |= {d.weekday for d in only(rest, Day) if d.weekday is not None}
    days = sorted((set(habit.days) or _WHOLE) - out)
    if habit.freq not in ("DAILY", "WEEKLY") or not out or not days:
        return None
    value = replace(habit, freq="WEEKLY", interval=1, days=tuple(days))
    return join(Kind.HABIT, items, value, f"{items[0].rule}_except")


def _two_habits(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``after school mondays and wednesdays``: one habit, the days and hours of both."""
    first, second = only(items, Habit)
    if first.standing == second.standing:
        return None
    main, other = (second, first) if first.standing else (first, second)
    days = main.days or other.days
    freq = "WEEKLY" if days else main.freq
    value = replace(main, freq=freq, days=days, window=main.window or other.window)
    return join(Kind.HABIT, items, value, "habit_joined")


def _habit_part(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``every Saturday about dinner time``, ``Saturdays first thing``."""
    habit = only(items, Habit)[0]
    if any(day != Day(part=day.part) for day in only(items, Day)):
        return None
    part = habit.part or part_of(items) or next((d.part for d in only(items, Day)), None)
    return join(Kind.HABIT, items, replace(habit, part=part), items[0].rule)


def _one_day_of(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``one night in August``."""
    day = only(items, Day)[0]
    lead = scene.doc.tokens[items[0].first].lower
    if not scene.lexicon.has("one_of", lead) or day.month is None or day.day is not None:
        return None
    return join(Kind.DAY, items, day, items[-1].rule)


def _end_of_unit(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``until the end of the month``."""
    unit = only(items, Unit)[0]
    words = scene.doc.tokens[items[1].first : items[1].last]
    if unit not in (Unit.WEEK, Unit.MONTH, Unit.YEAR):
        return None
    if not any(scene.lexicon.has("ending", word.lower) for word in words):
        return None
    which = which_of(items, scene)
    day = Day(unit=unit, which=Which.THIS if which is Which.OPEN else which)
    return [items[0], *join(Kind.DAY, items[1:], day, "day_end_of_unit")]


BESIDE: tuple[Rule, ...] = (
    rule("before_last", f"{_WEEK} part? before last", _weekday_before_last),
    rule("beside", f"the? (unit|{_WEEK}) part? (before|after) the? feast year?", _beside),
    rule("week_before_that", "the? (unit|part) (before|after) (follow|other)", _before_that),
    rule("relative", f"the ({_WEEK}|unit|part) (before|after)(?! last|next)", _relative),
    rule("bare_relative", f"(?<=and|the)({_WEEK}) before(?=stop|comma|break|$)", _relative),
    rule("list_of_month",
        f"(number|ordinal) (comma (number|ordinal)){{0,8}} comma? and the? (number|ordinal) "
        f"of? {_MONTH} year?", _list_of_month),
    rule("dash_range", f"number (dash|to) number of? {_MONTH} year?", _number_range),
    rule("number_range", f"(between|from) number (and|to|dash|until) number of? {_MONTH} "
        "(year|day)?", _number_range),
    rule("next_of", "the? next (unit|part)", _next_of),
    rule("end_of_unit", "(until|before) timing (the|this|next) unit", _end_of_unit),
    rule("later", "length timing", _later),
    rule("before_length", "before length", _before_length),
    rule("since_ago", "length since", _since_ago),
    rule("come", f"length (other|follow|bare_now) {_WEEK}", _come),
)  # fmt: skip

APART: tuple[Rule, ...] = (
    rule("except", "habit comma? except the? (day|habit)( and (day|habit))?", _except),
    rule("two_habits", "habit comma? habit", _two_habits),
    rule(
        "habit_part", "habit (comma? at|comma)? the? (part|timing|day)(?! of|the|day)", _habit_part
    ),
    rule("habit_day_part", "habit in the part", _habit_part),
    rule("since_length", "since at? length(?! ago|back|last|past|of|comma)", _since_length),
    rule("one_day_of", "vague in day", _one_day_of),
)

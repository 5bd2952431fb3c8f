"""How are days of the week put together: Friday week, last Tuesday, a week on Monday?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Build, Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.values import Day, Length, Part, Unit, Which

_WEEK = "(weekday|weak_weekday)"


def weekday_of(items: Sequence[Item]) -> int | None:
    """The weekday among some items, 0 for Monday."""
    for item in of(items, Kind.WEEKDAY, Kind.WEAK_WEEKDAY):
        if isinstance(item.value, tuple):
            return int(item.value[0])
    return None


def number_of(items: Sequence[Item], *kinds: Kind) -> int | None:
    """The first number among items of some kinds."""
    found = [item.value for item in of(items, *kinds) if isinstance(item.value, int)]
    return found[0] if found else None


def part_of(items: Sequence[Item]) -> Part | None:
    """The part of the day among some items."""
    return next(iter(only(items, Part)), None)


def which_of(items: Sequence[Item], scene: Scene) -> Which:
    """Which one of many equal days the cues among some items mean."""
    if of(items, Kind.LAST, Kind.GONE, Kind.PAST):
        return Which.LAST
    for item in of(items, Kind.NEXT):
        said = scene.doc.tokens[item.last - 1].lower
        return Which.COMING if scene.lexicon.has("soonest", said) else Which.NEXT
    return Which.THIS if of(items, Kind.THIS) else Which.OPEN


def _weekday(weeks: int = 0, which: Which | None = None) -> Build:
    def build(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
        said = which or which_of(items, scene)
        if said is Which.OPEN and _is_today(items, scene):
            said = Which.THIS
        value = Day(weekday=weekday_of(items), which=said, weeks=weeks, part=part_of(items))
        return join(Kind.DAY, items, value, f"day_weekday_{said}")

    return build


def _is_today(items: Sequence[Item], scene: Scene) -> bool:
    """``it's Friday``, ``it's only Wednesday``: the day of writing where it is that weekday."""
    back = 2 if scene.led(items[0], "it_is_only") else 1
    ends = scene.doc.at.weekday() == weekday_of(items)
    return ends and scene.led(items[0], "it_is", back)


def _weekday_week(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
    """``Friday week``, ``Friday fortnight``: counted from the coming Friday."""
    unit = only(items, Unit)[0]
    weeks = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}.get(unit)
    return _weekday(weeks, Which.COMING)(items, scene) if weeks else None


def _named_week(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``tomorrow week``, ``today fortnight``."""
    weeks = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}.get(Unit(str(items[1].value)))
    if weeks is None:
        return None
    day = replace(only(items, Day)[0], weeks=weeks)
    return join(Kind.DAY, items, day, "day_named_week")


def _week_weekday(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
    """``a week last Friday``, ``a fortnight on Monday``, ``two weeks on Saturday``."""
    length = only(items, Length)[0]
    weeks = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}.get(length.unit)
    if weeks is None or length.few:
        return None
    back = bool(of(items, Kind.LAST, Kind.PAST, Kind.AGO, Kind.GONE))
    sign, which = (-1, Which.LAST) if back else (1, Which.COMING)
    named = only(items, Day)
    if named:
        shifted = replace(named[0], weeks=sign * weeks * length.amount)
        return join(Kind.DAY, items, shifted, "day_week_named")
    return _weekday(sign * weeks * length.amount, which)(items, scene)


def _bare_week_weekday(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
    """``week past Friday``: as "a week last Friday"."""
    if items[0].value is not Unit.WEEK:
        return None
    return _weekday(-1, Which.LAST)(items, scene)


def _weekday_of_week(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Friday of last week``, ``last week on Tuesday``: a weekday of a given week."""
    if Unit.WEEK not in only(items, Unit):
        return None
    which = which_of(of(items, Kind.LAST, Kind.NEXT, Kind.THIS), scene)
    value = Day(weekday=weekday_of(items), unit=Unit.WEEK, which=which, part=part_of(items))
    return join(Kind.DAY, items, value, "day_of_week")


def _unit(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    unit = only(items, Unit)[0]
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        return None
    which = which_of(items, scene)
    if which is Which.OPEN and unit is not Unit.WEEKEND:
        return None
    return join(Kind.DAY, items, Day(unit=unit, which=which), f"day_{which}_{unit}")


def _before_last(items: Sequence[Item], _: Scene) -> list[Item] | None:
    unit = only(items, Unit)[0]
    if unit is Unit.YEAR:
        return join(Kind.DAY, items, Day(years=-2), "day_year_before_last")
    if unit not in (Unit.WEEK, Unit.WEEKEND):
        return None
    return join(Kind.DAY, items, Day(unit=unit, which=Which.LAST, weeks=-1), "day_before_last")


def _after_next(items: Sequence[Item], _: Scene) -> list[Item] | None:
    unit = only(items, Unit)[0]
    if unit not in (Unit.WEEK, Unit.WEEKEND):
        return None
    return join(Kind.DAY, items, Day(unit=unit, which=Which.NEXT, weeks=1), "day_after_next")


def fridays_ago(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """A day for ``two Fridays ago``, before the plural is taken for a habit."""
    count = number_of(items, Kind.NUMBER)
    days = next(item.value for item in items if isinstance(item.value, tuple))
    if count is None or len(days) != 1 or not 1 <= count <= 52:
        return None
    value = Day(weekday=days[0], which=Which.LAST, weeks=1 - count)
    return join(Kind.DAY, items, value, "day_weekdays_ago")


def _named(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = only(items, Day)[0]
    return join(Kind.DAY, items, replace(day, part=part_of(items) or day.part), "day_named")


def _weak_listed(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``Fri & Sat``, ``Sat 28th``: a day beside another, or before a date or clock time."""
    return [*items[:-1], replace(items[-1], kind=Kind.WEEKDAY)]


def _weak_weekday(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Sat`` alone is a day where it is capitalised in the midst of a sentence or cued."""
    return [replace(items[0], kind=Kind.WEEKDAY)] if scene.led(items[0], "before_weak") else None


WEEKS: tuple[Rule, ...] = (
    rule("weekday_after_next", f"{_WEEK} after next", _weekday(1, Which.COMING)),
    rule(
        "week_weekday",
        "length (ago|at|gone|past|last|this|next)? "
        f"({_WEEK}|named) (gone|past)?",
        _week_weekday,
    ),
    rule("bare_week_weekday", f"unit (last|past|gone|ago) {_WEEK} part?", _bare_week_weekday),
    rule("named_week", "named unit", _named_week),
    rule("weekday_week", f"(this|next)? {_WEEK} part? unit", _weekday_week),
    rule("of_week", f"{_WEEK} part? (of|in)? (last|this|next) unit", _weekday_of_week),
    rule("week_of", f"(last|this|next) unit comma? at? the? {_WEEK} part?", _weekday_of_week),
    rule("which_weekday", f"(last|this|next) {_WEEK} part? (gone|past)?", _weekday()),
    rule("weekday_which", f"{_WEEK} part? (gone|past|last|next) part?", _weekday()),
    rule("weekday_part", f"{_WEEK} part", _weekday()),
    rule("weak_cued", "weak_weekday", _weak_weekday),
    rule("weak_listed", "(?<=weekday) (comma|and|dash|to)? weak_weekday", _weak_listed),
    rule(
        "weak_led",
        "weak_weekday (?=clock|window|ordinal|weekday|weak_weekday|(comma|and|dash|to) "
        "(weekday|weak_weekday))",
        _weak_listed,
    ),
    rule("weekday", "weekday", _weekday()),
    rule("named", "named part?", _named),
    rule("before_last", "unit before last", _before_last),
    rule("after_next", "unit after next", _after_next),
    rule("unit", "(?<!over)(?<!in)(?<!for) last unit|(this|next) unit", _unit),
    rule("weekend", "(?<=at|over|the|since) unit", _unit),
)  # fmt: skip

"""How are days put together: Mon 23rd, the 26th of this month, Friday week, last August?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Build, Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.values import Day, Length, Part, Unit, When, Which

_WEEK = "(weekday|weak_weekday)"
_MONTH = "(month|weak_month)"
# After a bare "12th" these would make it the number of a thing ("the 3rd floor").
_NO_THING = "(?! (other|unit|units|times|season|part))"


def weekday_of(items: Sequence[Item]) -> int | None:
    """The weekday among some items, 0 for Monday."""
    for item in of(items, Kind.WEEKDAY, Kind.WEAK_WEEKDAY):
        if isinstance(item.value, tuple):
            return int(item.value[0])
    return None


def _number(items: Sequence[Item], *kinds: Kind) -> int | None:
    found = [item.value for item in of(items, *kinds) if isinstance(item.value, int)]
    return found[0] if found else None


def _part(items: Sequence[Item]) -> Part | None:
    return next(iter(only(items, Part)), None)


def _calendar(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """A day of the month, with what is said of weekday, month and year."""
    day = _number(items, Kind.ORDINAL, Kind.ORDINAL_WORD, Kind.NUMBER)
    year = _number(items, Kind.YEAR)
    if day is None or not 1 <= day <= 31 or (year is not None and not 1990 <= year <= 2099):
        return None
    month = _number(items, Kind.MONTH, Kind.WEAK_MONTH)
    value = Day(weekday=weekday_of(items), day=day, month=month, year=year, part=_part(items))
    return join(Kind.DAY, items, value, "day_calendar")


def _bare_ordinal(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    if not scene.led(items[0], "before_ordinal"):
        return None
    return _calendar(items, scene)


def _of_month(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = _number(items, Kind.ORDINAL, Kind.ORDINAL_WORD)
    if day is None or not 1 <= day <= 31:
        return None
    months = -1 if of(items, Kind.LAST) else 1 if of(items, Kind.NEXT) else 0
    return join(Kind.DAY, items, Day(day=day, months=months), "day_of_month")


def _slashed(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    day = only(items, Day)[0]
    cued = len(items) > 1 or scene.led(items[0], "before_slashed")
    if not cued or day.month is None or not 1 <= day.month <= 12:
        return None
    return join(Kind.DAY, items, replace(day, weekday=weekday_of(items)), "day_slashed")


def _written(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = replace(only(items, Day)[0], weekday=weekday_of(items))
    return join(Kind.DAY, items, day, "day_written")


def _month_year(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    year = _number(items, Kind.YEAR)
    if year is not None and not 1990 <= year <= 2099:
        return None
    which = _which(items, scene)
    month = _number(items, Kind.MONTH, Kind.WEAK_MONTH, Kind.SEASON)
    season = bool(of(items, Kind.SEASON))
    value = Day(month=month, year=year, which=which, season=season)
    return join(Kind.DAY, items, value, "day_season" if season else "day_month")


def _weak_month(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``may``, ``march``: a month only after a word that months follow."""
    return [*items[:1], *(_month_year(items[1:], scene) or items[1:])]


def _year(items: Sequence[Item], _: Scene) -> list[Item] | None:
    year = _number(items, Kind.YEAR)
    if year is None or not 1990 <= year <= 2099:
        return None
    return [*items[:-1], *join(Kind.DAY, items[-1:], Day(year=year), "day_year")]


def _which(items: Sequence[Item], scene: Scene) -> Which:
    if of(items, Kind.LAST, Kind.GONE, Kind.PAST):
        return Which.LAST
    for item in of(items, Kind.NEXT):
        said = scene.doc.tokens[item.last - 1].lower
        return Which.COMING if scene.lexicon.has("soonest", said) else Which.NEXT
    return Which.THIS if of(items, Kind.THIS) else Which.OPEN


def _weekday(weeks: int = 0, which: Which | None = None) -> Build:
    def build(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
        said = which or _which(items, scene)
        value = Day(weekday=weekday_of(items), which=said, weeks=weeks, part=_part(items))
        return join(Kind.DAY, items, value, f"day_weekday_{said}")

    return build


def _weekday_week(items: Sequence[Item], scene: Scene) -> Sequence[Item] | None:
    """``Friday week``, ``Friday fortnight``: counted from the coming Friday."""
    unit = only(items, Unit)[0]
    weeks = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}.get(unit)
    return _weekday(weeks, Which.COMING)(items, scene) if weeks else None


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


def _season(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return join(Kind.VAGUE, items, None, "vague_season")


def _weekday_of_week(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Friday of last week``, ``last week on Tuesday``: a weekday of a given week."""
    if Unit.WEEK not in only(items, Unit):
        return None
    which = _which(of(items, Kind.LAST, Kind.NEXT, Kind.THIS), scene)
    value = Day(weekday=weekday_of(items), unit=Unit.WEEK, which=which, part=_part(items))
    return join(Kind.DAY, items, value, "day_of_week")


def _unit(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    unit = only(items, Unit)[0]
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        return None
    which = _which(items, scene)
    if which is Which.OPEN and unit is not Unit.WEEKEND:
        return None
    return join(Kind.DAY, items, Day(unit=unit, which=which), f"day_{which}_{unit}")


def _feast(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    (feast,) = [item.value for item in of(items, Kind.FEAST)]
    value = Day(feast=str(feast), year=_number(items, Kind.YEAR), which=_which(items, scene))
    return join(Kind.DAY, items, replace(value, part=_part(items)), "day_feast")


def _named(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = only(items, Day)[0]
    return join(Kind.DAY, items, replace(day, part=_part(items) or day.part), "day_named")


def _timed(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``early this morning``, ``Friday night``, ``the night of the 12th``."""
    day = only(items, Day)[0]
    return join(Kind.DAY, items, replace(day, part=_part(items) or day.part), "day_part")


def _weak_listed(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``Fri & Sat``, ``Sat 28th``: a day beside another, or before a date or clock time."""
    return [*items[:-1], replace(items[-1], kind=Kind.WEEKDAY)]


def _ordinal_range(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``between the 17th and the 20th``, ``17th-20th November``."""
    days = [item.value for item in of(items, Kind.ORDINAL) if isinstance(item.value, int)]
    month = _number(items, Kind.MONTH, Kind.WEAK_MONTH)
    year = _number(items, Kind.YEAR)
    bound = items[0].kind in (Kind.BETWEEN, Kind.FROM) or (month and not of(items, Kind.AND))
    if not bound or not all(1 <= day <= 31 for day in days):
        return None
    first, last = (When(day=Day(day=day, month=month, year=year)) for day in days)
    return join(Kind.WHEN, items, replace(first, until=last), "day_range")


def _bare_part(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``in the morning``, ``at night``: which day, the context says."""
    return [*items[:1], *join(Kind.DAY, items[1:], Day(part=_part(items)), "day_bare_part")]


def _weak_weekday(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Sat`` alone is a day where it is capitalised in the midst of a sentence or cued."""
    return [replace(items[0], kind=Kind.WEEKDAY)] if scene.led(items[0], "before_weak") else None


DAYS: tuple[Rule, ...] = (
    rule("written", f"({_WEEK} comma? the?)? date", _written),
    rule(
        "ordinal_range",
        "(between|from)? the? ordinal (and|to|dash|until) "
        f"the? ordinal (of? {_MONTH} year?)?",
        _ordinal_range,
    ),
    rule(
        "weekday_date",
        f"{_WEEK} part? comma? the? (ordinal|ordinal_word) "
        f"(of? {_MONTH} comma? year?)?",
        _calendar,
    ),
    rule("weekday_number", f"{_WEEK} comma? number of? {_MONTH} year?", _calendar),
    rule("day_month", f"(ordinal|ordinal_word|number) of? {_MONTH} comma? year?", _calendar),
    rule(
        "month_day",
        f"{_MONTH} the? (ordinal|number "
        "(?!dash|to|other|units)) (comma? year)?",
        _calendar,
    ),
    rule("of_month", "(ordinal|ordinal_word) of (this|last|next) unit", _of_month),
    rule("slashed", f"({_WEEK} comma? the?)? slashed", _slashed),
    rule("slashed_clock", "slashed (?=comma? at? (window|clock))", _written),
    rule("ordinal", f"ordinal {_NO_THING}", _bare_ordinal),
    rule("month_year", f"(last|this|next)? ({_MONTH}|season) of? year", _month_year),
    rule("which_month", f"(last|this|next) ({_MONTH}|season)", _month_year),
    rule("month_gone", "(month|season) (gone|last|past)", _month_year),
    rule("feast", "(last|this|next)? feast year? part?", _feast),
    rule("month", "month", _month_year),
    rule(
        "weak_month",
        "(in|since|until|of|from|and|over|before|after|back|timing) "
        "weak_month",
        _weak_month,
    ),
    rule("since_season", "(?<=since) the? season", _month_year),
    rule("season", "(in|over) the season", _season),
    rule("year", "(in|since|of|from|over|until|back|before|after) year (?!other)", _year),
    rule(
        "week_weekday",
        "length (ago|at|gone|past|last|this|next)? "
        f"({_WEEK}|named) (gone|past)?",
        _week_weekday,
    ),
    rule("bare_week_weekday", f"unit (last|past|gone|ago) {_WEEK} part?", _bare_week_weekday),
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
    rule("unit", "(last|this|next) unit", _unit),
    rule("weekend", "(?<=at|over|the) unit", _unit),
)  # fmt: skip

TIMED: tuple[Rule, ...] = (
    rule("timing", "timing the? day", _timed),
    rule("day_part", "day comma? (in|at)? (the|this)? part", _timed),
    rule("part_day", "part of the? day", _timed),
    rule("bare_part", "(in|at|over) the? timing? part", _bare_part),
)

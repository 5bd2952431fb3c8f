"""How are days put together that lie so far from another: a month after Easter, 2 days before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Tense
from nlp.times.values import Day, Edge, Instant, Length, Unit, When, Which
from nlp.times.weeks import part_of, weekday_of

_WEEK = "(weekday|weak_weekday)"
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.FORTNIGHT: 14, Unit.MONTH: 30, Unit.YEAR: 365}
_WEEKS = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}
_LAST = 31


def _from_day(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``a couple of days after Burns Night``; "a few days after" is vague."""
    length, day = only(items, Length)[0], only(items, Day)[0]
    days = _DAYS.get(length.unit)
    if days is None or (day.part is not None and day == Day(part=day.part)):
        return None
    if length.few:
        return join(Kind.VAGUE, items, None, "vague_from_day")
    sign = -1 if items[1].kind is Kind.BEFORE else 1
    return join(Kind.DAY, items, replace(day, more=sign * days * length.amount), "day_from_day")


def _from_spoken(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``three days after``: from the day that was spoken of."""
    length = only(items, Length)[0]
    instant = Instant(length, forward=items[-1].kind is Kind.AFTER, after=True)
    return join(Kind.INSTANT, items, instant, "later")


def _week_back(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``last Tuesday week``, ``Thursday week back``: a week before the last one."""
    weeks = next((_WEEKS[unit] for unit in only(items, Unit) if unit in _WEEKS), None)
    if weeks is None or scene.followed(items[-1], "after_back"):
        return None
    day = Day(weekday=weekday_of(items), which=Which.LAST, weeks=-weeks, part=part_of(items))
    return join(Kind.DAY, items, day, "day_weekday_week_back")


def _come(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``a fortnight ago come Sunday``; ``a week come Thursday it lands`` lies ahead."""
    length = only(items, Length)[0]
    weeks = _WEEKS.get(length.unit)
    word = scene.doc.tokens[items[-2].first].lower
    if weeks is None or length.few or not scene.lexicon.has("come", word):
        return None
    ago = items[1].kind is Kind.AGO
    if not ago and scene.tense(items) not in (Tense.FUTURE, Tense.PROGRESSIVE):
        return None
    amount = weeks * length.amount * (-1 if ago else 1)
    day = Day(weekday=weekday_of(items), which=Which.COMING, weeks=amount)
    return join(Kind.DAY, items, day, "day_weeks_come")


def _decade(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``in the 80s``, ``since the nineties``."""
    year = items[-1].value
    led = items[0].kind is Kind.SINCE or scene.led(items[0], "before_decade")
    if not isinstance(year, int) or not led:
        return None
    value = When(day=Day(year=year), until=When(day=Day(year=year + 9)))
    if items[0].kind is Kind.SINCE:
        value = When(day=Day(year=year), edge=Edge.SINCE)
    return join(Kind.WHEN, items, value, "day_decade")


def _in_a_row(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``4 nights on the bounce``, ``three weeks running``."""
    word = scene.doc.tokens[items[-1].last - 1].lower
    if not scene.lexicon.has("in_a_row", word):
        return None
    return join(Kind.VAGUE, items, None, "vague_in_a_row")


def _list_of_unit(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``1st, 9th and 17th of this month``: the month said of the last holds for all."""
    unit = only(items, Unit)[0]
    if unit is not Unit.MONTH:
        return None
    months = -1 if of(items, Kind.LAST) else 1 if of(items, Kind.NEXT) else 0
    made: list[Item] = []
    for item in items:
        if item.kind is Kind.ORDINAL:
            if not isinstance(item.value, int) or not 1 <= item.value <= _LAST:
                return None
            made += join(Kind.DAY, [item], Day(day=item.value, months=months), "day_in_list")
        elif item.kind in (Kind.COMMA, Kind.AND, Kind.THE):
            made.append(item)
    made[-1] = replace(made[-1], last=items[-1].last)
    return made


def _logged_ordinal(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``30th: same``: a day of the month before a colon."""
    day = items[0].value
    if scene.after(items[0]) != ":" or not isinstance(day, int) or not 1 <= day <= 31:
        return None
    return join(Kind.DAY, items, Day(day=day), "day_logged")


EARLY: tuple[Rule, ...] = (
    rule("last_week_back", f"last {_WEEK} part? unit (?!ago|last|past|gone|before)", _week_back),
    rule("week_back", f"{_WEEK} part? unit (back|ago|past|gone)", _week_back),
    rule("ago_come", f"length ago (other|follow|bare_now) {_WEEK}", _come),
    rule("week_come", f"length (other|follow|bare_now) {_WEEK}", _come),
    rule("in_a_row", "(number parts|length) (orso|(at the|in a)? other)", _in_a_row),
    rule(
        "list_of_unit",
        "the? ordinal (comma the? ordinal){0,8} comma? and the? ordinal of (this|last|next) unit",
        _list_of_unit,
    ),
    rule("decade", "(since? the|since) decade", _decade),
    rule("logged_ordinal", "(?<=stop|break) ordinal (?=stop)|^ordinal (?=stop)", _logged_ordinal),
)  # fmt: skip

OFFSETS: tuple[Rule, ...] = (
    rule("from_day", "length (before|after) at? the? day", _from_day),
    rule("from_spoken", "length (before|after) (?=stop|comma|break|$)", _from_spoken),
)

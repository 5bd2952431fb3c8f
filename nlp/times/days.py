"""How are dates put together: Mon 23rd, the 26th of this month, last August, Boxing Day?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Tense
from nlp.times.values import Day, Unit, When, Which
from nlp.times.weeks import number_of, part_of, weekday_of, which_of

_WEEK = "(weekday|weak_weekday)"
_MONTH = "(month|weak_month)"
# After a bare "12th" these would make it the number of a thing ("the 3rd floor").
# From here on "the ninth" is a day even where nothing leads up to it.
_DAY_ALONE = 5
_LAST_MINUTE, _LAST_DAY, _LAST_MONTH, _CENTURY = 59, 31, 12, 100
_LOG = re.compile(r"(?:^|\n)\s{0,3}\d{1,2}/\d{1,2}(?![/\d])")
_OLDEST = 1700
_NO_THING = "(?! (other|unit|units|times|season|part))"


def is_year(number: int) -> bool:
    """Whether four figures after a month are a year: ``1984``, ``2026``; ``1930`` is an hour."""
    minutes = number % 100
    odd = minutes > _LAST_MINUTE or bool(minutes % 5)
    return 1990 <= number <= 2099 or (_OLDEST <= number < 1990 and odd)


def _calendar(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """A day of the month, with what is said of weekday, month and year."""
    day = number_of(items, Kind.ORDINAL, Kind.ORDINAL_WORD, Kind.NUMBER)
    year = number_of(items, Kind.YEAR)
    if day is None or not 1 <= day <= 31:
        return None
    if year is not None and not is_year(year) and not _is_history(items, year, scene):
        # "12th October, 1420": an hour, left to what reads clock times after a day.
        made = _calendar(items[:-1], scene) if items[-1].kind is Kind.YEAR else None
        return [*made, items[-1]] if made else None
    month = number_of(items, Kind.MONTH, Kind.WEAK_MONTH)
    value = Day(weekday=weekday_of(items), day=day, month=month, year=year, part=part_of(items))
    return join(Kind.DAY, items, value, "day_calendar")


def _is_history(items: Sequence[Item], year: int, scene: Scene) -> bool:
    """``15 Sept 1940``, where nobody is watched: in a log ``1940`` is an hour."""
    if not _OLDEST <= year < 1990 or items[-2].kind is Kind.COMMA:
        return False
    return not any(scene.lexicon.has("noted", token.lower) for token in scene.doc.tokens)


def _bare_ordinal(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    if not scene.led(items[0], "before_ordinal") or scene.followed(items[0], "thing"):
        return None
    return _calendar(items, scene)


def _ordinal_word(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``on the thirtieth``; ``the second`` alone may be the second of anything."""
    day = number_of(items, Kind.ORDINAL_WORD)
    cued = items[0].kind is not Kind.THE
    if day is None or not 1 <= day <= 31 or (not cued and day < _DAY_ALONE):
        return None
    lead = items[: len(items) - 1]
    return [*lead, *join(Kind.DAY, items[-1:], Day(day=day), "day_ordinal_word")]


def _since_word(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``since the Twelfth they``; ``since the second lad came`` is of a lad."""
    day = number_of(items, Kind.ORDINAL_WORD)
    return _ordinal_word(items, scene) if day is not None and day >= _DAY_ALONE else None


def _logged(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``27/12 three cars``: dates at the beginning of the lines of a log."""
    day = only(items, Day)[0]
    text = scene.doc.text
    lines = len(list(islice(_LOG.finditer(text), 2)))
    if lines < 2 or day.month is None or not 1 <= day.month <= 12:
        return None
    return join(Kind.DAY, items, day, "day_logged")


def _said_year(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``that was 2021``."""
    return _year(items, scene) if scene.led(items[0], "before_year") else None


def _of_month(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = number_of(items, Kind.ORDINAL, Kind.ORDINAL_WORD)
    if day is None or not 1 <= day <= 31:
        return None
    months = -1 if of(items, Kind.LAST) else 1 if of(items, Kind.NEXT) else 0
    return join(Kind.DAY, items, Day(day=day, months=months), "day_of_month")


def _slashed(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    day = only(items, Day)[0]
    cued = len(items) > 1 or scene.led(items[0], "before_slashed") or _is_noughted(items, scene)
    cued = cued or (_is_late(day) and _closes(items[-1], scene))
    if not cued or day.month is None or not 1 <= day.month <= 12:
        return None
    return join(Kind.DAY, items, replace(day, weekday=weekday_of(items)), "day_slashed")


def _is_late(day: Day) -> bool:
    """``24/4``: the first figure can only be a day of the month; ``2/1`` may be a flat."""
    return day.day is not None and _LAST_MONTH < day.day <= _LAST_DAY


def _closes(item: Item, scene: Scene) -> bool:
    after = scene.after(item)
    return not after[:1].isalnum() or scene.followed(item, "follow")


def _is_noughted(items: Sequence[Item], scene: Scene) -> bool:
    """``12/03``: a leading nought makes two figures a date."""
    figures = scene.doc.text[scene.doc.tokens[items[0].first].start :][:5]
    return "0" in (figures[:1], figures[3:4]) and figures[2:3] == "/"


def _written(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = replace(only(items, Day)[0], weekday=weekday_of(items))
    return join(Kind.DAY, items, day, "day_written")


def _month_year(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    year = number_of(items, Kind.YEAR)
    if year is not None and not (is_year(year) or (of(items, Kind.OF) and year >= _OLDEST)):
        return None
    which = which_of(items, scene)
    month = number_of(items, Kind.MONTH, Kind.WEAK_MONTH, Kind.SEASON)
    season = bool(of(items, Kind.SEASON))
    value = Day(month=month, year=year, which=which, season=season)
    return join(Kind.DAY, items, value, "day_season" if season else "day_month")


def _short_year(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``October 87``."""
    month, year = number_of(items, Kind.MONTH), number_of(items, Kind.NUMBER)
    if year is None or not _LAST_DAY < year < _CENTURY:
        return None
    return join(Kind.DAY, items, Day(month=month, year=1900 + year), "day_month")


def _weak_month(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``may``, ``march``: a month only after a word that months follow."""
    return [*items[:1], *(_month_year(items[1:], scene) or items[1:])]


def _year(items: Sequence[Item], _: Scene) -> list[Item] | None:
    year = number_of(items, Kind.YEAR)
    if year is None or not _OLDEST <= year <= 2099:
        return None
    if year < 1990 and items[0].kind is not Kind.IN and not is_year(year):
        return None
    return [*items[:-1], *join(Kind.DAY, items[-1:], Day(year=year), "day_year")]


def _season(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``back in the spring`` is a stretch; ``in the summer they sell`` is a habit of no date."""
    if scene.tense(items) in (Tense.PAST, Tense.FUTURE):
        return _month_year(items, scene)
    return join(Kind.VAGUE, items, None, "vague_season")


def _feast(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    (feast,) = [item.value for item in of(items, Kind.FEAST)]
    value = Day(feast=str(feast), year=number_of(items, Kind.YEAR), which=which_of(items, scene))
    return join(Kind.DAY, items, replace(value, part=part_of(items)), "day_feast")


def _timed(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``early this morning``, ``Friday night``, ``the night of the 12th``."""
    day = only(items, Day)[0]
    if day.month and not day.day and not day.season and _is_middle(items, scene):
        day = replace(day, day=15)
    return join(Kind.DAY, items, replace(day, part=part_of(items) or day.part), "day_part")


def _is_middle(items: Sequence[Item], scene: Scene) -> bool:
    """``mid May``: about the fifteenth."""
    words = scene.doc.tokens[items[0].first : items[0].last]
    return any(scene.lexicon.has("middle", word.lower) for word in words)


def _ordinal_range(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``between the 17th and the 20th``, ``17th-20th November``."""
    days = [item.value for item in of(items, Kind.ORDINAL) if isinstance(item.value, int)]
    month = number_of(items, Kind.MONTH, Kind.WEAK_MONTH)
    year = number_of(items, Kind.YEAR)
    bound = items[0].kind in (Kind.BETWEEN, Kind.FROM) or (month and not of(items, Kind.AND))
    if not bound or not all(1 <= day <= 31 for day in days):
        return None
    first, last = (When(day=Day(day=day, month=month, year=year)) for day in days)
    return join(Kind.WHEN, items, replace(first, until=last), "day_range")


def _of_year(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``March last year``, ``august bank holiday last year``."""
    day, year = only(items, Day)
    steps = {Which.LAST: -1, Which.THIS: 0, Which.NEXT: 1}
    if year.unit is not Unit.YEAR or year.which not in steps or day.year is not None:
        return None
    if day.month is None and not day.feast:
        return None
    return join(Kind.DAY, items, replace(day, years=steps[year.which]), items[0].rule)


def _bare_part(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``in the morning``, ``at night``: which day, the context says."""
    return [*items[:1], *join(Kind.DAY, items[1:], Day(part=part_of(items)), "day_bare_part")]


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
        f"(last|this|next)? {_WEEK} part? (comma? the? ordinal|(comma? the)? ordinal_word) "
        f"(of? {_MONTH} (comma? year)?)?",
        _calendar,
    ),
    rule("weekday_number", f"{_WEEK} comma? number of? {_MONTH} year?", _calendar),
    rule("day_month", f"(ordinal|ordinal_word|number) of? {_MONTH} (comma? year)?", _calendar),
    rule(
        "month_day",
        f"{_MONTH} the? (ordinal|number "
        "(?!dash|to|other|units)) (comma? year)?",
        _calendar,
    ),
    rule("of_month", "(ordinal|ordinal_word) of (this|last|next) unit", _of_month),
    rule("slashed", f"({_WEEK} comma? the?)? slashed", _slashed),
    rule("slashed_clock", "slashed (?=comma? at? (window|clock|year))", _written),
    rule("logged", "(?<=break) slashed|^slashed", _logged),
    rule("ordinal_word", "(at the|(since|until|before) the?) ordinal_word "
        "(?=stop|comma|break|follow|at|from|between|window|clock|and|$)"
        "|the ordinal_word (?=stop|break|$)", _ordinal_word),
    rule("since_word", "since the? ordinal_word (?!unit|units|season|part|times)", _since_word),
    rule("ordinal", f"ordinal {_NO_THING}", _bare_ordinal),
    rule("month_year", f"(last|this|next)? ({_MONTH}|season) of? year", _month_year),
    rule("short_year", "month number (?=stop|comma|break|follow|$)", _short_year),
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
    rule("to_weak_month", "(?<=day) (to|until|dash|and) weak_month", _weak_month),
    rule("since_season", "(?<=since|until|before) the? season", _month_year),
    rule("season", "(in|over) the? season", _season),
    rule("year", "(in|since|of|from|over|until|back|before|after|timing) year (?!other)", _year),
    rule("in_year", "in year (?!unit|units)", _year),
    rule("said_year", "year (?!other)", _said_year),
    rule("listed_year", "(?<=day) and year", _year),
)  # fmt: skip

TIMED: tuple[Rule, ...] = (
    rule("timing", "timing dash? the? day", _timed),
    rule("day_part", "day comma? (in|at)? (the|this)? part", _timed),
    rule("part_day", "part of? the? day", _timed),
    rule("of_year", "day of? day", _of_year),
    rule("bare_part", "(in|at|over) the? timing? part", _bare_part),
)

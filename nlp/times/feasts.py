"""On what day does a named day fall in a given year?"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from nlp.times.lexicon import Feast, Lexicon
from nlp.times.values import WEEKDAYS


def nation_of(words: frozenset[str], lexicon: Lexicon) -> str:
    """Subdivision code of the nation whose bank holidays a text means; England's by default."""
    for word, code in lexicon.nations.items():
        if word in words:
            return code
    return "ENG"


def feast_days(feast: Feast, year: int, nation: str) -> list[tuple[date, date | None]]:
    """First days, and last days of longer ones, on which a feast falls in a year, in order."""
    if feast.dates:
        return [pair for pair in map(_dated, feast.dates) if pair[0].year == year]
    days = [day + timedelta(days=feast.from_days) for day in _starts(feast, year, nation)]
    return [(day, _end(feast, day)) for day in days]


def _dated(text: str) -> tuple[date, date | None]:
    first, _, last = text.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def _starts(feast: Feast, year: int, nation: str) -> list[date]:
    if feast.fixed:
        month, day = feast.fixed.split("-")
        return [date(year, int(month), int(day))]
    if feast.easter is not None:
        return [easter(year) + timedelta(days=feast.easter)]
    if feast.nth:
        month, day, nth = feast.nth.split(" ")
        first = date(year, int(month), 1)
        return [first + relativedelta(weekday=weekday(WEEKDAYS.index(day))(int(nth)))]
    if feast.clocks:
        # Summer time ends and begins on the last Sunday of the month (Summer Time Order 2002).
        return [date(year, int(feast.clocks), 1) + relativedelta(day=31, weekday=weekday(6)(-1))]
    wanted = feast.bank or ""
    return [day for day, name in bank_holidays(year, nation) if wanted in name]


def _end(feast: Feast, start: date) -> date | None:
    if feast.from_days:
        return start - timedelta(days=feast.from_days)
    if not feast.to:
        return None
    if "-" in feast.to:
        month, day = feast.to.split("-")
        end = date(start.year, int(month), int(day))
        return end if end >= start else end.replace(year=end.year + 1)
    return easter(start.year) + timedelta(days=int(feast.to))


@lru_cache(maxsize=256)
def bank_holidays(year: int, nation: str) -> tuple[tuple[date, str], ...]:
    """Bank holidays of a nation of the UK in a year with their English names, in order."""
    import holidays

    return tuple(sorted(holidays.country_holidays("GB", subdiv=nation, years=year).items()))

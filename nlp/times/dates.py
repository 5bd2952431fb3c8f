"""Which calendar days does a day as said mean, for somebody who writes at a given moment?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from nlp.times.feasts import feast_days
from nlp.times.lexicon import Lexicon
from nlp.times.values import Day, Part, Unit, Which

# How many months or years each way a date is sought that falls on the weekday said.
_TRIES = 6
# Before this hour a night still belongs to the day on which it began.
NIGHT_ENDS = 5
# Without a verb a named day so near ahead is the coming one.
_SOON = timedelta(days=20)
# A date without a year is the near one where that of the tense is almost a year off.
_FAR, _NEAR = timedelta(days=270), timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The moment of writing and what the text around says.

    Attributes:
        at: local time in Europe/London, naive.
        ahead: whether the text speaks of what is to come.
        nation: whose bank holidays count.
        unled: whether no verb says the direction.
        nearest: whether a named day is the one nearest to the time of writing.
        told: whether it is news, which call the day of writing by its name.
    """

    at: datetime
    ahead: bool
    nation: str
    unled: bool = False
    nearest: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """First day and, of a longer stretch, the last."""

    first: date
    last: date | None = None


def resolve_day(day: Day, ref: Reference, lexicon: Lexicon) -> Days | None:
    """The days meant, or None where no calendar has such a day or the year leaves 1 to 9999."""
    try:
        found = _resolve(day, ref, lexicon)
        if found and day.weeks:
            more = timedelta(weeks=day.weeks)
            return Days(found.first + more, found.last and found.last + more)
        if found and day.more:
            edge = found.first if day.more < 0 else found.last or found.first
            return Days(edge + timedelta(days=day.more))
    except (ValueError, OverflowError):
        return None
    return found


def _resolve(day: Day, ref: Reference, lexicon: Lexicon) -> Days | None:
    today = ref.at.date()
    if day.years is not None:
        day = replace(day, year=today.year + day.years, years=None)
    if day.feast:
        found = _feast(day, ref, lexicon)
        return _beside(found, day) if found and day.beside else found
    if day.shift is not None:
        return Days(_shifted(day, ref))
    if day.months is not None and day.day:
        first = today.replace(day=1) + relativedelta(months=day.months)
        return Days(first.replace(day=day.day))
    if day.day is not None:
        return _numbered(day, ref)
    if day.month is not None:
        return _months(day, ref)
    if day.year is not None:
        return Days(date(day.year, 1, 1), date(day.year, 12, 31))
    if day.unit is not None:
        return _unit(day, ref)
    if day.weekday is not None:
        return Days(_weekday(day, ref))
    return None


def _beside(feast: Days, day: Day) -> Days:
    """``the week before Christmas``, ``the Tuesday after Easter``."""
    edge = feast.first if day.beside < 0 else feast.last or feast.first
    if day.unit is Unit.DAY:
        return Days(edge + timedelta(days=day.beside))
    if day.weekday is None:
        step = timedelta(days=day.beside)
        return Days(*sorted((edge + step, edge + 7 * step)))
    if day.beside < 0:
        return Days(edge - timedelta(days=(edge.weekday() - day.weekday - 1) % 7 + 1))
    return Days(edge + timedelta(days=(day.weekday - edge.weekday() - 1) % 7 + 1))


def beside_day(base: date, day: Day) -> Days:
    """The unit before or after the one that a day lies in."""
    sign = day.relative
    if day.weekday is not None:
        behind = (base.weekday() - day.weekday) % 7 or 7
        return Days(base - timedelta(days=behind) if sign < 0 else base + timedelta(days=7))
    if day.unit is Unit.DAY:
        return Days(base + timedelta(days=sign))
    which = Which.LAST if sign < 0 else Which.NEXT
    at = datetime.combine(base, datetime.min.time())
    return _unit(Day(unit=day.unit, which=which), Reference(at=at, ahead=False, nation=""))


def _shifted(day: Day, ref: Reference) -> date:
    """``tonight`` of what has been, written after midnight, is the night begun the day before."""
    late = day.part is Part.NIGHT and day.shift == 0 and ref.at.hour < NIGHT_ENDS
    back = 1 if late and not ref.ahead else 0
    return ref.at.date() + timedelta(days=(day.shift or 0) - back)


def _weekday(day: Day, ref: Reference) -> date:
    today = ref.at.date()
    behind = (today.weekday() - (day.weekday or 0)) % 7
    if day.which is Which.NEXT:
        # "next Friday" is that of the coming week, the one after "this Friday".
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + (day.weekday or 0))
    ahead = day.which is Which.COMING or (day.which is not Which.LAST and ref.ahead)
    if ahead:
        # Of the very day of writing people say "today": "on Friday" is then the one to come.
        same = 0 if day.which is Which.THIS else 7
        return today + timedelta(days=-behind % 7 or same)
    if behind == 0 and day.part is None and day.which is Which.THIS:
        return today
    if behind == 0 and ref.told and day.which is Which.OPEN:
        return today
    return today - timedelta(days=behind or 7)


def _unit(day: Day, ref: Reference) -> Days:
    today = ref.at.date()
    step = {Which.LAST: -1, Which.NEXT: 1, Which.COMING: 1}.get(day.which, 0)
    monday = today - timedelta(days=today.weekday())
    if day.unit is Unit.YEAR:
        return Days(date(today.year + step, 1, 1), date(today.year + step, 12, 31))
    if day.unit is Unit.MONTH:
        first = today.replace(day=1) + relativedelta(months=step)
        return Days(first, first + relativedelta(day=31))
    if day.unit is Unit.WEEKEND:
        return _weekend(day, ref, monday)
    if day.unit is Unit.FORTNIGHT:
        if step < 0:
            return Days(today - timedelta(days=14), today)
        return Days(today, today + timedelta(days=14))
    monday += timedelta(weeks=step)
    if day.weekday is not None:
        return Days(monday + timedelta(days=day.weekday))
    return Days(monday, monday + timedelta(days=6))


def _weekend(day: Day, ref: Reference, monday: date) -> Days:
    """The last one is that which is over; the open one follows the tense."""
    saturday = monday + timedelta(days=5)
    in_it = ref.at.date() >= saturday
    if day.which is Which.LAST or (day.which is Which.OPEN and not ref.ahead and not in_it):
        saturday -= timedelta(weeks=1)
    elif day.which is Which.NEXT:
        saturday += timedelta(weeks=1)
    return Days(saturday, saturday + timedelta(days=1))


def _numbered(day: Day, ref: Reference) -> Days | None:
    """A day of the month: of the year and month said, else the nearest one in the direction."""
    if day.year is not None and day.month is not None:
        return Days(date(day.year, day.month, day.day or 1))
    today = ref.at.date()
    here = list(islice(_candidates(day, today, ahead=ref.ahead), _TRIES))
    there = list(islice(_candidates(day, today, ahead=not ref.ahead), _TRIES))
    if day.weekday is not None:
        # A weekday that fits outweighs the tense: "sat 5 sept" is the year in which it is one.
        for found in (here[:1], there[:1], here, there):
            for candidate in found:
                if candidate.weekday() == day.weekday:
                    return Days(candidate)
    if (
        here
        and there
        and day.month
        and abs(here[0] - today) > _FAR
        and abs(there[0] - today) < _NEAR
    ):
        return Days(there[0])
    return Days(here[0]) if here else None


def _candidates(day: Day, today: date, *, ahead: bool) -> Iterable[date]:
    step = relativedelta(years=1) if day.month else relativedelta(months=1)
    first = today.replace(day=1, month=day.month or today.month)
    if day.year is not None:
        first = first.replace(year=day.year)
    for count in range(13):
        month = first + step * (count if ahead else -count)
        try:
            found = month.replace(day=day.day or 1)
        except ValueError:
            continue
        if found >= today if ahead else found <= today:
            yield found


def _months(day: Day, ref: Reference) -> Days:
    today = ref.at.date()
    length = 3 if day.season else 1
    year = day.year if day.year is not None else today.year
    first = date(year, day.month or 1, 1)
    if day.year is None:
        first = _nearest_month(first, day, ref, length)
    return Days(first, first + relativedelta(months=length - 1, day=31))


def _nearest_month(first: date, day: Day, ref: Reference, length: int) -> date:
    today = ref.at.date()
    over = first + relativedelta(months=length - 1, day=31)
    if day.which is Which.LAST:
        # "last August" in autumn is that of this year: the last one that is over.
        return first if over < today else first + relativedelta(years=-1)
    if day.which is Which.OPEN and ref.ahead and over < today <= over + _NEAR:
        # "In June", written in July: "next June" would say that of the coming year.
        return first
    if day.which in (Which.NEXT, Which.COMING) or (day.which is Which.OPEN and ref.ahead):
        return (
            first
            if first > today or (over >= today and ref.ahead)
            else first + relativedelta(years=1)
        )
    if day.which is Which.THIS:
        return first
    return first if first <= today else first + relativedelta(years=-1)


def _is_soon(today: date, days: list[tuple[date, date | None]], soon: timedelta) -> bool:
    """Whether a named day is near ahead, and no other was as near behind."""
    coming = min((first - today for first, _ in days if first >= today), default=None)
    gone = min((today - first for first, _ in days if first < today), default=None)
    return coming is not None and coming <= soon and (gone is None or coming <= gone)


def _feast(day: Day, ref: Reference, lexicon: Lexicon) -> Days | None:
    """The feast of the year said, or the nearest in the direction; today's where it is today."""
    feast = lexicon.feasts[day.feast]
    today = ref.at.date()
    if day.year is not None:
        found = feast_days(feast, day.year, ref.nation) if 1990 <= day.year <= 2099 else []
        return Days(*found[0]) if found else None
    if not 1990 <= today.year <= 2099:
        return None
    days = [
        pair
        for year in range(today.year - 2, today.year + 2)
        for pair in feast_days(feast, year, ref.nation)
    ]
    if day.which is Which.LAST:
        past = [pair for pair in days if (pair[1] or pair[0]) < today]
        return Days(*past[-1]) if past else None
    ahead = ref.ahead or day.which in (Which.NEXT, Which.COMING)
    if not ahead and ref.unled:
        ahead = _is_soon(today, days, _FAR if ref.nearest else _SOON)
    if ahead:
        coming = [pair for pair in days if (pair[1] or pair[0]) >= today]
        # The tables of moving feasts and terms end some years from now.
        return Days(*coming[0]) if coming else None
    past = [pair for pair in days if pair[0] <= today]
    return Days(*past[-1]) if past else None

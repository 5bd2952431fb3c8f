"""At what moment of which day is a clock time that was said?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from nlp.incoming import LONDON
from nlp.times.lexicon import Tense
from nlp.times.values import Clock, Edge, Instant, Part, Unit, Window

# "Just after" the clock said is still the clock said.
_SLACK = timedelta(minutes=10)
# Without a verb a clock time is of the past, unless it is this near ahead.
_SOON = timedelta(hours=5)
# From this hour on "half three" is no more that of the night; "one" to "half five" are such.
_AWAKE = 11
_MORNING = 6 * 60
_SMALL = (60, 345)
_NIGHTLY = (Part.NIGHT, Part.EVENING)
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.FORTNIGHT: 14}


def elapsed(at: datetime, length: timedelta) -> datetime:
    """Local time after a length of elapsed time, which a change of the clocks does not stretch."""
    moved = at.replace(tzinfo=LONDON).astimezone(UTC) + length
    return moved.astimezone(LONDON).replace(tzinfo=None)


def instant_at(instant: Instant, at: datetime) -> datetime | date | None:
    """The moment, or for days and more the day, that lies so far from the time of writing."""
    amount = instant.length.amount * (1 if instant.forward else -1)
    unit = instant.length.unit
    try:
        if unit is Unit.MINUTE:
            return elapsed(at, timedelta(minutes=amount))
        if unit is Unit.HOUR:
            return elapsed(at, timedelta(hours=amount))
        if unit in _DAYS:
            return at.date() + timedelta(days=amount * _DAYS[unit])
        if unit is Unit.MONTH:
            return at.date() + relativedelta(months=amount)
        return at.date() + relativedelta(years=amount)
    except (ValueError, OverflowError):
        return None


def settle(clock: Clock, part: Part | None) -> Clock:
    """The clock time with its half of the day fixed by a part of the day, where that can be."""
    part = clock.part or part
    if clock.fixed or part is None:
        return replace(clock, part=part)
    hour = clock.minute // 60 or 12
    if part in (Part.MORNING, Part.SMALL):
        after_noon = False
    elif part is Part.NIGHT:
        after_noon = 5 <= hour <= 11
    elif part is Part.NOON:
        after_noon = hour not in (10, 11)
    else:
        after_noon = True
    return Clock(clock.minute + 720 * after_noon, fixed=True, part=part)


def usual(clock: Clock) -> Clock:
    """The likelier half of the day of a clock time said without any hint.

    Dealing is spoken of by the evening and night: 1 to 11 are after noon, 12 is noon.
    """
    return clock if clock.fixed else Clock(clock.minute + 720, fixed=True, part=clock.part)


def settle_window(window: Window, part: Part | None) -> Window:
    """Both ends of a window with the half of the day fixed."""
    start = window.start and settle(window.start, part)
    end = window.end and settle(window.end, part)
    if start and not start.fixed and end and not end.fixed:
        start = _workday(start, end)
    if start and not start.fixed:
        start = usual(start)
    if end and not end.fixed:
        end = _after(end, start) if start else _closing(end)
    return Window(start, end, window.edge)


def by_day(window: Window) -> Window:
    """The window with an open start from six to noon put before noon."""
    start = window.start
    if start is None or start.fixed or start.part or start.minute < _MORNING:
        return window
    return replace(window, start=replace(start, fixed=True))


def _workday(start: Clock, end: Clock) -> Clock:
    """``9 to 5`` and ``8 til 4`` are hours of the day; other ranges begin after noon."""
    day = 7 * 60 <= start.minute < 10 * 60 and 3 * 60 <= end.minute <= 6 * 60
    return replace(start, fixed=True) if day else usual(start)


def _after(end: Clock, start: Clock) -> Clock:
    choices = (end.minute, end.minute + 720)
    minute = min(choices, key=lambda m: (m - start.minute - 1) % 1440)
    return Clock(minute, fixed=True, part=end.part)


def _closing(end: Clock) -> Clock:
    """``til 2``, ``til 12``: up to 5 it is after midnight, else the evening."""
    hour = end.minute // 60
    return Clock(end.minute if hour < 5 else end.minute + 720, fixed=True, part=end.part)


def on_day(clock: Clock, day: date, part: Part | None) -> datetime:
    """A fixed clock time of a day; of a night, the hours after midnight are the next day's."""
    at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=clock.minute)
    night = part in _NIGHTLY and clock.minute < 6 * 60
    if night or (clock.minute == 0 and part is not Part.SMALL):
        at += timedelta(days=1)
    return at


def nearest(
    clock: Clock, at: datetime, tense: Tense, *, days: tuple[int, ...], since: bool = False
) -> datetime:
    """The occurrence of a clock time nearest to the time of writing in the direction of the tense.

    Args:
        clock: fixed or open; an open one may fall in either half of the day.
        at: the time of writing.
        tense: PAST looks back, NONE too unless the time is soon, all others ahead.
        days: days from the one of writing on which it may fall.
        since: whether it is since then: the last one, be it of the night.
    """
    minutes = (clock.minute,) if clock.fixed else (clock.minute, clock.minute + 720)
    if (
        not since
        and not clock.fixed
        and _SMALL[0] <= clock.minute < _SMALL[1]
        and at.hour >= _AWAKE
    ):
        minutes = (clock.minute + 720,)
    midnight = datetime.combine(at.date(), datetime.min.time())
    found = [midnight + timedelta(days=d, minutes=m) for d in days for m in minutes]
    back = [when for when in found if when <= at + _SLACK]
    ahead = [when for when in found if when >= at - _SLACK]
    if tense is Tense.PAST:
        return max(back) if back else min(found)
    if tense is Tense.NONE:
        return _unled(back, ahead, at)
    return min(ahead) if ahead else max(found)


def _unled(back: list[datetime], ahead: list[datetime], at: datetime) -> datetime:
    """The occurrence meant where no verb says which: the past one unless the next is soon."""
    last, coming = max(back, default=None), min(ahead, default=None)
    if last is None or (coming is not None and coming - at <= min(_SOON, at - last)):
        return coming or at
    return last


def moments_of(
    window: Window, day: date | None, part: Part | None, at: datetime, tense: Tense
) -> tuple[datetime, datetime | None] | None:
    """Start, and end where there are two clock times, of a window.

    Args:
        window: the clock times said.
        day: the day they belong to; None where nothing says it.
        part: the part of the day spoken of.
        at: the time of writing.
        tense: the tense of the text around.

    Returns:
        None where the calendar ends before.
    """
    first = window.start or window.end
    if first is None:
        return None
    try:
        if day is None or (day == at.date() and window.end is None):
            start = _near(settle(first, part), day, at, tense, since=window.edge is Edge.SINCE)
            if not (window.start and window.end):
                return start, None
            day = start.date()
        settled = settle_window(window, part)
        clock = settled.start or settled.end
        if clock is None:
            return None
        start = on_day(clock, day, part if part in _NIGHTLY else clock.part or part)
        return start, _end(start, settled.end) if settled.start else None
    except OverflowError:
        return None


def _near(clock: Clock, day: date | None, at: datetime, tense: Tense, *, since: bool) -> datetime:
    if day is None:
        return nearest(clock, at, tense, days=(-1, 0, 1), since=since)
    nightly = clock.part in _NIGHTLY
    if clock.fixed and (nightly or clock.minute == 0):
        return on_day(clock, day, clock.part)
    return nearest(clock, at, tense, days=(0,))


def _end(start: datetime, clock: Clock | None) -> datetime | None:
    if clock is None:
        return None
    midnight = datetime.combine(start.date(), datetime.min.time())
    end = midnight + timedelta(minutes=clock.minute)
    return end if end > start else end + timedelta(days=1)

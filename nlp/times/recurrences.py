"""How are habits put together: every Friday and Saturday, Thurs to Sun, most nights?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Entry, Tense
from nlp.times.values import WEEKDAYS, Clock, Habit, Part, Unit, Window
from nlp.times.weeks import fridays_ago, weekday_of

_WEEK = "(weekday|weak_weekday)"
_ANY = "(weekday|weak_weekday|weekdays)"
_AND = "(comma? and|comma)?"
_THIRD = 3


def _days(items: Sequence[Item]) -> tuple[int, ...]:
    """Weekdays among items in calendar order, ranges (``Thurs to Sun``) filled in."""
    days: list[int] = []
    fill = False
    for item in items:
        if isinstance(item.value, tuple):
            first = int(item.value[0])
            if fill and days:
                days += [(days[-1] + n) % 7 for n in range(1, (first - days[-1]) % 7)]
            days += [int(day) for day in item.value]
        fill = item.kind in (Kind.TO, Kind.DASH, Kind.UNTIL)
    return tuple(sorted(set(days)))


def _weekly(items: Sequence[Item], interval: int = 1) -> Habit:
    part = next(iter(only(items, Part)), None)
    return Habit(freq="WEEKLY", interval=interval, days=_days(items), part=part)


def _every_days(items: Sequence[Item], _: Scene) -> list[Item] | None:
    interval = 2 if of(items, Kind.EVERY_OTHER) else 1
    return join(Kind.HABIT, items, _weekly(items, interval), "habit_every_weekday")


def _every_nth(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``every 2nd Friday``: every other one; the third is that of the month."""
    (nth,) = [item.value for item in of(items, Kind.ORDINAL, Kind.ORDINAL_WORD)]
    if not isinstance(nth, int) or not 2 <= nth <= 4:
        return None
    if nth == _THIRD:
        habit = replace(_weekly(items), freq="MONTHLY", monthday=nth)
        return join(Kind.HABIT, items, habit, "habit_every_third_weekday")
    return join(Kind.HABIT, items, _weekly(items, nth), "habit_every_nth_weekday")


def _every_nth_unit(items: Sequence[Item], _: Scene) -> list[Item] | None:
    nth, unit = items[1].value, items[2].value
    if not isinstance(nth, int) or not isinstance(unit, Unit) or not 1 <= nth <= 31:
        return None
    if unit not in (Unit.DAY, Unit.WEEK):
        return None
    habit = Habit(freq=_FREQ[unit], interval=nth)
    return join(Kind.HABIT, items, habit, "habit_every_nth_unit")


def _plural_days(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return join(Kind.HABIT, items, _weekly(items), "habit_weekdays")


def _list(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Friday and Saturday nights`` is a habit; ``Friday and Saturday`` is two days."""
    plural = of(items, Kind.PARTS) or of(items, Kind.WEEKDAYS)
    tense = scene.tense(items)
    many = len(_days(items)) > 2 and tense is not Tense.PAST
    slashed = tense is Tense.NONE and scene.after(items[0]) == "/"
    if plural or many or slashed or tense is Tense.PRESENT:
        return _plural_days(items, scene)
    return None


def _span_of_days(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``Thurs to Sun``; with ``from`` before a past verb it is a stretch, left to the finder."""
    if scene.tense(items) in (Tense.PAST, Tense.FUTURE) and scene.led(items[0], "from"):
        return None
    first, second = items[0], items[-1]
    return join(Kind.HABIT, items, _weekly([first, items[1], second]), "habit_day_range")


def _on_a_day(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return [items[0], *join(Kind.HABIT, items[1:], _weekly(items), "habit_on_a_weekday")]


def _is_a_day(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``quiz night which is a Monday``."""
    if not scene.led(items[0], "it_is"):
        return None
    return [items[0], *join(Kind.HABIT, items[1:], _weekly(items), "habit_is_a_weekday")]


def _every_part(items: Sequence[Item], _: Scene) -> list[Item] | None:
    parts = only(items, Part)
    interval = 2 if of(items, Kind.EVERY_OTHER) else 1
    habit = Habit(freq="DAILY", interval=interval, part=parts[0] if parts else None)
    return join(Kind.HABIT, items, habit, "habit_every_part")


_FREQ = {
    Unit.MINUTE: "MINUTELY", Unit.HOUR: "HOURLY", Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY",
    Unit.FORTNIGHT: "WEEKLY", Unit.WEEKEND: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY",
}  # fmt: skip


def _every_unit(items: Sequence[Item], _: Scene) -> list[Item] | None:
    unit = only(items, Unit)[0]
    days = (5, 6) if unit is Unit.WEEKEND else ()
    interval = (2 if of(items, Kind.EVERY_OTHER) else 1) * (2 if unit is Unit.FORTNIGHT else 1)
    habit = Habit(freq=_FREQ[unit], interval=interval, days=days)
    return join(Kind.HABIT, items, habit, "habit_every_unit")


def _every_month(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``every September``."""
    month = next(i.value for i in of(items, Kind.MONTH, Kind.WEAK_MONTH))
    if not isinstance(month, int):
        return None
    return join(Kind.HABIT, items, Habit(freq="YEARLY", month=month), "habit_every_month")


def _monthday(items: Sequence[Item], _: Scene) -> list[Item] | None:
    day = next((i.value for i in of(items, Kind.ORDINAL, Kind.ORDINAL_WORD)), None)
    if of(items, Kind.LAST):
        day = -1
    if not isinstance(day, int) or not -1 <= day <= 31 or not _monthly(items[-1]):
        return None
    weekday = weekday_of(items)
    if weekday is not None:
        habit = Habit(freq="MONTHLY", days=(weekday,), monthday=day)
    else:
        habit = Habit(freq="MONTHLY", monthday=day)
    return join(Kind.HABIT, items, habit, "habit_of_the_month")


def _monthdays(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``the 1st, 8th and 15th of every month``."""
    days = [item.value for item in of(items, Kind.ORDINAL) if isinstance(item.value, int)]
    if not _monthly(items[-1]) or not all(1 <= day <= 31 for day in days):
        return None
    habit = Habit(freq="MONTHLY", monthdays=tuple(sorted(set(days))))
    return join(Kind.HABIT, items, habit, "habit_days_of_the_month")


def _second_of_month(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``every second Saturday of the month``."""
    word = scene.doc.tokens[items[0].last - 1].lower
    if not _monthly(items[-1]) or not scene.lexicon.has("second", word):
        return None
    habit = Habit(freq="MONTHLY", days=_days(items), monthday=2)
    return join(Kind.HABIT, items, habit, "habit_of_the_month")


def _monthly(item: Item) -> bool:
    value = item.value
    return value is Unit.MONTH or (isinstance(value, Entry) and value.value == "FREQ=MONTHLY")


def _parts(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``nights`` where it is when (``at nights``), not what (``two nights``, ``works nights``)."""
    if scene.led(items[0], "no_habit_before"):
        return None
    part = only(items, Part)[0]
    return join(Kind.HABIT, items, Habit(freq="DAILY", part=part), "habit_parts")


def _ready(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """A habit that is whole in the vocabulary."""
    entry = items[0].value
    if not isinstance(entry, Entry):
        return None
    said = dict(part.split("=", 1) for part in entry.value.split(";"))
    days = tuple(WEEKDAYS.index(day) for day in said.get("BYDAY", "").split(",") if day)
    start, end = (_clock(text) for text in entry.extra)
    window = Window(start, end) if start or end else None
    habit = Habit(
        freq=said["FREQ"], interval=int(said.get("INTERVAL", "1")), days=days, window=window,
        standing=entry.standing,
    )  # fmt: skip
    return join(Kind.HABIT, items, habit, "habit_phrase")


def _clock(text: str) -> Clock | None:
    if not text:
        return None
    hour, minute = text.split(":")
    return Clock(int(hour) * 60 + int(minute), fixed=True)


def _one_of_habit(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``last payday``: one day, but nobody here knows which."""
    named = isinstance(items[-1].value, Entry)
    if not named or not scene.doc.tokens[items[-1].last - 1].lower.endswith("day"):
        return None
    return join(Kind.VAGUE, items, None, "vague_last_named_day")


def _absorb(items: Sequence[Item], _: Scene) -> list[Item] | None:
    (habit,) = only(items, Habit)
    return join(Kind.HABIT, items, habit, next(i.rule for i in items if i.kind is Kind.HABIT))


HABITS: tuple[Rule, ...] = (
    rule(
        "monthdays",
        "ordinal ((comma? and|comma) the? ordinal){1,6} of (every unit|habit)",
        _monthdays,
    ),
    rule("last_payday", "(last|next) habit", _one_of_habit),
    rule("second_of_month", "every_other weekday of (the|every) unit", _second_of_month),
    rule("every_days", f"(every|every_other) {_ANY} part? parts?"
        f"({_AND} (every|every_other)? {_ANY} (part|parts)?){{0,6}}", _every_days),
    rule("every_nth", f"every (ordinal|ordinal_word) {_ANY} (part|parts)?", _every_nth),
    rule("plural_list", f"{_ANY} (parts|part)? ({_AND} {_ANY} (part|parts)?){{1,6}}", _list),
    rule("every_nth_unit", "every ordinal unit", _every_nth_unit),
    rule("fridays_ago", "number weekdays ago", fridays_ago),
    rule(
        "day_range",
        f"(?<!last|next|this) {_WEEK} "
        f"(to|dash|until) {_ANY} (part|parts)?",
        _span_of_days,
    ),
    rule("is_a_day", f"a {_WEEK}", _is_a_day),
    rule("on_a_day", f"(at|of) a {_WEEK} part?", _on_a_day),
    rule("mostly", f"mostly (at|of)? a? {_WEEK} part? ({_AND} {_WEEK} part?){{0,6}}", _plural_days),
    rule("plural", "weekdays (part|parts)?", _plural_days),
    rule("day_parts", f"{_WEEK} parts", _plural_days),
    rule(
        "every_part",
        "(every|every_other) (part|parts) (and "
        "(every|every_other)? (part|parts))?",
        _every_part,
    ),
    rule(
        "monthday",
        "(every|the)? (ordinal|ordinal_word|last) "
        "weekday? (of|in) ((the|every)? unit|habit)",
        _monthday,
    ),
    rule("every_month", "every (month|weak_month)", _every_month),
    rule("every_unit", "(every|every_other) (unit|units)", _every_unit),
    rule("phrase", "habit", _ready),
    rule("parts", "(?<!number|few) parts", _parts),
)  # fmt: skip

ABSORB: tuple[Rule, ...] = (rule("mostly", "mostly? habit mostly?", _absorb),)

"""How are lengths of time put together: half an hour, a couple of weeks, 2 or 3 days?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.times.grammar import Rule, Scene, join, of, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Tense
from nlp.times.values import Day, Habit, Instant, Length, Part, Unit

_ROUND_MINUTES = (2, 5, 10, 15, 20, 30, 40, 45)
# So many years and more without a word before are somebody's age.
_AGE_FROM = 8
# "Been" stands so many words before its length at most.
_NEAR = 10
_FREQ = {
    Unit.MINUTE: "MINUTELY", Unit.HOUR: "HOURLY", Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY",
    Unit.FORTNIGHT: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY",
}  # fmt: skip


def _half(items: Sequence[Item], _: Scene) -> list[Item] | None:
    (unit,) = only(items, Unit)
    if unit is not Unit.HOUR:
        return None
    minutes = 15 if items[0].kind is Kind.QUARTER else 30
    return join(Kind.LENGTH, items, Length(minutes, Unit.MINUTE), "length_half")


def _and_a_half(items: Sequence[Item], _: Scene) -> list[Item] | None:
    (unit,) = only(items, Unit)
    amount = _amount(items)
    if unit is Unit.HOUR:
        value = Length(amount * 60 + 30, Unit.MINUTE)
    elif unit in (Unit.YEAR, Unit.DAY):
        value = Length(amount * 12 + 6, Unit.MONTH) if unit is Unit.YEAR else Length(amount, unit)
    else:
        value = Length(amount, unit, few=unit is Unit.MONTH)
    return join(Kind.LENGTH, items, value, "length_and_a_half")


def _counted(items: Sequence[Item], _: Scene) -> list[Item] | None:
    (unit,) = only(items, Unit)
    if unit is Unit.WEEKEND:
        return None
    few = bool(of(items, Kind.FEW))
    # "A few minutes" is about five; with longer units it is too open to be counted.
    value = Length(5 if few else _amount(items), unit, few=few)
    return join(Kind.LENGTH, items, value, "length")


def _amount(items: Sequence[Item]) -> int:
    return max([n.value for n in of(items, Kind.NUMBER) if isinstance(n.value, int)], default=1)


def _nights_ago(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``3 nights ago``: a day; ``a few nights ago`` is vague."""
    if of(items, Kind.FEW):
        return join(Kind.VAGUE, items, None, "vague_ago")
    day = Day(shift=-_amount(items), part=only(items, Part)[0])
    return join(Kind.DAY, items, day, "day_nights_ago")


def _times(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    if scene.followed(items[-1], "off_or_old"):
        return None
    last = items[-1]
    freq = "DAILY" if last.kind is Kind.PART else _FREQ.get(Unit(str(last.value)), "")
    if not freq:
        return None
    interval = 2 if last.value is Unit.FORTNIGHT else 1
    return join(Kind.HABIT, items, Habit(freq=freq, interval=interval), "habit_times")


def _every(items: Sequence[Item], _: Scene) -> list[Item] | None:
    length = next((x for x in only(items, Length)), None)
    if length is None or length.unit not in _FREQ:
        return None
    interval = (1 if length.few else length.amount) * (2 if length.unit is Unit.FORTNIGHT else 1)
    habit = Habit(freq=_FREQ[length.unit], interval=max(interval, 1))
    return join(Kind.HABIT, items, habit, "habit_every_length")


def _this_time(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``this time last year``: to the day."""
    (unit,) = only(items, Unit)
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.WEEKEND):
        return None
    instant = Instant(Length(1, unit), forward=bool(of(items, Kind.NEXT)))
    return join(Kind.INSTANT, items, instant, "this_time")


LENGTHS: tuple[Rule, ...] = (
    rule("per", "number (parts|units) (in? a|per|every) unit", _times),
    rule("times", "((number|few) (and number)?)? times (in? a|per|every|of)? (unit|part)", _times),
    rule("half", "a? half a? unit", _half),
    rule("quarter", "quarter of? a? unit", _half),
    rule("and_a_half", "(number|a)? unit and a? half", _and_a_half),
    rule("a_half", "number and a half (unit|units)", _and_a_half),
    rule("counted", "(a? few number?|number ((and|to|dash) number)?) (units|unit)", _counted),
    rule("one", "a few? unit", _counted),
    rule("nights_ago", "(number|few) parts ago", _nights_ago),
    rule("bare", "unit (?=ago)", _counted),
    rule("this_time", "this intime (last|next) unit", _this_time),
    rule("an_hours", "a units (?=intime)", _counted),
    rule("every", "every length", _every),
)


def _ago(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    if items[-1].kind is Kind.BACK and scene.followed(items[-1], "after_back"):
        return None
    return _instant(items, Instant(only(items, Length)[0]), "ago")


def _instant(items: Sequence[Item], instant: Instant, name: str) -> list[Item]:
    if instant.length.few and instant.length.unit is not Unit.MINUTE:
        return join(Kind.VAGUE, items, None, f"vague_{name}")
    return join(Kind.INSTANT, items, instant, name)


def _missed(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``you've missed it by ten minutes``: so long ago."""
    before = [scene.before(items[0], n) for n in range(1, 5)]
    if before[0] != "by" or "missed" not in before:
        return None
    return _instant(items, Instant(only(items, Length)[0]), "ago")


def _hence(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    length = only(items, Length)[0]
    away = scene.lexicon.has("far", scene.doc.tokens[items[-1].first].lower)
    if away and (length.unit not in (Unit.MINUTE, Unit.HOUR) or _distance(items, scene)):
        return None
    return _instant(items, Instant(length, forward=True), "hence")


def _distance(items: Sequence[Item], scene: Scene) -> bool:
    words = scene.lexicon.sets["distance"]
    near = [scene.before(items[0], n) for n in range(1, 5)]
    return scene.followed(items[-1], "far_from") or any(word in words for word in near)


def _in(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``in 20 mins``; not a rate (``3 cars in 10 mins``) and not a stretch behind."""
    length = items[1:] if items[0].kind is Kind.IN else items
    before = [scene.before(items[0], n) for n in range(1, 4)]
    if any(w.isdigit() or scene.lexicon.has("rate", w) for w in before):
        return None
    instant = Instant(only(items, Length)[0], forward=True)
    made = _instant(length, instant, "in_length")
    return [items[0], *made] if items[0].kind is Kind.IN and made[0].kind is Kind.INSTANT else made


def _stretch(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``for 3 weeks now``, ``the last 3 weeks``: what is known is where it began."""
    length = only(items, Length)[0]
    name = "last_stretch" if of(items, Kind.LAST, Kind.PAST, Kind.BARE_NOW) else "stretch"
    return _instant(items, Instant(length, open_end=True), name)


def _bare_stretch(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``I must water the plants, 4 month``: a length that ends a clause, with no word before it."""
    length = only(items, Length)[0]
    if not length.few and not scene.led(items[0], "before_sentence") and _has_been(items, scene):
        return _instant(items, Instant(length, open_end=True), "last_stretch")
    brief = length.unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY)
    age = length.unit is Unit.YEAR and length.amount > _AGE_FROM
    if brief or age or items[0].kind is Kind.A or scene.led(items[0], "before_sentence"):
        return None
    if scene.lexicon.has("article", scene.doc.tokens[items[0].first].lower):
        return None
    return join(Kind.VAGUE, items, None, "vague_bare_length")


def _first_stretch(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``4 month they keep her there``: a length that opens a clause."""
    length = only(items, Length)[0]
    if length.unit in (Unit.MINUTE, Unit.HOUR) or not scene.followed(items[-1], "doer"):
        return None
    return join(Kind.VAGUE, items, None, "vague_first_length")


def _has_been(items: Sequence[Item], scene: Scene) -> bool:
    """``she's been held there 3 days``, ``been dealing 2 years``: a length up to now."""
    clause = scene.doc.tokens[items[0].first].clause
    near = scene.doc.tokens[max(0, items[0].first - _NEAR) : items[0].first]
    if only(items, Length)[0].unit is Unit.MINUTE:
        return False
    return any(
        one.clause == clause
        and scene.lexicon.has("been", one.lower)
        and (two.lower.endswith("ing") or scene.lexicon.has("kept", two.lower))
        for one, two in pairwise(near)
    )


def _last_unit(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``over the last month``: up to now, where "last month" is the one before."""
    (unit,) = only(items, Unit)
    if unit is Unit.WEEKEND:
        return None
    instant = Instant(Length(1, unit), open_end=True)
    return join(Kind.INSTANT, items, instant, "last_stretch")


def _ahead(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return _instant(items, Instant(only(items, Length)[0], forward=True, open_end=True), "ahead")


def _long_ago(items: Sequence[Item], _: Scene) -> list[Item] | None:
    return join(Kind.VAGUE, items, None, "vague_units_ago")


def _ahead_unit(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``within the hour``."""
    (unit,) = only(items, Unit)
    if unit is not Unit.HOUR:
        return None
    instant = Instant(Length(1, unit), forward=True, open_end=True)
    return join(Kind.INSTANT, items, instant, "ahead")


def _to_come(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``20 mins till they land``, ``3 days til payday``; not ``an hour until he left``."""
    told = scene.after(items[-1], 2)
    story = scene.lexicon.has("others", told) or scene.lexicon.has("first_person", told)
    if (story and scene.tense(items) is Tense.PAST) or only(items, Length)[0].few:
        return None
    return _instant(items, Instant(only(items, Length)[0], forward=True), "to_come")


def _in_minutes(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``be there in 10``: minutes, where nothing follows."""
    minutes = items[1].value
    if not isinstance(minutes, int) or minutes not in _ROUND_MINUTES:
        return None
    if scene.led(items[0], "staying"):
        return None
    if scene.tense(items) is Tense.PAST or scene.led(items[0], "rate"):
        return None
    instant = Instant(Length(minutes, Unit.MINUTE), forward=True)
    return join(Kind.INSTANT, items, instant, "in_minutes")


INSTANTS: tuple[Rule, ...] = (
    rule("units_ago", "(?<!number) units (ago|back)", _long_ago),
    rule("units_now", "(?<!number) units bare_now", _long_ago),
    rule("ago", "length orso? (ago|back)", _ago),
    rule("missed_by", "length", _missed),
    rule("hence", "length intime? hence", _hence),
    rule("ahead", "(?<=in|over|for) the? next length", _ahead),
    rule("to_come", "length (?=until (?!clock|window|number|dotted|day|part))", _to_come),
    rule("in_minutes", "in number (?=stop|comma|break|$)", _in_minutes),
    rule("last_length", "for? the? (last|past) length bare_now?", _stretch),
    rule("last_unit", "(?<=in|over|for) the? (last|past) unit", _last_unit),
    rule("for_length", "for at? length bare_now?", _stretch),
    rule("length_now", "length bare_now", _stretch),
    rule(
        "bare_length", "(?<!for)(?<!in)(?<!every)length orso? (?=stop|comma|break|$)", _bare_stretch
    ),
    rule(
        "first_length",
        "^length (?=follow|other)|(?<=stop|break|comma) length (?=follow|other)",
        _first_stretch,
    ),
    rule("within", "(?<=in) the unit", _ahead_unit),
    rule("in_length", "in at? length intime?", _in),
    rule("since_length", "length intime", _hence),
)

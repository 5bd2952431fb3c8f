"""How are times put together as they are said in dialect and in passing: the night, a Mon?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.times.grammar import Rule, Scene, join, only, rule
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Tense
from nlp.times.values import Day, Habit, Instant, Length, Part, Unit

_WEEK = "(weekday|weak_weekday)"
# "Been" stands so many words before its bare length at most.
_NEAR = 6
_SHORT = (Unit.MINUTE, Unit.HOUR)


def _the_night(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``he'll be in the Royal the night``: Scots and Ulster for tonight."""
    if only(items, Part)[0] is not Part.NIGHT or scene.led(items[0], "before_part"):
        return None
    return join(Kind.DAY, items, Day(shift=0, part=Part.NIGHT), "day_the_night")


def _a_weekday(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``temazzies a Mon``: northern for Mondays."""
    if scene.tense(items) in (Tense.PAST, Tense.FUTURE) or scene.led(items[0], "it_is"):
        return None
    days = tuple(int(day) for item in items if isinstance(item.value, tuple) for day in item.value)
    habit = Habit(freq="WEEKLY", days=days, part=next(iter(only(items, Part)), None))
    return join(Kind.HABIT, items, habit, "habit_a_weekday")


def _gone_by(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``a fortnight past``: Scots for ago."""
    length = only(items, Length)[0]
    if length.unit in _SHORT:
        return None
    if length.few:
        return join(Kind.VAGUE, items, None, "vague_ago")
    return join(Kind.INSTANT, items, Instant(length), "ago")


def _since_then(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``since then``: since what was spoken of."""
    if scene.doc.tokens[items[0].first].lower not in scene.lexicon.sets["since_then"]:
        return None
    return join(Kind.VAGUE, items, None, "vague_since_then")


def _bare_units(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``been there weeks``."""
    if only(items, Unit)[0] in _SHORT:
        return None
    first = items[0].first
    near = scene.doc.tokens[max(0, first - _NEAR) : first]
    clause = scene.doc.tokens[first].clause
    if not any(t.clause == clause and scene.lexicon.has("been", t.lower) for t in near):
        return None
    return join(Kind.VAGUE, items, None, "vague_bare_units")


def _after_event(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``three days after the smack was back``: from what nobody here can date."""
    return join(Kind.VAGUE, items, None, "vague_from_event")


def _out_of(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``six nights out of seven``."""
    middle = scene.doc.tokens[items[-1].first - 2].lower
    if not scene.lexicon.has("out_of", middle):
        return None
    return join(Kind.VAGUE, items, None, "vague_nights_out_of")


def _part_to_part(items: Sequence[Item], _: Scene) -> list[Item] | None:
    """``dinner till dusk``."""
    habit = Habit(freq="DAILY", part=only(items, Part)[0])
    return join(Kind.HABIT, items, habit, "habit_part_to_part")


def _on_one(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``four on one``: no hour, where it is spelled out."""
    lead, number = items
    word = scene.doc.tokens[number.first].lower
    if scene.doc.tokens[lead.first].lower not in scene.lexicon.sets["on"] or word.isdigit():
        return None
    return [lead, replace(number, kind=Kind.OTHER)]


SPOKEN: tuple[Rule, ...] = (
    rule("on_one", "at number (?!oclock|past|to|length|units|unit)", _on_one),
    rule("out_of", "number (innocent|(parts|units) (other|follow)) of number", _out_of),
    rule("gone_by", "length past (?=stop|comma|break|follow|and|$)", _gone_by),
    rule("the_night", "the part (?=stop|comma|break|$)", _the_night),
    rule(
        "a_weekday",
        f"(?<!at|of|in|comma|for) a {_WEEK} part? (?=stop|comma|break|and|$)",
        _a_weekday,
    ),
    rule("part_to_part", "part (until|to) part", _part_to_part),
    rule("since_then", "(?<!length)(?<!unit) ago (?=stop|comma|break|follow|other|$)", _since_then),
)

LOOSE: tuple[Rule, ...] = (
    rule("bare_units", "(?<!number|few|every|in|a|per) units (?=stop|comma|break|$)", _bare_units),
    rule("after_event", "length (before|after) (?=the|a|other|follow)", _after_event),
)

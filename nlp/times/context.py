"""What have the expressions of a text said so far, and what is reckoned from it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.analysis import TimeKind
from nlp.document import Document
from nlp.times.dates import Days
from nlp.times.kinds import Item
from nlp.times.lexicon import Lexicon, Tense
from nlp.times.moments import instant_at
from nlp.times.stated import Value
from nlp.times.values import Habit, Instant, Part, Unit

# No expression so far: further back than any sentence reaches.
_NOWHERE = -99


@dataclass(slots=True)
class Context:
    """What the expressions so far have said.

    Attributes:
        day: the last single day, and ``day_sentence`` where it was said.
        part: the part of the day spoken of.
        habit: the last habit, and ``habit_sentence`` where it was said.
        tense: the last tense that a verb showed.
        moment: the last clock time of a day.
        spoken: the last day or longer stretch.
    """

    day: Days | None = None
    part: Part | None = None
    day_sentence: int = _NOWHERE
    habit: Habit | None = None
    habit_sentence: int = _NOWHERE
    tense: Tense = Tense.NONE
    moment: datetime | None = None
    spoken: Days | None = None


def later(rule: str, instant: Instant, context: Context) -> Value:
    """``ten minutes later``: reckoned from the last moment or day spoken of.

    Args:
        rule: name of the rule that found it.
        instant: the length.
        context: what was said before.
    """
    base = context.moment
    if base is None and context.day:
        base = datetime.combine(context.day.first, datetime.min.time())
        if instant.length.unit in (Unit.MINUTE, Unit.HOUR):
            return Value(TimeKind.POINT, rule, start=context.day.first)
    when = instant_at(instant, base) if base else None
    if when is None or instant.length.few:
        return Value(TimeKind.VAGUE, "vague_later")
    return Value(TimeKind.POINT, rule, start=when)


def counts(item: Item, instant: Instant, doc: Document, lexicon: Lexicon, tense: Tense) -> bool:
    """Whether a length says when: not that of a visit, nor that something took."""
    if item.rule == "in_length" and tense is Tense.PAST:
        near = [token.lower for token in doc.tokens[max(0, item.first - 8) : item.first]]
        return _is_coming(near, lexicon)
    if not instant.open_end or instant.forward or item.rule != "stretch":
        return True
    before = doc.tokens[max(0, item.first - 8) : item.first]
    lasting = any(lexicon.has("lasting", token.lower) for token in before)
    if instant.length.unit in (Unit.MINUTE, Unit.HOUR):
        return lasting
    return lasting or tense in (Tense.PRESENT, Tense.PROGRESSIVE)


def _is_coming(before: Sequence[str], lexicon: Lexicon) -> bool:
    """``they coming for him in 20 minutes``, whatever a verb further on shows."""
    coming = any(lexicon.has("coming", word) for word in before)
    return coming and not any(lexicon.has("past_before", word) for word in before)

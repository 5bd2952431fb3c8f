"""Does a fragment without a verb announce a day to come (``Quiz Friday!``) or note one gone?"""

from __future__ import annotations

from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon
from nlp.times.values import Day, When, Which

# A line may be as long as the text; what stands further off does not bear on a day.
_REACH = 25
_MARKS = ("!", "?")
_GONE = ("noted", "praised", "reported")


def announces(item: Item, doc: Document, direction: Direction, lexicon: Lexicon) -> bool:
    """Whether the words around a day with no verb show that it is still to come.

    What somebody notes of others (``Friday 2 lads, black Golf``) has been, and so has what is
    praised or reported. An event, a question, a cry or "for" before the day make it a coming one.

    Args:
        item: the day, with or without clock times.
        doc: the message.
        direction: the sentences of the message.
        lexicon: the vocabulary.
    """
    if not _is_open(item):
        return False
    number = direction.sentence(item.first)
    words: list[str] = []
    for token in doc.tokens[max(0, item.first - _REACH) : item.last + _REACH]:
        inside = item.first <= token.index < item.last
        if not inside and direction.sentence(token.index) == number:
            words.append(token.lower)
    if any(lexicon.has(table, word) for table in _GONE for word in words):
        return False
    lead = doc.tokens[item.first - 1].lower if item.first else ""
    if lexicon.has("for", lead) or any(mark in words for mark in _MARKS):
        return True
    return any(lexicon.has("announced", w) for w in words)


def _is_open(item: Item) -> bool:
    """Whether only the words around can say which of many such days is meant."""
    value = item.value.day if isinstance(item.value, When) else item.value
    if item.kind not in (Kind.DAY, Kind.WHEN) or not isinstance(value, Day):
        return False
    named = value.weekday is not None or value.unit is not None or bool(value.feast)
    return value.which is Which.OPEN and named

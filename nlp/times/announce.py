"""Does a fragment without a verb announce a day to come (``Quiz Friday!``) or note one gone?"""

from __future__ import annotations

from nlp.document import Document
from nlp.times.direction import Direction
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon, Tense
from nlp.times.values import Day, Edge, When, Which, Window

# A line may be as long as the text; what stands further off does not bear on a day.
_REACH = 25
_MARKS = ("!", "?")
_GONE = ("noted", "praised", "reported")


def turned(said: Tense, item: Item, doc: Document, direction: Direction, lexicon: Lexicon) -> Tense:
    """The tense of a day or clock time, where the words around it show more than the verb does.

    What somebody notes of others (``Friday 2 lads, black Golf``) has been, and so has what is
    praised or reported. An event, a question, a cry or "for" before the day make it a coming one.

    Args:
        said: what the verb shows.
        item: the expression.
        doc: the message.
        direction: the verbs and sentences of the message.
        lexicon: the vocabulary.
    """
    if said is Tense.PAST and _is_led_by_for(item, doc, lexicon):
        return Tense.FUTURE
    if said is Tense.PAST and _is_from_day(item):
        words = _around(item, doc, direction)
        ahead = any(lexicon.has("announced", w) for w in words)
        return Tense.FUTURE if ahead and not any(lexicon.has("noted", w) for w in words) else said
    feast = said is Tense.PRESENT and item.rule == "day_feast"
    if not _is_open(item) or not (feast or said in (Tense.NONE, Tense.PROGRESSIVE)):
        return said
    words = _around(item, doc, direction)
    if said is Tense.PROGRESSIVE:
        verb = direction.bare(item.first, item.last)
        noted = any(lexicon.has("noted", word) for word in words)
        return Tense.PAST if verb and noted and not lexicon.has("to_come", verb) else said
    return Tense.FUTURE if _announces(item, words, doc, lexicon) else said


def is_news(doc: Document, lexicon: Lexicon) -> bool:
    """Whether a text tells news of others: somebody said it, and nobody speaks for himself."""
    words = {token.lower for token in doc.tokens}
    own = any(lexicon.has("speaks", word) for word in words)
    return not own and any(lexicon.has("news", word) for word in words)


def _is_led_by_for(item: Item, doc: Document, lexicon: Lexicon) -> bool:
    """``sold out for Saturday``; not ``thanks for Saturday``."""
    if not item.first or not _is_open(item) or isinstance(item.value, Window):
        return False
    before = [token.lower for token in doc.tokens[max(0, item.first - 3) : item.first]]
    return lexicon.has("for", before[-1]) and not any(lexicon.has("reported", w) for w in before)


def _is_from_day(item: Item) -> bool:
    """``strike from Monday confirmed``."""
    value = item.value
    return isinstance(value, When) and value.edge is Edge.AFTER and _is_open(item)


def is_by_day(item: Item, doc: Document, direction: Direction, lexicon: Lexicon) -> bool:
    """Whether open hours are of the forenoon: ``coffee morning Saturday 10 til 1``."""
    words = _around(item, doc, direction)
    if any(lexicon.has("noted", word) or lexicon.has("doer", word) for word in words):
        return False
    return any(lexicon.has("by_day", word) for word in words)


def _around(item: Item, doc: Document, direction: Direction) -> list[str]:
    """The other words of the sentence."""
    number = direction.sentence(item.first)
    near = doc.tokens[max(0, item.first - _REACH) : item.last + _REACH]
    return [
        token.lower
        for token in near
        if not item.first <= token.index < item.last and direction.sentence(token.index) == number
    ]


def _announces(item: Item, words: list[str], doc: Document, lexicon: Lexicon) -> bool:
    if any(lexicon.has(table, word) for table in _GONE for word in words):
        return False
    lead = doc.tokens[item.first - 1].lower if item.first else ""
    if lexicon.has("gone_before", lead):
        return False
    if lexicon.has("for", lead) or any(mark in words for mark in _MARKS):
        return True
    return any(lexicon.has("announced", word) for word in words)


def _is_open(item: Item) -> bool:
    """Whether only the words around can say which of many such days is meant."""
    if isinstance(item.value, Window):
        return item.value.edge is Edge.NONE
    value = item.value.day if isinstance(item.value, When) else item.value
    if item.kind not in (Kind.DAY, Kind.WHEN) or not isinstance(value, Day):
        return False
    named = value.weekday is not None or value.unit is not None or bool(value.feast)
    return value.which is Which.OPEN and named

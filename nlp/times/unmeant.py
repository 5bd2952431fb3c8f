"""Is a time taken back as soon as it is said, or does it only count or deny?"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Document
from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon
from nlp.times.values import Instant

# "Saturday night, no wait it was the Friday": the right day follows so many words on at most.
_CORRECTED = 9
# "Five or six times in the hour": so many words before.
_COUNTED = 4
_MARKS = frozenset(",-.?;:(")
_DAYS = (Kind.DAY, Kind.WHEN, Kind.WINDOW)


def is_taken_back(item: Item, items: Sequence[Item], doc: Document, lexicon: Lexicon) -> bool:
    """``It was the Thursday, no, I tell a lie, the Wednesday``: the sender thinks again.

    Args:
        item: the expression.
        items: all expressions of the message, in order.
        doc: the message.
        lexicon: the vocabulary.
    """
    if item.kind not in _DAYS:
        return False
    after = [token.lower for token in doc.tokens[item.last : item.last + _CORRECTED]]
    if after and after[0] in _MARKS:
        after = after[1:]
    if len(after) < 2 or not lexicon.has("taking_back", after[0]):
        return False
    if not lexicon.has("thinking_again", after[1]):
        return False
    reach = item.last + _CORRECTED
    return any(one.kind in _DAYS and item.last < one.first <= reach for one in items)


def is_rate(item: Item, before: Sequence[str], lexicon: Lexicon) -> bool:
    """``six times in the hour``, ``never a visitor in six years``: how often, and not when.

    Args:
        item: the expression.
        before: the words of the clause before it.
        lexicon: the vocabulary.
    """
    if item.kind is not Kind.INSTANT or not isinstance(item.value, Instant):
        return False
    if any(lexicon.has("counted_times", word) for word in before[-_COUNTED:]):
        return True
    return item.rule == "in_length" and any(lexicon.has("never", word) for word in before)

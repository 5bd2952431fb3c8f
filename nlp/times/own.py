"""Does the sender's own life, or the hours of a place, stand behind a time: ``I finish at six``?"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.times.kinds import Item, Kind
from nlp.times.lexicon import Lexicon, Tense

# What is the sender's stands so many words behind "my" at most: "my first bus".
_THING = 3
# What a place does stands so many words before the clock time at most: "shuts for dinner at one".
_NEAR = 3
# "Away to see his mam till Thursday": so many words at most.
_FAR = 9


def is_own_life(
    item: Item, before: Sequence[str], after: Sequence[str], tense: Tense, lexicon: Lexicon
) -> bool:
    """Whether the sender alone does at that time what the clause says, again and again or to come.

    What is past stays: at the time when the sender went by something was seen. So does what the
    sender watches, does with others, or is made to do.

    Args:
        item: the expression.
        before: the words of the clause before it.
        after: those behind it.
        tense: what the verb near it shows.
        lexicon: the vocabulary.
    """
    if tense is Tense.PAST or item.kind in (Kind.NOW, Kind.JUST_NOW, Kind.BARE_NOW, Kind.VAGUE):
        return False
    said = _of_sender(before, lexicon)
    if said is None and item.kind in (Kind.WINDOW, Kind.HABIT):
        said = _after_time(after, lexicon)
    return said is not None and not any(_is_shared(word, lexicon) for word in said)


def is_opening_hour(
    item: Item, before: Sequence[str], after: Sequence[str], lexicon: Lexicon
) -> bool:
    """``the florist shuts at six``, ``it opens at ten``: of a place, where nobody is named."""
    near = before[-_NEAR:]
    if item.kind is not Kind.WINDOW or not any(lexicon.has("shutting", word) for word in near):
        return False
    return not any(lexicon.has("doer", word) for word in (*before, *after))


def is_absence(before: Sequence[str], lexicon: Lexicon) -> bool:
    """``he's at work till six``: until then nothing happens."""
    near = before[-_FAR:]
    gone = any(lexicon.has("absent", word) for word in near)
    return gone and any(lexicon.has("doer", word) for word in near)


def _of_sender(before: Sequence[str], lexicon: Lexicon) -> Sequence[str] | None:
    """The words behind the last mention of the sender, or None where another does it."""
    for at in range(len(before) - 1, -1, -1):
        word = before[at]
        if lexicon.has("sender_does", word):
            # "After we shut, six to nine": when others come.
            beside = at > 0 and lexicon.has("beside_own", before[at - 1])
            return None if beside else before[at + 1 :]
        if lexicon.has("owner", word) and _owns(before[at + 1 :], lexicon):
            return before[at + 1 :]
        joins = lexicon.has("joining", word) and word != "," and at < len(before) - 1
        if joins or lexicon.has("doer", word):
            return None
    return None


def _owns(words: Sequence[str], lexicon: Lexicon) -> bool:
    return any(lexicon.has("own_thing", word.removesuffix("'s")) for word in words[:_THING])


def _after_time(after: Sequence[str], lexicon: Lexicon) -> Sequence[str] | None:
    """``at seven I walk the dog``."""
    return after[1:] if after and lexicon.has("sender_does", after[0]) else None


def _is_shared(word: str, lexicon: Lexicon) -> bool:
    tables = ("watching", "others", "noted", "made_to")
    return any(lexicon.has(table, word) for table in tables)

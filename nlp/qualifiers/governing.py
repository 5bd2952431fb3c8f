"""What tense governs a clause, or a phrase in it that is no verb."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Token
from nlp.qualifiers.model import Tense
from nlp.qualifiers.tense import (
    Form,
    class_of,
    forms,
    helper_of,
    is_ing,
    is_past,
    is_posed,
    tense_of,
)

_FAR = 14
"""How many words a governing verb may stand from its phrase."""

_KINDS: dict[str, Tense] = {
    "was": Tense.PAST,
    "had": Tense.PAST,
    "did": Tense.PAST,
    "tried": Tense.PAST,
    "threatened": Tense.PAST,
    "will": Tense.FUTURE,
    "would": Tense.WOULD,
    "do": Tense.PRESENT,
}


def clause_tense(words: Sequence[Token]) -> Tense:
    """The tense of the first finite verb of a clause; NONE where it has none."""
    table, classes = forms(), class_of()
    for place, token in enumerate(words):
        word = token.lower
        kind = classes.get(word, "")
        if kind in _KINDS:
            return _KINDS[kind]
        if kind in {"be", "is_or_has", "have"}:
            return _after_helper(words, place, kind)
        if kind == "got":
            return _got(words, place)
        if is_posed(words, place):
            return Tense.STATE
        if word in table["past"] or is_past(word, token.tag):
            return Tense.RECENT if helper_of(words, place)[1] else Tense.PAST
        if word in table["present"] or token.tag == "VBZ":
            return Tense.PRESENT
        if is_ing(word):
            return tense_of(words, place, Form.ING)
    return Tense.NONE


def _after_helper(words: Sequence[Token], place: int, kind: str) -> Tense:
    """A present helper's tense is told by the word after it, adverbs skipped."""
    table, classes = forms(), class_of()
    following = place + 1
    while following < len(words) and words[following].lower in table["skip"]:
        following += 1
    if following >= len(words):
        return Tense.STATE
    word, tag = words[following].lower, words[following].tag
    next_kind = classes.get(word, "")
    if next_kind == "been":
        return Tense.RECENT
    if kind != "have" and (is_ing(word) or next_kind in {"being", "getting"}):
        return Tense.PROGRESSIVE
    if next_kind == "got" or kind == "be":
        return Tense.STATE
    if word in table["past"] or is_past(word, tag):
        return Tense.RECENT
    return Tense.STATE


def _got(words: Sequence[Token], place: int) -> Tense:
    """Read "got": "got a knife on him" has no time; "got stabbed" and "I got home" are past."""
    if place + 1 < len(words) and words[place + 1].lower in {"a", "an", "some", "two", "knives"}:
        return Tense.STATE
    return Tense.STATE if place == 0 else Tense.PAST


def tense_near(words: Sequence[Token], at: int) -> Tense:
    """The tense that governs a noun or phrase at ``words[at]``: the verb next before it.

    Where no verb stands before it the first one after it decides; NONE without any.
    """
    for place in range(at - 1, max(-1, at - _FAR), -1):
        if (tense := _tense_here(words, place)) is not None:
            return tense
    for place in range(at, min(len(words), at + _FAR)):
        if (tense := _tense_here(words, place)) is not None:
            return tense
    return Tense.NONE


_HELD: dict[str, Tense] = {
    "be": Tense.STATE,
    "is_or_has": Tense.STATE,
    "have": Tense.STATE,
    "got": Tense.STATE,
    "can": Tense.STATE,
}


def _tense_here(words: Sequence[Token], place: int) -> Tense | None:
    table, token = forms(), words[place]
    kind = class_of().get(token.lower, "")
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in _HELD:
        return _HELD[kind]
    if is_posed(words, place):
        return Tense.STATE
    if token.lower in table["past"] or is_past(token.lower, token.tag):
        return tense_of(words, place, Form.PAST)
    if token.lower in table["present"] or token.tag == "VBZ":
        return Tense.PRESENT
    if is_ing(token.lower):
        return tense_of(words, place, Form.ING)
    return None

"""What tense a verb has, from its form and the helpers before it, without a tagger."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from nlp.clauses import is_verb_like
from nlp.document import Token
from nlp.qualifiers.model import Tense
from nlp.vocabulary import read_vocabulary

_BACK = 6
"""How many words a helper may stand before its verb, adverbs between."""


class Form(StrEnum):
    """The shape of a verb as typed."""

    ING = "ing"
    PAST = "past"
    BASE = "base"
    THIRD = "third"


@cache
def forms() -> dict[str, frozenset[str]]:
    """The word classes of `verbs.toml` by name."""
    book = read_vocabulary(Path(__file__).with_name("verbs.toml"))
    return {
        name: frozenset(
            word
            for row in book.rows(name, needs=frozenset({"words"}), may=frozenset({"name"}))
            for word in row["words"]
        )
        for name in book.tables
    }


@cache
def class_of() -> dict[str, str]:
    """The helper class of each word that has one."""
    book = read_vocabulary(Path(__file__).with_name("verbs.toml"))
    rows = book.rows("helper", needs=frozenset({"name", "words"}))
    return {word: row["name"] for row in rows for word in row["words"]}


_ING: dict[str, Tense] = {
    "be": Tense.PROGRESSIVE,
    "is_or_has": Tense.PROGRESSIVE,
    "trying": Tense.PROGRESSIVE,
    "was": Tense.PAST,
    "had": Tense.PAST,
    "been": Tense.DURATIVE,
    "did": Tense.PAST,
    "will": Tense.FUTURE,
    "would": Tense.WOULD,
    "started": Tense.PROGRESSIVE,
    "ended": Tense.PAST,
    "got": Tense.PROGRESSIVE,
    "can": Tense.PROGRESSIVE,
    "preposition": Tense.BARE,
}
_PAST: dict[str, Tense] = {
    "be": Tense.STATE,
    "is_or_has": Tense.RECENT,
    "was": Tense.PAST,
    "had": Tense.PAST,
    "have": Tense.RECENT,
    "got": Tense.PAST,
    "getting": Tense.PROGRESSIVE,
    "being": Tense.PROGRESSIVE,
    "get": Tense.BARE,
    "will": Tense.FUTURE,
    "would": Tense.WOULD,
}
_BASE: dict[str, Tense] = {
    "dun": Tense.RECENT,
    "have": Tense.PRESENT,
    "will": Tense.FUTURE,
    "going": Tense.FUTURE,
    "threatened": Tense.FUTURE,
    "would": Tense.WOULD,
    "trying": Tense.PROGRESSIVE,
    "tried": Tense.PAST,
    "did": Tense.PAST,
    "do": Tense.PRESENT,
    "can": Tense.PRESENT,
}


_PERFECT = frozenset({"have", "is_or_has", "being", "getting", "was", "had"})
"""After one of these a form that is base and past alike is a participle: "theyve shut him in"."""


def tense_of(words: Sequence[Token], at: int, form: Form) -> Tense:
    """The tense of the verb at ``words[at]``.

    Args:
        words: the tokens of its clause.
        at: place of the verb in ``words``.
        form: its shape; the helpers before it tell the rest.
    """
    if form is Form.THIRD:
        return Tense.PRESENT
    place, just = helper_of(words, at)
    kind = _helps(words[place].lower) if place >= 0 else ""
    if form is Form.ING:
        return _ing(words, at, place, kind)
    alike = form is Form.BASE and words[at].lower in forms()["alike"]
    if form is Form.PAST or (alike and kind in _PERFECT):
        return _past(words, place, kind, just=just)
    return _base(words, at, place, kind)


def _helps(word: str) -> str:
    """The helper class of a word; any name may carry the verb: "Callum's fitting"."""
    return class_of().get(word, "is_or_has" if word.endswith("'s") else "")


def helper_of(words: Sequence[Token], at: int) -> tuple[int, bool]:
    """Place of the word that governs the verb, adverbs skipped; whether "just" was among them."""
    skip = forms()["skip"]
    place, just = at - 1, False
    while place >= 0 and at - place <= _BACK and words[place].lower in skip:
        just = just or words[place].lower in {"just", "jus"}
        place -= 1
    return place, just


def _ing(words: Sequence[Token], at: int, place: int, kind: str) -> Tense:
    if place < 0:
        return Tense.PROGRESSIVE
    if words[place].lower == "after":
        before = class_of().get(words[place - 1].lower, "") if place else ""
        return Tense.RECENT if before in {"be", "is_or_has"} else Tense.BARE
    if kind == "been" and class_of().get(words[place - 1].lower, "") in {"had", "was"}:
        return Tense.PAST
    if kind == "is_or_has" or kind in _ING:
        return _ING[kind]
    if words[place].lower in forms()["keeps"]:
        return Tense.PRESENT
    return _after_finite(words, at)


def _after_finite(words: Sequence[Token], at: int) -> Tense:
    """A bare -ing takes the tense of the finite verb before it: "I saw him dealing"."""
    table = forms()
    for place in range(at - 1, -1, -1):
        word = words[place].lower
        if word in table["skip"]:
            continue
        kind = class_of().get(word, "")
        if kind in {"be", "is_or_has"} or word in table["sees"]:
            return Tense.PROGRESSIVE
        if word in table["saw"] and helper_of(words, place)[1]:
            return Tense.RECENT
        if kind in {"was", "had", "did"} or word in table["saw"] or word in table["past"]:
            return Tense.PAST if kind != "got" and not has_before(words, place) else Tense.STATE
        if kind == "would":
            return Tense.WOULD
        if kind == "will":
            return Tense.FUTURE
        if word in table["present"] or word in table["keeps"]:
            return Tense.PRESENT
    return Tense.PROGRESSIVE


def has_before(words: Sequence[Token], place: int) -> bool:
    """Whether "got" is the present "has got": "hes got kids selling for him"."""
    if words[place].lower != "got":
        return False
    before = class_of().get(words[place - 1].lower, "") if place else "have"
    return before in {"have", "is_or_has", "be", ""}


def _past(words: Sequence[Token], place: int, kind: str, *, just: bool) -> Tense:
    if just and kind not in {"was", "had", "would", "will"}:
        return Tense.RECENT
    if place < 0:
        return Tense.PAST
    if kind == "been":
        before = class_of().get(words[place - 1].lower, "") if place else ""
        if before in {"had", "was", "would"}:
            return Tense.PAST
        return Tense.RECENT
    if kind == "get":
        seen = [place for place, word in enumerate(words) if word.lower in forms()["saw"]]
        if seen:
            return Tense.RECENT if helper_of(words, seen[0])[1] else Tense.PAST
    if kind in {"being", "getting"}:
        helper, _ = helper_of(words, place)
        was = helper >= 0 and class_of().get(words[helper].lower, "") == "was"
        return Tense.PAST if was else Tense.PROGRESSIVE
    if kind == "got" and place and words[place - 1].lower in {"just", "jus"}:
        return Tense.RECENT
    return _PAST.get(kind, Tense.PAST)


def _base(words: Sequence[Token], at: int, place: int, kind: str) -> Tense:
    if place >= 0 and words[place].lower == "to":
        before, _ = helper_of(words, place)
        kind = class_of().get(words[before].lower, "") if before >= 0 else ""
        return _BASE.get(kind, Tense.BARE) if kind != "would" else Tense.BARE
    if kind in _BASE:
        return _BASE[kind]
    if any(word.lower in forms()["sees"] for word in words[max(0, at - 4) : at]):
        return Tense.PROGRESSIVE
    return Tense.PRESENT


def is_helper(word: str) -> bool:
    """Whether a word is a helper verb: "wont", "cant", "isnt"."""
    return word in class_of()


def is_ing(word: str) -> bool:
    """Whether a word has the ending of a present participle."""
    return word.endswith("ing") and is_verb_like(word)


def is_posed(words: Sequence[Token], at: int) -> bool:
    """Whether a posture at ``words[at]`` holds still: "a man sat on our stairs", not "was sat"."""
    if words[at].lower not in forms()["posture"]:
        return False
    place, _ = helper_of(words, at)
    kind = _helps(words[place].lower) if place >= 0 else ""
    return kind not in {"was", "had", "been"} and words[max(0, place)].lower not in forms()["own"]


def is_past(word: str, tag: str) -> bool:
    """Whether a word is a past form, by its tag or by its ending."""
    if tag:
        return tag == "VBD" and word not in forms()["not_past"]
    return len(word) > 4 and word.endswith("ed") and word not in forms()["not_past"]

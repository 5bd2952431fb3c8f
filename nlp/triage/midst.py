"""Whether a sender writes from the middle of it: on the spot, in hiding, crying for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.document import Document, Token
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Effect, Qualified, Tense, When
from nlp.vocabulary import read_vocabulary

_REACH = 5
"""So many tokens after "in", "on", "behind" may lead to the spot."""
_ELSEWHERE = frozenset({When.HABIT, When.PAST, When.FUTURE})
_LAST_WORDS = frozenset({"please", "pls", "plz", "help", "hurry", "plss", "quick"})
"""A message that ends with one of these is a call for help."""


@dataclass(frozen=True, slots=True)
class Midst:
    """What the sender's own words say of the moment of writing.

    Attributes:
        there: the sender is at the scene: sat, stood, parked somewhere, or perceiving it.
        hiding: the sender hides or is shut in.
        crying: the sender calls for help or cannot speak.
        fresh: something is told that others did just now, or do still.
    """

    there: bool = False
    hiding: bool = False
    crying: bool = False
    fresh: bool = False


@cache
def _words() -> Mapping[str, frozenset[str]]:
    book = read_vocabulary(Path(__file__).with_name("midst.toml"))
    return {
        name: frozenset(
            word for row in book.rows(name, needs=frozenset({"words"})) for word in row["words"]
        )
        for name in book.tables
    }


@cache
def _phrases() -> PhraseBook[str]:
    words = _words()
    return PhraseBook(
        (phrase, name) for name in ("sensing", "crying", "fresh") for phrase in words[name]
    )


def find_midst(doc: Document, clauses: tuple[Qualified, ...]) -> Midst:
    """Where the sender is as the message is written, by the words of the message.

    Args:
        doc: the message.
        clauses: one reading for each clause of the document.
    """
    there = hiding = fresh = False
    crying = _ends_in_a_cry(doc)
    for match in _phrases().find(doc.tokens):
        if clauses[doc.tokens[match.first].clause].time in _ELSEWHERE:
            continue
        there = there or match.payload == "sensing"
        crying = crying or match.payload == "crying"
        fresh = fresh or match.payload == "fresh"
    for reading in clauses:
        if reading.time in _ELSEWHERE or (reading.tense is Tense.PAST and not reading.fresh):
            continue
        if reading.tense is Tense.RECENT and reading.has(Effect.JUST):
            fresh = fresh or not _own(doc, reading)
        found = _posture(doc.words(reading.clause))
        there, hiding = there or found != "", hiding or found == "hiding"
    return Midst(there, hiding, crying, fresh)


def _own(doc: Document, reading: Qualified) -> bool:
    """Whether a clause tells of the sender's doings."""
    return doc.tokens[reading.clause.first].lower in _words()["own"]


def _ends_in_a_cry(doc: Document) -> bool:
    last = [token.lower for token in doc.tokens[-3:] if token.lower.isalnum()]
    return bool(last) and last[-1] in _LAST_WORDS


def _posture(tokens: Sequence[Token]) -> str:
    """How "I'm ..." goes on: ``hiding``, ``there`` for a posture or a spot, or nothing."""
    words = _words()
    for place, token in enumerate(tokens):
        if token.lower not in words["self"]:
            continue
        at = place + 1
        while at < len(tokens) and tokens[at].lower in words["between"]:
            at += 1
        copula = token.lower != "i" or at > place + 1
        if copula and (found := _complement(tokens[at : at + 1 + _REACH])):
            return found
    return ""


def _complement(tokens: Sequence[Token]) -> str:
    """What follows "I'm", adverbs left out."""
    words = _words()
    head = tokens[0].lower if tokens else ""
    if head in words["hiding"]:
        return "hiding"
    if head in words["posture"]:
        return "there"
    if head in words["place"]:
        return _spot(tokens[1:])
    if head == "the" and {token.lower for token in tokens[1:4]} & words["marked"]:
        return "there"
    return ""


def _spot(tokens: Sequence[Token]) -> str:
    words = _words()
    near = {token.lower for token in tokens}
    if near & words["abode"]:
        return ""
    if near & words["refuge"]:
        return "hiding"
    if near & words["spot"] or not tokens:
        return "there"
    return "there" if any(token.lower.isdigit() for token in tokens[:3]) else ""

"""Whether somebody vulnerable is exploited, and how, by combinations of signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.analysis import Safeguarding
from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Modality, Qualified
from nlp.vocabulary import VocabularyError, read_vocabulary

_AGE = re.compile(r"\b(?:age |aged )?(\d{1,2}) ?(?:year old|years old|yr old|yrs old|yo|yrs?)\b")
_SPELLED = re.compile(
    r"\b(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[ -]year[ -]olds?\b"
)
_ADULT = 18
_CHILD = "child"
_SUBJECT = "child_subject"
"""The group of children that nothing is sold to: they act, or are made to."""
_LEARNS = frozenset({"to", "at", "for", "sold", "around", "near"})
"""Before a child these make it the buyer or a bystander."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    sign: Safeguarding
    groups: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True)
class _Book:
    groups: Mapping[str, PhraseBook[str]]
    rules: tuple[_Rule, ...]


@cache
def _book() -> _Book:
    book = read_vocabulary(Path(__file__).with_name("safeguarding.toml"))
    groups = {
        name: PhraseBook(
            (word, name)
            for row in book.rows(name, needs=frozenset({"words"}))
            for word in row["words"]
        )
        for name in book.tables
        if name != "rule"
    }
    rules: list[_Rule] = []
    for row in book.rows("rule", needs=frozenset({"name", "sign", "all", "within"})):
        for group in row["all"]:
            if group not in groups and group != _SUBJECT:
                raise VocabularyError(f"safeguarding.toml: {group!r} is no group")
        sign = Safeguarding(row["sign"])
        rules.append(_Rule(row["name"], sign, tuple(row["all"]), row["within"]))
    return _Book(groups, tuple(rules))


def find_exploitation(doc: Document, clauses: tuple[Qualified, ...]) -> tuple[Safeguarding, ...]:
    """Kinds of exploitation that the message shows, each once, in the order of the type.

    Args:
        doc: the message.
        clauses: one reading for each clause; what is denied, made up or asked is left out.
    """
    book = _book()
    places = {name: _places(doc, phrases, clauses) for name, phrases in book.groups.items()}
    places[_CHILD] = sorted([*places[_CHILD], *_ages(doc)])
    places[_SUBJECT] = [place for place in places[_CHILD] if _acts(doc, place)]
    found = {
        rule.sign
        for rule in book.rules
        if _together([places[group] for group in rule.groups], rule.within)
    }
    return tuple(sign for sign in Safeguarding if sign in found)


def _places(doc: Document, phrases: PhraseBook[str], clauses: tuple[Qualified, ...]) -> list[int]:
    unreal = {Modality.FICTION, Modality.QUESTION}
    found: list[int] = []
    for match in phrases.find(doc.tokens):
        reading = clauses[doc.tokens[match.first].clause]
        if reading.modality in unreal or reading.denies(match.first):
            continue
        found.append(match.first)
    return found


def _ages(doc: Document) -> list[int]:
    """Tokens at which an age under 18 begins."""
    starts = [m.start() for m in _SPELLED.finditer(doc.folded)]
    starts += [m.start(1) for m in _AGE.finditer(doc.folded) if 8 <= int(m[1]) < _ADULT]
    at = {token.start: token.index for token in doc.tokens}
    return [at[start] for start in starts if start in at]


def _acts(doc: Document, place: int) -> bool:
    """Whether the child may be the one who acts: nobody sells to it or stands near it."""
    before = doc.tokens[max(0, place - 3) : place]
    return not any(token.lower in _LEARNS for token in before)


def _together(groups: list[list[int]], within: int) -> bool:
    """Whether one place of each group lies within so many tokens of the first group's."""
    first, *others = groups
    return any(
        all(any(abs(place - start) <= within for place in other) for other in others)
        for start in first
    )

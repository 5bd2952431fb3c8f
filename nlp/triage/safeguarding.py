"""Whether somebody vulnerable is exploited, and how, by combinations of signs."""

from __future__ import annotations

import re
from bisect import bisect_left
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
_LOOKS = re.compile(
    r"\b(?:aged|looks?|looked|about|only|barely|no older than|no more than|under|around|like)"
    r" (?:about |like |only |maybe )?(\d{1,2})(?= ?(?:[.,;!?]|$|and |or |max|at most|if that|tops))"
)
_ADULT = 18
_YOUNGEST = 8
_CHILD = "child"
_SUBJECT = "child_subject"
"""The group of children that nothing is sold to: they act, or are made to."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    sign: Safeguarding
    groups: tuple[str, ...]
    within: int
    ordered: bool
    apart: str
    trade: bool


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
    needs = frozenset({"name", "sign", "all", "within"})
    may = frozenset({"ordered", "apart", "trade"})
    rules: list[_Rule] = []
    for row in book.rows("rule", needs=needs, may=may):
        names = [*row["all"], *([row["apart"]] if "apart" in row else [])]
        if strange := set(names) - groups.keys() - {_SUBJECT}:
            raise VocabularyError(f"safeguarding.toml: {row['name']}: no group {strange}")
        flags = (row.get("ordered", False), row.get("apart", ""), row.get("trade", False))
        sign = Safeguarding(row["sign"])
        rules.append(_Rule(row["name"], sign, tuple(row["all"]), row["within"], *flags))
    return _Book(groups, tuple(rules))


def find_exploitation(
    doc: Document, clauses: tuple[Qualified, ...], *, trade: bool
) -> tuple[Safeguarding, ...]:
    """Kinds of exploitation that the message shows, each once, in the order of the type.

    Args:
        doc: the message.
        clauses: one reading for each clause; what is denied, made up or asked is left out.
        trade: whether the message is about drugs; some signs say nothing otherwise.
    """
    book = _book()
    places = {name: _places(doc, phrases, clauses) for name, phrases in book.groups.items()}
    places[_CHILD] = sorted({*places[_CHILD], *_ages(doc)})
    places[_SUBJECT] = [place for place in places[_CHILD] if _acts(doc, place)]
    found = {rule.sign for rule in book.rules if (trade or not rule.trade) and _fits(rule, places)}
    return tuple(sign for sign in Safeguarding if sign in found)


def _places(doc: Document, phrases: PhraseBook[str], clauses: tuple[Qualified, ...]) -> list[int]:
    unreal = {Modality.FICTION}
    found: list[int] = []
    for match in phrases.find(doc.tokens):
        reading = clauses[doc.tokens[match.first].clause]
        if reading.modality in unreal or reading.denies_closely(match.first):
            continue
        found.append(match.first)
    return found


def _ages(doc: Document) -> list[int]:
    """Tokens at which an age under 18 begins."""
    starts = [match.start() for match in _SPELLED.finditer(doc.folded)]
    for shape in (_AGE, _LOOKS):
        found = shape.finditer(doc.folded)
        starts += [match.start(1) for match in found if _YOUNGEST <= int(match[1]) < _ADULT]
    at = {token.start: token.index for token in doc.tokens}
    return [at[start] for start in starts if start in at]


def _acts(doc: Document, place: int) -> bool:
    """Whether the child may be the one who acts: nobody sells to it or stands near it."""
    bystanders = _book().groups["towards"]
    before = doc.tokens[max(0, place - 3) : place]
    return not bystanders.find(before)


def _fits(rule: _Rule, places: Mapping[str, list[int]]) -> bool:
    groups = [places[name] for name in rule.groups]
    if not all(groups):
        return False
    if rule.ordered:
        return _in_order(groups, rule.within, places.get(rule.apart, []))
    return _together(groups, rule.within)


def _together(groups: list[list[int]], within: int) -> bool:
    """Whether one place of each group lies within so many tokens of the first group's."""
    first, *others = groups
    return any(
        all(_near(other, start - within, start + within) for other in others) for start in first
    )


def _in_order(groups: list[list[int]], within: int, apart: list[int]) -> bool:
    """Whether places of the groups follow one another closely, nothing of ``apart`` between."""
    reached = groups[0]
    for group in groups[1:]:
        reached = [
            place
            for place in group
            if (start := _last_before(reached, place)) is not None
            and place - start <= within
            and not _near(apart, start + 1, place - 1)
        ]
    return bool(reached)


def _last_before(places: list[int], place: int) -> int | None:
    at = bisect_left(places, place)
    return places[at - 1] if at else None


def _near(places: list[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high

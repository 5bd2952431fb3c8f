"""Whether somebody vulnerable is exploited, and how, by combinations of signs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.analysis import Safeguarding
from nlp.document import Document
from nlp.phrases import Match, PhraseBook, PhraseShelf
from nlp.qualifiers.model import Modality, Qualified
from nlp.vocabulary import VocabularyError, read_vocabulary

_UNIT = (
    r"(?! ?(?:mins?\b|minutes?|hours?|hrs|days?|weeks?|months?|quid|pounds?|am\b|pm\b|grand|miles?"
    r"|people|plants?|bags?|wraps?|of\b|st\b|nd\b|rd\b|th\b|oz|g\b|k\b|x\b|times|cars?|to \d)"
    r"|[-/:.%]\d|%|[a-z])"
)
_AGE = re.compile(
    r"\b(?:age |aged )?(\d{1,2}) ?-?(?:year|yr)s?[ -]?olds?\b|\b(\d{1,2}) ?(?:yo|yrs?)\b"
    r"|\b(1[3-7]) ?ish\b"
    r"|\b(\d{1,2}) (?:if (?:that|hes|shes|he's|she's|a day)|at most|max\b|tops\b)"
)
_SAID = re.compile(
    r"\b(?:im|i'm|am|hes|he's|shes|she's|is|are|was|turned|still|aged|looks|looked"
    r"|boys? of|girls? of|lad of|kid of|child of|boy|girl|lad|lass|kid|wean|bairn|son|daughter"
    r"|pupil"
    r"|nephew|niece|brother|sister|grandson|granddaughter)"
    r",? (?:(?:only|just|about|aboot|maybe|roughly|around|barely|under|like|is|all of|no more than"
    r"|no older than|older than|more than) ){0,2}(\d{1,2})" + _UNIT
)
_NAMED = re.compile(
    r",? (1[0-7]),? (?:and|n|is|he|she|in|whos|who's|he's|she's|foster|but|from)\b|[a-z], (1[0-7]),"
    r"|, (?:about|maybe|around|only) (1[0-7]|9),"
)
_SPELLED = re.compile(
    r"\b(?:nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"(?:[ -]year[ -]olds?|ish\b|,? (?:or so|maybe|i'd say|id say|tops|at most|at a push)\b"
    r"|,? if (?:that|hes?|shes?|he's|she's|a day))"
    r"|\b(?:boys?|girls?|lads?|lass|lassie|child|kid|wean|son|daughter|nephew|grandson|he's|she's"
    r"|hes|shes|is|aged|turned|looks|looked|young as|older than|more than|lassies|niece|brother"
    r"|sister)"
    r"(?: of| about| only| just| maybe| around| barely| roughly| like| no older than| no more than"
    r"| under| still| all of){0,2}"
    r" (?:eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"(?! (?:o|at|in the|minutes?|times|plants|cars|people|wraps|bags|of)\b)"
)
_CLASS = re.compile(
    r"\b(?:in |is )?(?:year|yr) (?:7|8|9|10|11|seven|eight|nine|ten|eleven)s?\b|\bin [ps][1-7]\b"
)
# "About 9" is a time of day as often as an age; from 13 on nobody tells the hour so.
_LOOKS = re.compile(
    r"\b(?:(?:aged|looks?|looked|no older than|no more than|as young as|not even|not yet|all of)"
    r" (?:about |like |only |maybe )?(\d{1,2})"
    r"|(?:about|aboot|only|barely|under|around|like) (?:about |like |only |maybe )?(1[3-7]))"
    r"(?= ?(?:[.,;!?]|$|and |or |max|at most|if that|tops))"
)
_ELDER = re.compile(
    r"\b(?:im|i am|i'm|hes|he's|shes|she's|is|aged|over|nearly|mrs? [a-z]{2,12},)"
    r" ?(?:about |nearly )?"
    r"(6[5-9]|[789]\d)" + _UNIT + r"|, ([789]\d),"
)
_GROWN = re.compile(
    r"\b(?:about|aged?|aboot|roughly|maybe|around|hes|he's|shes|she's|is|looks|,)"
    r" ?(?:about |only |just )?(1[89]|[23]\d)" + _UNIT + r"|\bin (?:his|her|their) "
    r"(?:early |mid |late )?(?:20s|30s|40s|twenties|thirties|forties)\b"
)
_GROWN_REACH = 12
"""So many tokens after "young lad" may tell that he is of age."""
_ADULT = 18
_YOUNGEST = 8
_CHILD = "child"
_WEAKENED = "weakened"
_AGED = "aged"
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
    shelf: PhraseShelf[str]
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
        if strange := set(names) - groups.keys() - {_SUBJECT, _AGED}:
            raise VocabularyError(f"safeguarding.toml: {row['name']}: no group {strange}")
        flags = (row.get("ordered", False), row.get("apart", ""), row.get("trade", False))
        sign = Safeguarding(row["sign"])
        rules.append(_Rule(row["name"], sign, tuple(row["all"]), row["within"], *flags))
    return _Book(groups, PhraseShelf(groups), tuple(rules))


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
    matches = book.shelf.find(doc.tokens)
    places = {name: _places(doc, matches.get(name, ()), clauses) for name in book.groups}
    places = _with_ages(doc, places)
    found = {rule.sign for rule in book.rules if (trade or not rule.trade) and _fits(rule, places)}
    return tuple(sign for sign in Safeguarding if sign in found)


def _with_ages(doc: Document, places: dict[str, list[int]]) -> dict[str, list[int]]:
    """The places with those where ages are told, and those where a child may act."""
    aged = sorted(set(_ages(doc)))
    grown = sorted(set(_at(doc, [m.start(m.lastindex or 0) for m in _GROWN.finditer(doc.folded)])))
    minors = (at for at in places[_CHILD] if not _near(grown, at, at + _GROWN_REACH))
    children = sorted({*minors, *aged})
    return places | {
        _WEAKENED: sorted({*places[_WEAKENED], *_at(doc, _elders(doc))}),
        _CHILD: children,
        _AGED: [place for place in aged if _acts(doc, place)],
        _SUBJECT: [place for place in children if _acts(doc, place)],
    }


def _places(
    doc: Document, matches: Iterable[Match[str]], clauses: tuple[Qualified, ...]
) -> list[int]:
    unreal = {Modality.FICTION}
    found: list[int] = []
    for match in matches:
        reading = clauses[doc.tokens[match.first].clause]
        if reading.modality in unreal or reading.denies_closely(match.first):
            continue
        found.append(match.first)
    return found


def _ages(doc: Document) -> list[int]:
    """Tokens at which an age under 18 begins."""
    starts = [match.start() for shape in (_SPELLED, _CLASS) for match in shape.finditer(doc.folded)]
    for shape in (_AGE, _SAID, _NAMED, _LOOKS):
        for match in shape.finditer(doc.folded):
            group = match.lastindex or 1
            if _YOUNGEST <= int(match[group]) < _ADULT:
                starts.append(match.start(group))
    return _at(doc, starts)


def _elders(doc: Document) -> list[int]:
    """Code points at which a great age is told."""
    return [match.start(match.lastindex or 0) for match in _ELDER.finditer(doc.folded)]


def _at(doc: Document, starts: list[int]) -> list[int]:
    at = {token.start: token.index for token in doc.tokens}
    return [at[start] for start in starts if start in at]


def _acts(doc: Document, place: int) -> bool:
    """Whether the child may be the one who acts: nobody sells to it or stands near it."""
    groups = _book().groups
    before = doc.tokens[max(0, place - 3) : place]
    after = doc.tokens[place + 1 : place + 5]
    told = bool(groups["copula"].find(before[-1:]))
    return (told or not groups["towards"].find(before)) and not groups["buys"].find(after)


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

"""Whether a message tells of the supply or production of drugs, by what speaks for and against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.analysis import Safeguarding, TimeKind
from nlp.document import Document
from nlp.findings import Findings
from nlp.phrases import Match, PhraseBook, PhraseShelf
from nlp.qualifiers.model import Modality, Qualified
from nlp.triage.entries import Kind
from nlp.triage.signs import Sign
from nlp.vocabulary import VocabularyError, read_vocabulary

_UNREAL = frozenset({Modality.FICTION})
_SUPPLY = "supply"
_NO_TIP = frozenset({"not_a_tip", "own_use", "jest"})
"""What weighs half where others' supply is told of: addicts and jokers report dealers too."""
_NAMED = 4.0
_DEALING = 3.0
_HARM = frozenset({Kind.VIOLENCE, Kind.THREAT, Kind.WEAPON, Kind.MEDICAL, Kind.FIRE, Kind.CAPTIVE})
_HARM_ALONE = -3.0
"""Violence that nothing ties to the trade belongs to another desk."""
_TIES = ("trade", "handling", "debt", "used")
_TIED = 2.0
"""So much of the words of `_TIES` ties violence to the trade."""
_SENDER = frozenset({"i", "we", "id", "ill"})
_FOUND = 0.75
"""A place, a habit, a number plate: a report rather than chat."""
_LONG = 160
_LONGER = 320


@dataclass(frozen=True, slots=True)
class _Weighed:
    each: float
    most: float


@cache
def _books() -> tuple[Mapping[str, _Weighed], PhraseShelf[str]]:
    """The groups that are weighed, and the words of each and of supply."""
    vocabulary = read_vocabulary(Path(__file__).with_name("scope.toml"))
    weighed: dict[str, _Weighed] = {}
    books = {_SUPPLY: _book(vocabulary.rows(_SUPPLY, needs=frozenset({"words"})))}
    for row in vocabulary.rows("weigh", needs=frozenset({"name", "each", "most"})):
        if row["each"] * row["most"] <= 0:
            raise VocabularyError(f"scope.toml: {row['name']}: each and most differ in sign")
        words = vocabulary.rows(row["name"], needs=frozenset({"words"}))
        weighed[row["name"]] = _Weighed(row["each"], row["most"])
        books[row["name"]] = _book(words)
    return weighed, PhraseShelf(books)


def _book(rows: Sequence[Mapping[str, Sequence[str]]]) -> PhraseBook[str]:
    return PhraseBook((word, word) for row in rows for word in row["words"])


def is_drug_tip(
    doc: Document,
    findings: Findings,
    clauses: tuple[Qualified, ...],
    signs: Sequence[Sign],
) -> bool:
    """Whether the message is about supply or production, rather than chat or another crime.

    Args:
        doc: the message.
        findings: drugs among them count as named; places, habits and plates as a report.
        clauses: one reading for each clause; what is made up or denied does not count.
        signs: signs of danger found; those of dealing show the trade.
    """
    weighed, shelf = _books()
    matches = shelf.find(doc.tokens)
    sums = {
        name: _sum(doc, matches.get(name, ()), group, clauses) for name, group in weighed.items()
    }
    supply = matches.get(_SUPPLY, ())
    if any(sums[name] for name in _NO_TIP) and _by_others(doc, supply, clauses):
        sums |= {name: sums[name] / 2 for name in _NO_TIP}
    told = sum(sums.values())
    named = _named(doc, findings, clauses)
    if named:
        told += _NAMED
    if any(s.entry.kind is Kind.DEALING and _real(clauses[s.clause], s.first) for s in signs):
        told += _DEALING
    elif not named and any(s.entry.kind in _HARM for s in signs):
        told += _harm(sums)
    return told + _reported(doc, findings) > 0


def of_the_trade(exploited: Sequence[Safeguarding]) -> bool:
    """Whether a kind of exploitation found belongs to the drug trade by itself."""
    return not {Safeguarding.CUCKOOING, Safeguarding.COUNTY_LINES}.isdisjoint(exploited)


def _harm(sums: Mapping[str, float]) -> float:
    """What violence takes away, by how closely words tie it to the trade."""
    ties = sum(sums[name] for name in _TIES)
    if ties >= _TIED:
        return 0.0
    return _HARM_ALONE / 2 if ties else _HARM_ALONE


def _by_others(doc: Document, supply: Iterable[Match[str]], clauses: tuple[Qualified, ...]) -> bool:
    """Whether supply is told of that is not the sender's own doing."""
    return any(
        _real(clauses[doc.tokens[match.first].clause], match.first)
        and (match.first == 0 or doc.tokens[match.first - 1].key not in _SENDER)
        for match in supply
    )


def _reported(doc: Document, findings: Findings) -> float:
    """What its form says: a report names places, habits and plates, and takes some words."""
    habit = any(time.kind is TimeKind.RECURRING for time in findings.times)
    plate = any(vehicle.plate for vehicle in findings.vehicles)
    length = (len(doc.text) > _LONG) + (len(doc.text) > _LONGER)
    return _FOUND * (bool(findings.places) + habit + plate + length)


def _sum(
    doc: Document,
    matches: Iterable[Match[str]],
    group: _Weighed,
    clauses: tuple[Qualified, ...],
) -> float:
    """Its different words, weighed; what speaks for a tip must be neither made up nor denied."""
    against = group.each < 0
    words = {
        match.payload
        for match in matches
        if against or _real(clauses[doc.tokens[match.first].clause], match.first)
    }
    found = group.each * len(words)
    return max(found, group.most) if against else min(found, group.most)


def _real(reading: Qualified, place: int) -> bool:
    return reading.modality not in _UNREAL and not reading.denies_closely(place)


def _named(doc: Document, findings: Findings, clauses: tuple[Qualified, ...]) -> bool:
    for drug in findings.drugs:
        token = next(iter(doc.between(drug.start, drug.end)), None)
        if token is not None and _real(clauses[token.clause], token.index):
            return True
    return False

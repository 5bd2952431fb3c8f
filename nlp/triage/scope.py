"""Whether a message tells of the supply or production of drugs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from core.analysis import Safeguarding
from nlp.document import Document
from nlp.findings import Findings
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Modality, Qualified
from nlp.triage.signs import Kind, Sign
from nlp.vocabulary import read_vocabulary

_UNREAL = frozenset({Modality.FICTION})
_DRUG_TRADES = frozenset({Safeguarding.CUCKOOING, Safeguarding.COUNTY_LINES})
_NO_TIP = "not_a_tip"
_PATTERNS = ("exchange", "visits", "growing")
_PATTERN = 2
"""So many different signs, each with other meanings, make a pattern."""


@cache
def _books() -> Mapping[str, PhraseBook[str]]:
    book = read_vocabulary(Path(__file__).with_name("scope.toml"))
    return {
        name: PhraseBook(
            (word, word)
            for row in book.rows(name, needs=frozenset({"words"}))
            for word in row["words"]
        )
        for name in book.tables
    }


def is_drug_tip(
    doc: Document,
    findings: Findings,
    clauses: tuple[Qualified, ...],
    signs: Sequence[Sign],
) -> bool:
    """Whether the message is about supply or production, rather than chat or another crime.

    Args:
        doc: the message.
        findings: drugs among them count as named.
        clauses: one reading for each clause; what is made up, asked or denied does not count.
        signs: signs of danger found; those of dealing show the trade.
    """
    books = _books()
    if books[_NO_TIP].find(doc.tokens) and not _seen(doc, books["supply"], clauses):
        return False
    seen = {name: _seen(doc, books[name], clauses) for name in books.keys() - {_NO_TIP}}
    if _named(doc, findings, clauses) or seen["trade"]:
        return True
    if any(s.entry.kind is Kind.DEALING and _real(clauses[s.clause], s.first) for s in signs):
        return True
    if seen["handling"] and not seen["elsewhere"]:
        return True
    return sum(len(seen[name]) for name in _PATTERNS) >= _PATTERN


def of_the_trade(exploited: Sequence[Safeguarding]) -> bool:
    """Whether a kind of exploitation found belongs to the drug trade by itself."""
    return not _DRUG_TRADES.isdisjoint(exploited)


def _seen(doc: Document, book: PhraseBook[str], clauses: tuple[Qualified, ...]) -> Counter[str]:
    return Counter(
        match.payload
        for match in book.find(doc.tokens)
        if _real(clauses[doc.tokens[match.first].clause], match.first)
    )


def _real(reading: Qualified, place: int) -> bool:
    return reading.modality not in _UNREAL and not reading.denies_closely(place)


def _named(doc: Document, findings: Findings, clauses: tuple[Qualified, ...]) -> bool:
    for drug in findings.drugs:
        token = next(iter(doc.between(drug.start, drug.end)), None)
        if token is not None and _real(clauses[token.clause], token.index):
            return True
    return False

"""Whether a message tells of the supply or production of drugs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.analysis import Safeguarding
from nlp.document import Document
from nlp.findings import Findings
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Modality, Qualified
from nlp.vocabulary import read_vocabulary

_UNREAL = frozenset({Modality.FICTION, Modality.QUESTION})
_DRUG_TRADES = frozenset({Safeguarding.CUCKOOING, Safeguarding.COUNTY_LINES})
_NO_TIP = "not_a_tip"
_PATTERN = 2
"""So many different signs of one sort, or of two sorts, make a pattern."""


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
    exploited: tuple[Safeguarding, ...],
) -> bool:
    """Whether the message is about supply or production, rather than chat or another crime.

    Args:
        doc: the message.
        findings: drugs among them count as named.
        clauses: one reading for each clause; what is made up, asked or denied does not count.
        exploited: kinds of exploitation found; some belong to the drug trade.
    """
    books = _books()
    if books[_NO_TIP].find(doc.tokens) and not _seen(doc, books["supply"], clauses):
        return False
    signs = {name: _seen(doc, books[name], clauses) for name in books.keys() - {_NO_TIP}}
    if _named(doc, findings, clauses) or signs["trade"] or set(exploited) & _DRUG_TRADES:
        return True
    if len(signs["growing"]) >= _PATTERN:
        return True
    pattern = bool(signs["exchange"]) and bool(signs["visits"])
    return pattern or len(signs["visits"]) >= _PATTERN or _many(signs["exchange"])


def _seen(doc: Document, book: PhraseBook[str], clauses: tuple[Qualified, ...]) -> Counter[str]:
    return Counter(
        match.payload
        for match in book.find(doc.tokens)
        if _real(clauses[doc.tokens[match.first].clause], match.first)
    )


def _real(reading: Qualified, place: int) -> bool:
    return reading.modality not in _UNREAL and not reading.denies(place)


def _named(doc: Document, findings: Findings, clauses: tuple[Qualified, ...]) -> bool:
    for drug in findings.drugs:
        token = next(iter(doc.between(drug.start, drug.end)), None)
        if token is not None and _real(clauses[token.clause], token.index):
            return True
    return False


def _many(found: Counter[str]) -> bool:
    return len(found) > _PATTERN

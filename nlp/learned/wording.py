"""Which words and runs of words a message is made of, with what was found replaced by its kind.

``PLACE``, ``DRUG`` and the like stand for findings, so that what is learned of one town or
drug holds for all. A run never crosses the end of a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from nlp.document import Document, Token
from nlp.findings import Findings

LONGEST = 3
"""Words in the longest run."""

_LETTERS = range(3, 6)
"""Lengths of the runs of letters: what a typed error leaves whole of a word."""

_START, _END = "<", ">"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: its name as a feature, and ``[start, end)`` in code points."""

    name: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


def spelling(token: Token) -> str:
    """A word without what people spell at will: apostrophes, which digits, a dropped final g."""
    word = token.lower.replace("'", "") or token.lower
    if word.isdigit():
        return "0" * min(len(word), 5)
    if token.tag == "VBG" and word.endswith("in"):
        return word + "g"
    return word


def kinds_at(findings: Findings) -> dict[int, tuple[str, int]]:
    """For each code point inside a finding: the kind of finding, and where it begins."""
    listed = (
        ("PLACE", findings.places), ("DRUG", findings.drugs), ("CAR", findings.vehicles),
        ("PHONE", findings.phones), ("HANDLE", findings.handles), ("PERSON", findings.people),
    )  # fmt: skip
    return {
        point: (kind, finding.start)
        for kind, found in listed
        for finding in found
        for point in range(finding.start, finding.end)
    }


def names(doc: Document, findings: Findings) -> list[str]:
    """The name of every piece of a message, in no order; one that comes twice is there twice."""
    kinds = kinds_at(findings)
    found: list[str] = []
    for clause in doc.clauses:
        row = [word.key for word in _row(doc.words(clause), kinds)]
        found += row
        found += [f"{one} {two}" for one, two in pairwise(row)]
        found += [f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False)]
    return found


def letters(doc: Document, findings: Findings) -> set[str]:
    """The runs of letters inside the words of a message, each word between ``^`` and ``$``.

    What was found has none: the letters of a place or a drug say nothing that its kind does not.
    """
    kinds = kinds_at(findings)
    words = {f"^{spelling(token)}$" for token in doc.tokens if token.start not in kinds}
    return {
        f"~{word[at : at + length]}"
        for word in words
        for length in _LETTERS
        for at in range(len(word) - length + 1)
    }


def pieces(doc: Document, findings: Findings) -> Iterator[Piece]:
    """Every run of one to three words of a message, with what was found put as its kind."""
    kinds = kinds_at(findings)
    for clause in doc.clauses:
        row = _row(doc.words(clause), kinds)
        keys = [word.key for word in row]
        for at in range(len(row)):
            for length in range(1, min(LONGEST, len(row) - at) + 1):
                start, end = row[at].start, row[at + length - 1].end
                yield Piece(" ".join(keys[at : at + length]), start, end, clause.index)


def _row(tokens: tuple[Token, ...], kinds: Mapping[int, tuple[str, int]]) -> list[_Word]:
    """The words of a clause between marks for its ends; nothing for a clause without words."""
    words = _words(tokens, kinds)
    if not words:
        return []
    first = _Word(_START, words[0].start, words[0].start)
    return [first, *words, _Word(_END, words[-1].end, words[-1].end)]


def _words(tokens: tuple[Token, ...], kinds: Mapping[int, tuple[str, int]]) -> list[_Word]:
    words: list[_Word] = []
    for found, group in groupby(tokens, key=lambda token: kinds.get(token.start)):
        inside = list(group)
        if found:
            words.append(_Word(found[0], inside[0].start, inside[-1].end))
        else:
            words += [_Word(spelling(token), token.start, token.end) for token in inside]
    return words

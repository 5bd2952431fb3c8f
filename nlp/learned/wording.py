"""Which words and runs of words a message is made of, with what was found replaced by its kind.

``PLACE``, ``DRUG`` and the like stand for findings, so that what is learned of one town or
drug holds for all. A run never crosses the end of a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

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
class _Row:
    """A clause word by word, between marks for its ends: names, and ``[start, end)`` of each."""

    clause: int
    keys: list[str]
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a message, with what was found put as its kind.

    Attributes:
        spelled: each different word that is no part of a finding.
    """

    _rows: tuple[_Row, ...]
    spelled: frozenset[str]

    def names(self) -> list[str]:
        """The name of every piece, in no order; one that comes twice is there twice."""
        found: list[str] = []
        for row in self._rows:
            keys = row.keys
            found += keys
            found += [f"{one} {two}" for one, two in pairwise(keys)]
            found += [f"{a} {b} {c}" for a, b, c in zip(keys, keys[1:], keys[2:], strict=False)]
        return found

    def letters(self) -> set[str]:
        """The runs of letters inside the words.

        What was found has none: the letters of a place or a drug say nothing that its kind does
        not.
        """
        return {run for word in self.spelled for run in letters_of(word)}

    def pieces(self) -> Iterator[Piece]:
        """Every run of one to three words."""
        for row in self._rows:
            for at in range(len(row.keys)):
                for length in range(1, min(LONGEST, len(row.keys) - at) + 1):
                    start, end = row.spans[at][0], row.spans[at + length - 1][1]
                    yield Piece(" ".join(row.keys[at : at + length]), start, end, row.clause)


def wording(doc: Document, findings: Findings) -> Wording:
    """The words of a message."""
    kinds = kinds_at(findings)
    spelled: set[str] = set()
    rows = [_row(clause.index, doc.words(clause), kinds, spelled) for clause in doc.clauses]
    return Wording(tuple(row for row in rows if row.spans), frozenset(spelled))


def letters_of(word: str) -> list[str]:
    """The runs of letters of a word between ``^`` and ``$``; a run that comes twice is twice there.

    Their names begin with ``~``.
    """
    whole = f"^{word}$"
    return [
        f"~{whole[at : at + length]}"
        for length in _LETTERS
        for at in range(len(whole) - length + 1)
    ]


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


def _row(
    clause: int,
    tokens: tuple[Token, ...],
    kinds: Mapping[int, tuple[str, int]],
    spelled: set[str],
) -> _Row:
    """The words of a clause; those outside findings are added to ``spelled``."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    inside: tuple[str, int] | None = None
    for token in tokens:
        found = kinds.get(token.start)
        if found is None:
            keys.append(word := spelling(token))
            spans.append((token.start, token.end))
            spelled.add(word)
        elif found == inside:
            spans[-1] = (spans[-1][0], token.end)
        else:
            keys.append(found[0])
            spans.append((token.start, token.end))
        inside = found
    if spans:
        first, last = spans[0][0], spans[-1][1]
        keys = [_START, *keys, _END]
        spans = [(first, first), *spans, (last, last)]
    return _Row(clause, keys, spans)

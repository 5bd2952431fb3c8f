"""What stands in and around each word of a message, as features of whose the word is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.learned.alike import COARSE, FINE, MIDDLE, Alike
from nlp.learned.cues import Cues, Person
from nlp.learned.wording import spelling

PAD = "#"
"""Stands where a message has ended."""
_FAR = 9
"""A pronoun further off than this is as good as none."""
_AHEAD = 6
_NAMED = frozenset({"PLACE", "PERSON", "PHONE", "HANDLE"})
"""Findings whose own words teach nothing: one name is as good as another."""
_PAD = (PAD, PAD)


STRANDS = {"": 4, "t": 2, "k": 2, "c": 2, "C": 1}
"""What runs along the message beside each word, and how many words to either side of one it
counts: spellings, tags, kinds of finding, and groups of words that are alike (256 and 1,024)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands in and around each word of a message.

    Attributes:
        strands: for each of `STRANDS` a value for each word, in order.
        clauses: for each clause the features that all its words share.
        clause_of: for each word the place of its clause in ``clauses``.
        rows: for each word the features of its own, equally many for each.
    """

    strands: Mapping[str, Sequence[str]]
    clauses: Sequence[Sequence[str]]
    clause_of: Sequence[int]
    rows: Sequence[Sequence[str]]

    def names(self) -> Iterator[list[str]]:
        """For each word the names of all its features, each of value 1."""
        padded = {
            strand: [*(PAD,) * width, *self.strands[strand], *(PAD,) * width]
            for strand, width in STRANDS.items()
        }
        for at, (row, clause) in enumerate(zip(self.rows, self.clause_of, strict=True)):
            around = [
                f"{beside(strand, step)} {padded[strand][at + width + step]}"
                for strand, width in STRANDS.items()
                for step in range(-width, width + 1)
            ]
            yield [*around, *self.clauses[clause], *row]


def beside(strand: str, step: int) -> str:
    """What the name of a feature begins with that tells of a word ``step`` words away."""
    return f"{strand}{step}"


@dataclass(frozen=True, slots=True)
class _Words:
    """A message word by word, each list padded with two marks at either end."""

    keys: list[str]
    tags: list[str]
    kinds: list[str]
    groups: list[str]


def surroundings(doc: Document, findings: Findings, cues: Cues, alike: Alike) -> Surroundings:
    """What stands around the words of a message.

    Args:
        doc: the message.
        findings: what was found in it.
        cues: which words speak of whom.
        alike: which words are alike.
    """
    words = _words(doc, findings, alike)
    persons = [cues.person(token.lower) for token in doc.tokens]
    whose = _whose(persons)
    clauses = _clauses(doc, persons, words)
    last = len(doc.tokens) - 1
    rows: list[list[str]] = []
    for at, token in enumerate(doc.tokens):
        near = whose[at]
        key, kind = words.keys[at + 2], words.kinds[at + 2]
        about = clauses[token.clause][0]
        row = _around(words, at + 2)
        row += _shape(token, key)
        row += [*near, f"{near[0]} {kind}", f"{near[3]} {kind}"]
        row += [
            f"{about} {key}",
            f"k {about} {kind}",
            f"from {min(at, 3)}",
            f"to {min(last - at, 3)}",
        ]
        rows.append(row)
    return Surroundings(
        strands={
            "": words.keys[2:-2], "t": words.tags[2:-2], "k": words.kinds[2:-2],
            "c": _grouped(doc, words, alike, MIDDLE), "C": _grouped(doc, words, alike, FINE),
        },
        clauses=clauses,
        clause_of=[token.clause for token in doc.tokens],
        rows=rows,
    )  # fmt: skip


def _words(doc: Document, findings: Findings, alike: Alike) -> _Words:
    kinds = _kinds(findings)
    found = [kinds.get(token.start, "") for token in doc.tokens]
    keys = [
        kind if kind in _NAMED else spelling(token)
        for token, kind in zip(doc.tokens, found, strict=True)
    ]
    return _Words(
        [*_PAD, *keys, *_PAD],
        [*_PAD, *(token.tag for token in doc.tokens), *_PAD],
        [*_PAD, *found, *_PAD],
        [*_PAD, *alike.names(doc.tokens, COARSE), *_PAD],
    )


def _grouped(doc: Document, words: _Words, alike: Alike, level: int) -> list[str]:
    """The group of each word; the kind of a finding whose own words teach nothing."""
    groups = alike.names(doc.tokens, level)
    return [
        kind if kind in _NAMED else group
        for kind, group in zip(words.kinds[2:-2], groups, strict=True)
    ]


def _kinds(findings: Findings) -> dict[int, str]:
    listed = (
        ("TIME", findings.times), ("PERSON", findings.people), ("CAR", findings.vehicles),
        ("DRUG", findings.drugs), ("PLACE", findings.places), ("HANDLE", findings.handles),
        ("PHONE", findings.phones),
    )  # fmt: skip
    return {point: kind for kind, found in listed for f in found for point in range(f.start, f.end)}


def _around(words: _Words, at: int) -> list[str]:
    keys, tags, groups = words.keys, words.tags, words.groups
    two, one, here, then, next_ = keys[at - 2 : at + 3]
    return [
        f"b {groups[at - 1]} {groups[at]}",
        f"B {groups[at]} {groups[at + 1]}",
        f"-10 {one} {here}",
        f"01 {here} {then}",
        f"-2-1 {two} {one}",
        f"12 {then} {next_}",
        f"ttt {tags[at - 1]} {tags[at]} {tags[at + 1]}",
    ]


def _shape(token: Token, key: str) -> list[str]:
    return [f"begins {key[:3]}", f"ends {key[-3:]}", f"looks {_look(token.text[:8])}"]


def _look(text: str) -> str:
    """Capitals, small letters and digits as one mark each, runs of the same as one."""
    if text.isascii() and text.isalpha():
        # Nearly every word is one of these two, and needs no look at its letters.
        if text.islower():
            return "x"
        if text[1:].islower() and text[0].isupper():
            return "Xx"
    look = "".join(
        "X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in text
    )
    return look[:1] + "".join(after for before, after in pairwise(look) if after != before)


def _whose(persons: Sequence[Person | None]) -> list[tuple[str, str, str, str]]:
    """For each word how far the sender and others were last named, and the sender is next."""
    ahead: list[int] = []
    coming = _AHEAD
    for person in reversed(persons):
        coming = 0 if person is Person.SENDER else min(coming + 1, _AHEAD)
        ahead.append(coming)
    ahead.reverse()
    rows: list[tuple[str, str, str, str]] = []
    own = other = _FAR
    for person, coming in zip(persons, ahead, strict=True):
        own = 0 if person is Person.SENDER else min(own + 1, _FAR)
        other = 0 if person is Person.OTHER else min(other + 1, _FAR)
        nearer = "own" if own < other else "other"
        rows.append((f"own {own}", f"other {other}", f"ahead {coming}", f"nearer {nearer}"))
    return rows


def _clauses(
    doc: Document, persons: Sequence[Person | None], words: _Words
) -> list[tuple[str, ...]]:
    """For each clause whom it speaks of, how it begins and how long it is."""
    rows: list[tuple[str, ...]] = []
    for clause in doc.clauses:
        named = persons[clause.first : clause.last]
        drug = "DRUG" in words.kinds[clause.first + 2 : clause.last + 2]
        whom = f"{Person.SENDER in named:d}{Person.OTHER in named:d}"
        begins = words.keys[clause.first + 2 : clause.first + 4]
        length = min(clause.last - clause.first, 12) // 3
        rows.append(
            (
                f"about {whom}",
                f"drug {whom} {drug:d}",
                f"first {begins[0]}",
                f"firsts {' '.join(begins)}",
                f"length {length}",
            )
        )
    return rows

"""What stands in and around each word of a message, as features of whose the word is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.analysis import Redaction
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.learned.cues import Cues, Person
from nlp.learned.wording import spelling

_AROUND = 4
"""Words on either side whose spelling counts."""
_NEAR = 2
"""Words on either side whose tag and finding count."""
_FAR = 9
"""A pronoun further off than this is as good as none."""
_AHEAD = 6
_NAMED = frozenset({"PLACE", "PERSON", "PHONE", "HANDLE"})
"""Findings whose own words teach nothing: one name is as good as another."""
_PAD = ("#",) * _AROUND


@dataclass(frozen=True, slots=True)
class _Words:
    """A message word by word, each list padded with `_AROUND` marks at either end."""

    keys: list[str]
    tags: list[str]
    kinds: list[str]
    cuts: list[str]


def surroundings(
    doc: Document, findings: Findings, cuts: Sequence[Redaction], cues: Cues
) -> list[list[str]]:
    """For each token the names of its features, each of value 1.

    Args:
        doc: the message.
        findings: what was found in it.
        cuts: what the rules would cut.
        cues: which words speak of whom.
    """
    words = _words(doc, findings, cuts)
    persons = [cues.person(token.lower) for token in doc.tokens]
    whose = _whose(persons)
    clauses = _clauses(doc, persons, words)
    rows: list[list[str]] = []
    for token in doc.tokens:
        at = token.index + _AROUND
        row = _around(words, at)
        row += _shape(token, words.keys[at])
        near = whose[token.index]
        kind = words.kinds[at]
        row += [*near, f"{near[0]} {kind}", f"{near[3]} {kind}"]
        row += clauses[token.clause]
        about = clauses[token.clause][0]
        row += [f"{about} {words.keys[at]}", f"{about} {kind}"]
        row += [f"from {min(token.index, 3)}", f"to {min(len(doc.tokens) - 1 - token.index, 3)}"]
        rows.append(row)
    return rows


def _words(doc: Document, findings: Findings, cuts: Sequence[Redaction]) -> _Words:
    kinds = _kinds(findings)
    cut = {point: c.category.value for c in cuts for point in range(c.start, c.end)}
    found = [kinds.get(token.start, "") for token in doc.tokens]
    keys = [
        kind if kind in _NAMED else spelling(token)
        for token, kind in zip(doc.tokens, found, strict=True)
    ]
    return _Words(
        [*_PAD, *keys, *_PAD],
        [*_PAD, *(token.tag for token in doc.tokens), *_PAD],
        [*_PAD, *found, *_PAD],
        [*_PAD, *(cut.get(token.start, "") for token in doc.tokens), *_PAD],
    )


def _kinds(findings: Findings) -> dict[int, str]:
    listed = (
        ("TIME", findings.times), ("PERSON", findings.people), ("CAR", findings.vehicles),
        ("DRUG", findings.drugs), ("PLACE", findings.places), ("HANDLE", findings.handles),
        ("PHONE", findings.phones),
    )  # fmt: skip
    return {point: kind for kind, found in listed for f in found for point in range(f.start, f.end)}


def _around(words: _Words, at: int) -> list[str]:
    keys, tags, kinds, cuts = words.keys, words.tags, words.kinds, words.cuts
    two, one, here, then, next_ = keys[at - 2 : at + 3]
    row = [f"{step} {keys[at + step]}" for step in range(-_AROUND, _AROUND + 1)]
    row += [f"t{step} {tags[at + step]}" for step in range(-_NEAR, _NEAR + 1)]
    row += [f"k{step} {kinds[at + step]}" for step in range(-_NEAR, _NEAR + 1)]
    row += [f"r{step} {bool(cuts[at + step])}" for step in (-1, 0, 1)]
    row += [
        f"rule {cuts[at]}",
        f"-10 {one} {here}",
        f"01 {here} {then}",
        f"-2-1 {two} {one}",
        f"12 {then} {next_}",
        f"-101 {one} {here} {then}",
        f"-2-10 {two} {one} {here}",
        f"012 {here} {then} {next_}",
        f"ttt {tags[at - 1]} {tags[at]} {tags[at + 1]}",
    ]
    return row


def _shape(token: Token, key: str) -> list[str]:
    look = "".join(
        "X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c
        for c in token.text[:8]
    )
    squeezed = look[:1] + "".join(after for before, after in pairwise(look) if after != before)
    return [f"begins {key[:3]}", f"ends {key[-3:]}", f"looks {squeezed}"]


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
) -> Mapping[int, tuple[str, ...]]:
    """For each clause whom it speaks of, how it begins and how long it is."""
    rows: dict[int, tuple[str, ...]] = {}
    for clause in doc.clauses:
        named = persons[clause.first : clause.last]
        drug = "DRUG" in words.kinds[clause.first + _AROUND : clause.last + _AROUND]
        whom = f"{Person.SENDER in named:d}{Person.OTHER in named:d}"
        begins = words.keys[clause.first + _AROUND : clause.first + _AROUND + 2]
        length = min(clause.last - clause.first, 12) // 3
        rows[clause.index] = (
            f"about {whom}",
            f"drug {whom} {drug:d}",
            f"first {begins[0]}",
            f"firsts {' '.join(begins)}",
            f"length {length}",
        )
    return rows

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


def _steps(start: str, width: int) -> dict[str, int]:
    return {f"{start}{step}": step for step in range(-width, width + 1)}


_OWN = {
    name: {name.partition(" ")[0]: 0}  # two strands of one start have values of other forms
    for name in (
        "ttt", "begins", "ends", "looks", "own", "other", "ahead", "nearer", "own kind",
        "nearer kind", "about", "k about", "from", "to",
    )
}  # fmt: skip

STRANDS: Mapping[str, Mapping[str, int]] = {
    "word": _steps("", 4),
    "tag": _steps("t", 2),
    "kind": _steps("k", 2),
    "middle": _steps("c", 2),
    "fine": _steps("C", 1),
    "pair": {"-2-1": -2, "-10": -1, "01": 0, "12": 1},
    "coarse pair": {"b": -1, "B": 0},
    **_OWN,
}
"""What runs along a message, a value for each word, and for whom a value counts: what the names of
its features begin with, and how many words further on the value stands than the word it is a
feature of. There are spellings, tags, kinds of finding, groups of words that are alike (256 and
1,024 of them), two spellings or two groups (64) in a row, and much that counts for its own word."""

CLAUSES = ("about", "drug", "first", "firsts", "length")
"""What the names of features begin with that all words of a clause share."""


def width_of(strand: str) -> int:
    """How many words to either side of one its values count."""
    return max(map(abs, STRANDS[strand].values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands in and around each word of a message.

    Attributes:
        strands: for each of `STRANDS` a value for each word, in order, and as many more before
            and behind as its width.
        clauses: for each of `CLAUSES` a value for each clause, which all its words share.
        clause_of: for each word the place of its clause.
    """

    strands: Mapping[str, Sequence[str]]
    clauses: Mapping[str, Sequence[str]]
    clause_of: Sequence[int]

    def names(self) -> Iterator[list[str]]:
        """For each word the names of all its features, each of value 1."""
        beside = [
            (start, self.strands[strand], width_of(strand) + step)
            for strand, starts in STRANDS.items()
            for start, step in starts.items()
        ]
        for at, clause in enumerate(self.clause_of):
            around = [f"{start} {values[at + away]}" for start, values, away in beside]
            shared = [f"{start} {values[clause]}" for start, values in self.clauses.items()]
            yield [*around, *shared]


@dataclass(frozen=True, slots=True)
class _Words:
    """A message word by word: how each is spelled, its tag, and what it was found to be."""

    keys: list[str]
    tags: list[str]
    kinds: list[str]


def surroundings(doc: Document, findings: Findings, cues: Cues, alike: Alike) -> Surroundings:
    """What stands around the words of a message.

    Args:
        doc: the message.
        findings: what was found in it.
        cues: which words speak of whom.
        alike: which words are alike.
    """
    words = _words(doc, findings)
    persons = [cues.person(token.lower) for token in doc.tokens]
    clauses = _clauses(doc, persons, words)
    clause_of = [token.clause for token in doc.tokens]
    whom = [clauses["about"][clause] for clause in clause_of]
    strands = {
        "word": _padded(words.keys, 4),
        "tag": _padded(words.tags, 2),
        "kind": _padded(words.kinds, 2),
        "middle": _padded(_grouped(doc, words, alike, MIDDLE), 2),
        "fine": _padded(_grouped(doc, words, alike, FINE), 1),
        "pair": _pairs(words.keys, 2),
        "coarse pair": _pairs(alike.names(doc.tokens, COARSE), 1),
        **_shapes(doc.tokens, words),
        **_whose(persons, words.kinds),
        **_about(whom, words),
        **_ends(len(doc.tokens)),
    }
    return Surroundings(strands=strands, clauses=clauses, clause_of=clause_of)


def _padded(values: Sequence[str], width: int) -> list[str]:
    return [*(PAD,) * width, *values, *(PAD,) * width]


def _pairs(values: Sequence[str], width: int) -> list[str]:
    """Each value with the one behind it."""
    return [f"{one} {two}" for one, two in pairwise((*_padded(values, width), PAD))]


def _words(doc: Document, findings: Findings) -> _Words:
    kinds = _kinds(findings)
    found = [kinds.get(token.start, "") for token in doc.tokens]
    keys = [
        kind if kind in _NAMED else spelling(token)
        for token, kind in zip(doc.tokens, found, strict=True)
    ]
    return _Words(keys, [token.tag for token in doc.tokens], found)


def _grouped(doc: Document, words: _Words, alike: Alike, level: int) -> list[str]:
    """The group of each word; the kind of a finding whose own words teach nothing."""
    groups = alike.names(doc.tokens, level)
    return [
        kind if kind in _NAMED else group for kind, group in zip(words.kinds, groups, strict=True)
    ]


def _kinds(findings: Findings) -> dict[int, str]:
    listed = (
        ("TIME", findings.times), ("PERSON", findings.people), ("CAR", findings.vehicles),
        ("DRUG", findings.drugs), ("PLACE", findings.places), ("HANDLE", findings.handles),
        ("PHONE", findings.phones),
    )  # fmt: skip
    return {point: kind for kind, found in listed for f in found for point in range(f.start, f.end)}


def _shapes(tokens: Sequence[Token], words: _Words) -> dict[str, list[str]]:
    tags = _padded(words.tags, 1)
    return {
        "ttt": [f"{a} {b} {c}" for a, b, c in zip(tags, tags[1:], tags[2:], strict=False)],
        "begins": [key[:3] for key in words.keys],
        "ends": [key[-3:] for key in words.keys],
        "looks": [_look(token.text[:8]) for token in tokens],
    }


def _about(whom: Sequence[str], words: _Words) -> dict[str, list[str]]:
    """Each word and each kind with whom its clause speaks of."""
    return {
        "about": [f"{one} {key}" for one, key in zip(whom, words.keys, strict=True)],
        "k about": [f"about {one} {kind}" for one, kind in zip(whom, words.kinds, strict=True)],
    }


def _ends(count: int) -> dict[str, list[str]]:
    """How far each word stands from the first and from the last."""
    begun = [str(min(at, 3)) for at in range(count)]
    return {"from": begun, "to": begun[::-1]}


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


def _whose(persons: Sequence[Person | None], kinds: Sequence[str]) -> dict[str, list[str]]:
    """For each word how far the sender and others were last named, and the sender is next."""
    own = _since(persons, Person.SENDER, _FAR)
    other = _since(persons, Person.OTHER, _FAR)
    ahead = _since(persons[::-1], Person.SENDER, _AHEAD)[::-1]
    nearer = ["own" if one < two else "other" for one, two in zip(own, other, strict=True)]
    far = list(map(str, own))
    return {
        "own": far,
        "other": list(map(str, other)),
        "ahead": list(map(str, ahead)),
        "nearer": nearer,
        "own kind": [f"{one} {kind}" for one, kind in zip(far, kinds, strict=True)],
        "nearer kind": [f"{one} {kind}" for one, kind in zip(nearer, kinds, strict=True)],
    }


def _since(persons: Sequence[Person | None], whom: Person, most: int) -> list[int]:
    """For each word how many words ago somebody was named, at most ``most``."""
    since: list[int] = []
    ago = most
    for person in persons:
        ago = 0 if person is whom else min(ago + 1, most)
        since.append(ago)
    return since


def _clauses(
    doc: Document, persons: Sequence[Person | None], words: _Words
) -> dict[str, list[str]]:
    """For each clause whom it speaks of, how it begins and how long it is."""
    keys = [*words.keys, PAD, PAD]
    found: dict[str, list[str]] = {start: [] for start in CLAUSES}
    for clause in doc.clauses:
        named = persons[clause.first : clause.last]
        drug = "DRUG" in words.kinds[clause.first : clause.last]
        whom = f"{Person.SENDER in named:d}{Person.OTHER in named:d}"
        found["about"].append(whom)
        found["drug"].append(f"{whom} {drug:d}")
        found["first"].append(keys[clause.first])
        found["firsts"].append(" ".join(keys[clause.first : clause.first + 2]))
        found["length"].append(str(min(clause.last - clause.first, 12) // 3))
    return found

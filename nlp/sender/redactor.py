"""Which words would tell who wrote a message: the sender goes, the suspect stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.analysis import Category, PlaceKind, Redaction, TimeKind
from nlp.document import Document
from nlp.findings import Findings
from nlp.sender.contact import ContactRules
from nlp.sender.cuts import Cut, Guard, joined, spared
from nlp.sender.lexicon import Reading
from nlp.sender.quotes import QuoteRules
from nlp.sender.rules import Rule, read_rules
from nlp.sender.signature import SignatureRules
from nlp.things.people import given_names
from nlp.vocabulary import VocabularyError, read_vocabulary

_FOLDER = Path(__file__).parent
_WEAK = ("kin", "view", "small", "job", "dwelling", "my", "me")
"""Classes whose words alone are no finding worth sparing (a place called ``my house``)."""
_BROAD = frozenset({PlaceKind.TOWN, PlaceKind.AREA, PlaceKind.POSTCODE, PlaceKind.ROAD})
"""Kinds of place too wide to be the scene on their own."""
_TRADES = frozenset({"work.im_job", "note.post"})
"""Rules whose cuts name the sender's own trade."""
_CLAUSE = 2
"""Small words that say nothing; more of them make a clause (``I was in with him``)."""


@cache
def _labels() -> dict[Category, str]:
    file = read_vocabulary(_FOLDER / "labels.toml")
    rows = file.rows("label", needs=frozenset({"category", "text"}))
    labels = {Category(row["category"]): str(row["text"]) for row in rows}
    if lacking := [c.value for c in Category if c not in labels]:
        raise VocabularyError(f"{file.path.name}: no label for {', '.join(lacking)}")
    return labels


def label(category: Category) -> str:
    """What stands in place of a cut of this category (``[your home]``)."""
    return _labels()[category]


class Redactor:
    """Finds what to cut out of a message so that nobody can tell who sent it."""

    def __init__(self) -> None:
        self._rules = read_rules()
        self._contact = ContactRules(self._rules.identity)
        self._signature = SignatureRules(self._rules.identity, given_names())
        talk = read_vocabulary(_FOLDER / "talk.toml")
        private, public = (
            [w for row in talk.rows(name, needs=frozenset({"words"})) for w in row["words"]]
            for name in ("private", "public")
        )
        self._quotes = QuoteRules(private, public)
        self._masks = re.compile("|".join(re.escape(text) for text in _labels().values()))

    def find(
        self,
        doc: Document,
        findings: Findings,
        *,
        strict: bool = False,
    ) -> tuple[Redaction, ...]:
        """What to cut, in order, none overlapping another.

        Args:
            doc: the message.
            findings: what was found in it; what is the suspect's is spared.
            strict: cut more, for when the model took no part.
        """
        masks = [m.span() for m in self._masks.finditer(doc.folded)]
        reading = self._rules.lexicon.read(doc, _spans(findings), masks)
        cuts = list(self._by_pattern(reading, strict=strict))
        idle = not masks and _idle(findings, reading)
        cuts += _roles_again(reading, cuts)
        cuts += self._by_shape(doc, findings, cuts, strict=strict, idle=idle)
        guards = [*_guards(findings, reading), *_evidence(reading)]
        cuts = _without_own_ground(cuts, guards, _broad(findings))
        guards += [Guard(start, end, "label") for start, end in masks]
        guards.sort(key=lambda g: g.start)
        small = _small(reading)
        return joined(doc.text, spared(cuts, guards), lambda cut: _worth(cut, small))

    def _by_pattern(self, reading: Reading, *, strict: bool) -> Iterator[Cut]:
        supplied = any("supply" in classes for classes in reading.classes)
        books = [self._rules.usual, self._rules.strict] if strict else [self._rules.usual]
        for book in books:
            for hit in book.find(reading):
                rule: Rule = hit.payload
                if rule.only_unsupplied and supplied:
                    continue
                start, end = reading.tokens[hit.first].start, reading.tokens[hit.last - 1].end
                yield Cut(start, end, rule.category, rule.name, rule.takes)

    def _by_shape(
        self, doc: Document, findings: Findings, cuts: list[Cut], *, strict: bool, idle: bool
    ) -> Iterator[Cut]:
        names = [c for c in cuts if c.category is Category.NAME]
        names += self._signature.find(doc, findings, idle=idle)
        numbers = list(self._contact.contacts(doc, findings, strict=strict, idle=idle))
        names += self._signature.after(doc, numbers)
        yield from names
        yield from _repeated(doc, names)
        yield from numbers
        yield from self._contact.beside(doc, findings, names)
        yield from self._contact.references(doc)
        yield from self._quotes.find(doc)


def _spans(findings: Findings) -> dict[str, list[tuple[int, int]]]:
    listed = {
        "place": findings.places, "person": findings.people, "phone": findings.phones,
        "handle": findings.handles, "vehicle": findings.vehicles, "drug": findings.drugs,
        "time": findings.times,
    }  # fmt: skip
    return {kind: [(f.start, f.end) for f in found] for kind, found in listed.items()}


def _guards(findings: Findings, reading: Reading) -> list[Guard]:
    vague = {(t.start, t.end) for t in findings.times
             if t.kind in {TimeKind.NOW, TimeKind.VAGUE}}  # fmt: skip
    weak = {
        token.start
        for token, classes in zip(reading.tokens, reading.classes, strict=True)
        if any(name in classes for name in _WEAK)
    }
    owned = {
        token.start
        for token, classes in zip(reading.tokens, reading.classes, strict=True)
        if "my" in classes or "me" in classes
    }
    guards: list[Guard] = []
    starts = [t.start for t in reading.tokens]
    at = 0
    spans = sorted(
        (start, end, kind) for kind, listed in _spans(findings).items() for start, end in listed
    )
    for start, end, kind in spans:
        while at < len(starts) and starts[at] < start:
            at += 1
        if kind == "place" and at and "ego" in reading.classes[at - 1]:
            continue
        inside = []
        for step in range(at, len(starts)):
            if starts[step] >= end:
                break
            inside.append(starts[step])
        named = kind == "person" and any(s in owned for s in inside)
        if (start, end) in vague or named or (inside and all(s in weak for s in inside)):
            continue
        guards.append(Guard(start, end, kind))
    return guards


def _evidence(reading: Reading) -> Iterator[Guard]:
    """Weapons, money, means and doings, unless said to be the sender's own (``my dog``)."""
    for at, (token, classes) in enumerate(zip(reading.tokens, reading.classes, strict=True)):
        owned = at > 0 and not reading.classes[at - 1].keys().isdisjoint({"my", "me"})
        if "evidence" in classes and not owned:
            end = reading.tokens[classes["evidence"][0] - 1].end
            yield Guard(token.start, end, "evidence")


def _idle(findings: Findings, reading: Reading) -> bool:
    """Whether nothing is said of drugs, supply, weapons, danger or anybody else."""
    told = ("supply", "evidence", "danger", "third")
    return not findings.drugs and not any(n in c for c in reading.classes for n in told)


def _broad(findings: Findings) -> frozenset[tuple[int, int]]:
    return frozenset((p.start, p.end) for p in findings.places if p.kind in _BROAD)


def _without_own_ground(
    cuts: list[Cut], guards: list[Guard], broad: frozenset[tuple[int, int]]
) -> list[Cut]:
    """Cuts that leave a place in where no other one is the scene.

    A town or district elsewhere is no scene yet; what ``broad`` holds are such places.
    """
    ground = [c for c in cuts if "place" in c.takes]
    elsewhere = any(
        all(p.end <= c.start or c.end <= p.start for c in ground)
        for p in guards
        if p.kind == "place" and (p.start, p.end) not in broad
    )
    if elsewhere:
        return cuts
    return [
        replace(c, takes=c.takes - {"place"}) if "place" in c.takes
        and c.category not in {Category.CONTACT, Category.NAME} else c
        for c in cuts
    ]  # fmt: skip


def _repeated(doc: Document, names: list[Cut]) -> Iterator[Cut]:
    """Every other place where the sender's own name stands."""
    own = {doc.folded[c.start : c.end] for c in names}
    single = {name for name in own if " " not in name and len(name) > 2}
    for token in doc.tokens:
        if token.lower.removesuffix("'s") in single:
            yield Cut(token.start, token.end, Category.NAME, "name.again", frozenset({"person"}))


def _roles_again(reading: Reading, cuts: list[Cut]) -> Iterator[Cut]:
    """Every other place where the sender's own trade is named, unless as somebody's."""
    told = [c for c in cuts if c.rule in _TRADES]
    if not told:
        return
    posts = []
    for at, classes in enumerate(reading.classes):
        if "post" in classes:
            last = reading.tokens[classes["post"][0] - 1]
            posts.append((at, reading.tokens[at].start, last.end, last.lower))
    own = {
        word for _, start, end, word in posts if any(c.start <= start < end <= c.end for c in told)
    }
    for at, start, end, word in posts:
        if word in own and not (at and "his" in reading.classes[at - 1]):
            yield Cut(start, end, Category.WORK, "work.again")


def _small(reading: Reading) -> frozenset[str]:
    return frozenset(
        token.lower
        for token, classes in zip(reading.tokens, reading.classes, strict=True)
        if "small" in classes
    )


def _worth(redaction: Redaction, small: frozenset[str]) -> bool:
    """Whether a cut holds more than small words, or a whole clause of them."""
    words = [word.strip(".,;:!?()-\"'").lower() for word in redaction.text.split()]
    if any(word not in small | {""} for word in words):
        return True
    return redaction.rule.startswith("deed.") and len(words) > _CLAUSE

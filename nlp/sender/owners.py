"""Whose the homes, jobs, phones, relatives, vantage points and routines of a message are.

For the explanation only: what is cut is decided by `nlp.sender.redactor` and the trained model;
this says of each such thing whose it is, so that one sees why his brother stays and mine goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.analysis import Category, Redaction
from nlp.document import Document, Token
from nlp.findings import Findings
from nlp.phrases import Match, PhraseBook
from nlp.sender.contact import ContactRules
from nlp.vocabulary import Vocabulary, read_vocabulary

_REACH = 3
"""Words that may stand between an owner and what is owned (``his two younger | brothers``)."""
_WORDS = frozenset({"words"})


class Whose(StrEnum):
    """Who owns a thing; ``another's`` where a name or a cue says that it is not the sender's."""

    MINE = "mine"
    HIS = "his"
    HERS = "hers"
    THEIRS = "theirs"
    ANOTHERS = "another's"
    UNSAID = "nobody says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A thing with its owner.

    Attributes:
        start, end: code points ``[start, end)``, the word that names the owner included.
        kind: what it would tell of its owner.
        whose: the owner.
        cut: whether a word of it is taken out.
    """

    start: int
    end: int
    kind: Category
    whose: Whose
    cut: bool


class Owners:
    """Finds what belongs to whom."""

    def __init__(self) -> None:
        """Read the vocabulary.

        Raises:
            VocabularyError: a file is broken.
        """
        folder = Path(__file__).parent
        book = read_vocabulary(folder / "owners.toml")
        self._owners = PhraseBook(_rows(book, "owner", "whose", Whose))
        self._doers = PhraseBook(_rows(book, "doer", "whose", Whose))
        self._things = PhraseBook(_rows(book, "thing", "kind", Category))
        self._doings = PhraseBook(_rows(book, "doing", "kind", Category))
        self._between = frozenset(
            word for row in book.rows("between", needs=_WORDS) for word in row["words"]
        )
        self._contact = ContactRules(read_vocabulary(folder / "identity.toml"))

    def find(
        self, doc: Document, findings: Findings, cuts: Sequence[Redaction]
    ) -> tuple[Owned, ...]:
        """Every thing that has an owner, in order, and every number and address.

        Args:
            doc: the message.
            findings: what was found in it.
            cuts: what is taken out of it.
        """
        found = [*self._possessed(doc, findings), *self._done(doc, findings)]
        told = [(start, end) for start, end, _, _ in found]
        found += [
            one
            for one in self._contacts(doc, findings)
            if not any(start <= one[0] < end for start, end in told)
        ]
        found.sort(key=lambda one: (one[0], -one[1]))
        return tuple(
            Owned(start=start, end=end, kind=kind, whose=whose, cut=_touched(cuts, start, end))
            for start, end, kind, whose in found
        )

    def _possessed(
        self, doc: Document, findings: Findings
    ) -> Iterator[tuple[int, int, Category, Whose]]:
        things = {match.first: match for match in self._things.find(doc.tokens)}
        owners = [(m.start, m.last, m.payload) for m in self._owners.find(doc.tokens)]
        owners += [(*named, Whose.ANOTHERS) for named in _named(doc, findings)]
        for start, after, whose in owners:
            if thing := self._next(doc, things, after):
                end = _on(doc, findings, thing) if thing.payload is Category.CONTACT else thing.end
                yield start, end, thing.payload, whose

    def _done(
        self, doc: Document, findings: Findings
    ) -> Iterator[tuple[int, int, Category, Whose]]:
        doings = {match.first: match for match in self._doings.find(doc.tokens)}
        for doer in self._doers.find(doc.tokens):
            if doing := self._next(doc, doings, doer.last):
                end = _on(doc, findings, doing)
                yield doer.start, end, doing.payload, doer.payload

    def _next[P](self, doc: Document, matches: dict[int, Match[P]], at: int) -> Match[P] | None:
        """The thing that begins at a token or behind few words that say nothing."""
        for step in range(at, min(at + _REACH + 1, len(doc.tokens))):
            if doc.tokens[step].clause != doc.tokens[at - 1].clause:
                return None
            if step in matches:
                return matches[step]
            if doc.tokens[step].lower not in self._between:
                return None
        return None

    def _contacts(
        self, doc: Document, findings: Findings
    ) -> Iterator[tuple[int, int, Category, Whose]]:
        named = {True: Whose.MINE, False: Whose.ANOTHERS, None: Whose.UNSAID}
        for thing, own in self._contact.owners(doc, findings):
            yield thing.start, thing.end, Category.CONTACT, named[own]


def _rows[E: StrEnum](
    book: Vocabulary, table: str, key: str, kinds: type[E]
) -> Iterator[tuple[str, E]]:
    for row in book.rows(table, needs=_WORDS | {key}):
        for word in row["words"]:
            yield word, kinds(row[key])


def _named(doc: Document, findings: Findings) -> Iterator[tuple[int, int]]:
    """Where a name with ``'s`` begins, and the token after it."""
    for person in findings.people:
        inside: tuple[Token, ...] = doc.between(person.start, person.end)
        if inside and inside[-1].lower.endswith("'s"):
            yield person.start, inside[-1].index + 1


def _on(doc: Document, findings: Findings, match: Match[Category]) -> int:
    """Where a match ends, the place, number or address that it leads to included."""
    reach = doc.tokens[min(match.last + _REACH, len(doc.tokens) - 1)]
    for one in (*findings.places, *findings.phones, *findings.handles):
        if match.end <= one.start <= reach.start:
            return one.end
    return match.end


def _touched(cuts: Sequence[Redaction], start: int, end: int) -> bool:
    return any(cut.start < end and start < cut.end for cut in cuts)

"""Which words may tell a time by what happens then: "since the fair came", "every darts night"?

Nobody can list what happens in a town. These are only candidates, most of them none: the learned
model of times says which it takes (`nlp.learned.timing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.analysis import Time, TimeKind
from nlp.document import Document, Token
from nlp.phrases import Match, PhraseBook
from nlp.vocabulary import VocabularyError, read_vocabulary

_LONGEST = {"clause": 8, "name": 3, "day": 0, "word": 0, "now": 0}
"""So many words behind what begins one belong to it at most."""
_LEAST = 2
"""So many words stand behind it before a word that ends it can."""
_STOPS = frozenset('.,!?;:()[]"-/')


class Shape(StrEnum):
    """What follows the words that begin a candidate; after a word or a "now" nothing does."""

    CLAUSE = "clause"
    NAME = "name"
    DAY = "day"
    WORD = "word"
    NOW = "now"


_WHOLE = (Shape.WORD, Shape.NOW)


@dataclass(frozen=True, slots=True)
class Events:
    """The words that begin and end candidates."""

    _leads: PhraseBook[Shape]
    _ends: frozenset[str]
    _tails: frozenset[str]

    @classmethod
    def shipped(cls) -> Events:
        """The words of `events.toml`.

        Raises:
            VocabularyError: the file is broken.
        """
        book = read_vocabulary(Path(__file__).with_name("events.toml"))
        rows = book.rows("lead", needs=frozenset({"shape", "words"}))
        try:
            leads = [(word, Shape(row["shape"])) for row in rows for word in row["words"]]
        except ValueError as error:
            raise VocabularyError(f"{book.path.name}: {error}") from error
        ends, tails = (
            frozenset(
                word for row in book.rows(name, needs=frozenset({"words"})) for word in row["words"]
            )
            for name in ("end", "tail")
        )
        return cls(PhraseBook(leads), ends, tails)

    def find(self, doc: Document, taken: Iterable[Time]) -> tuple[Time, ...]:
        """Every candidate, in order, none overlapping another or what is taken.

        Args:
            doc: the message.
            taken: expressions of time that are known.
        """
        held = sorted((time.start, time.end) for time in taken)
        found: list[Time] = []
        at, free = 0, 0
        for first, last, shape in sorted((*self._led(doc), *self._named(doc)), key=_longest_first):
            if first < free:
                continue
            start, end = doc.tokens[first].start, doc.tokens[last - 1].end
            while at < len(held) and held[at][1] <= start:
                at += 1
            if at < len(held) and held[at][0] < end:
                continue
            free = last
            found.append(_candidate(doc, start, end, shape))
        return tuple(found)

    def _led(self, doc: Document) -> Iterator[tuple[int, int, Shape]]:
        for match in self._leads.find(doc.tokens):
            last = self._last(doc, match)
            if last > match.last or match.payload in _WHOLE:
                yield match.first, last, match.payload

    def _named(self, doc: Document) -> Iterator[tuple[int, int, Shape]]:
        for at, token in enumerate(doc.tokens):
            if at and token.lower in self._tails and doc.tokens[at - 1].lower not in _STOPS:
                yield at - 1, at + 1, Shape.DAY

    def _last(self, doc: Document, match: Match[Shape]) -> int:
        """The token after the last of a candidate."""
        tokens: Sequence[Token] = doc.tokens
        at = match.last
        most = min(len(tokens), at + _LONGEST[match.payload])
        while at < most and tokens[at].lower not in _STOPS:
            if "\n" in doc.text[tokens[at - 1].end : tokens[at].start]:
                break
            told = at - match.last >= _LEAST or match.payload is Shape.NAME
            if told and tokens[at].lower in self._ends:
                break
            at += 1
        return at


def _longest_first(found: tuple[int, int, Shape]) -> tuple[int, int]:
    return found[0], -found[1]


def _candidate(doc: Document, start: int, end: int, shape: Shape) -> Time:
    kind = TimeKind.NOW if shape is Shape.NOW else TimeKind.VAGUE
    return Time(start=start, end=end, text=doc.text[start:end], rule=f"event_{shape}", kind=kind)

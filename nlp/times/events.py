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

_LONGEST = {"clause": 8, "meanwhile": 8, "name": 3, "day": 0, "word": 0, "now": 0, "span": 8}
"""So many words behind what begins one belong to it at most."""
_VERBS = ("VB", "MD")
_PAST = "VBD"
_TYPED_PRESENT = frozenset({"were"})  # "as were stood here"
_LEAST = 2
"""So many words stand behind it before a word that ends it can."""
_JOINS = frozenset({"and", "n", "&", "an"})
_BACK = 4
"""So many words before "running" its number stands at most: ``three Twelfths on the trot``."""
_STOPS = frozenset('.,!?;:()[]"-/')


class Shape(StrEnum):
    """What follows the words that begin a candidate; after a word or a "now" nothing does.

    A span has an end of its own: ``from Mass until the Angelus``. What the sender does meanwhile,
    ``as we stand here``, is now, unless it is told as past.
    """

    CLAUSE = "clause"
    MEANWHILE = "meanwhile"
    NAME = "name"
    DAY = "day"
    WORD = "word"
    NOW = "now"
    SPAN = "span"


_WHOLE = (Shape.WORD, Shape.NOW)


@dataclass(frozen=True, slots=True)
class Events:
    """The words that begin and end candidates."""

    _leads: PhraseBook[Shape]
    _ends: frozenset[str]
    _tails: frozenset[str]
    _alone: frozenset[str]
    _joined: frozenset[str]
    _rows: frozenset[str]
    _untils: frozenset[str]

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
        sets = (
            frozenset(
                word for row in book.rows(name, needs=frozenset({"words"})) for word in row["words"]
            )
            for name in ("end", "tail", "alone", "joined", "row", "until")
        )
        return cls(PhraseBook(leads), *sets)

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
            found.append(_candidate(doc, (first, last), shape))
        return tuple(found)

    def _led(self, doc: Document) -> Iterator[tuple[int, int, Shape]]:
        for match in self._leads.find(doc.tokens):
            last = self._last(doc, match)
            if match.payload is Shape.SPAN and not self._has_end(doc.tokens[match.last : last]):
                continue
            alone = doc.tokens[match.last - 1].lower in self._alone
            if last > match.last or match.payload in _WHOLE or alone:
                yield match.first, last, match.payload

    def _has_end(self, words: Sequence[Token]) -> bool:
        """Whether a word for "until" stands between two others."""
        return any(word.lower in self._untils for word in words[1:-1])

    def _named(self, doc: Document) -> Iterator[tuple[int, int, Shape]]:
        for at, token in enumerate(doc.tokens):
            if at and token.lower in self._tails and doc.tokens[at - 1].lower not in _STOPS:
                yield at - 1, at + 1, Shape.DAY
            elif token.lower in self._rows:
                first = self._counted(doc.tokens, at)
                if first is not None:
                    yield first, at + 1, Shape.DAY

    @staticmethod
    def _counted(tokens: Sequence[Token], at: int) -> int | None:
        """The number before ``running`` or ``on the trot``, with a word between."""
        found = None
        for first in range(at - 2, max(-1, at - _BACK - 1), -1):
            if tokens[first + 1].lower in _STOPS:
                break
            if tokens[first].tag == "CD" or tokens[first].lower.endswith(("rd", "th")):
                found = first
        return found

    def _last(self, doc: Document, match: Match[Shape]) -> int:
        """The token after the last of a candidate."""
        tokens: Sequence[Token] = doc.tokens
        at = match.last
        most = min(len(tokens), at + _LONGEST[match.payload])
        while at < most and not self._stops_at(tokens, at):
            if "\n" in doc.text[tokens[at - 1].end : tokens[at].start]:
                break
            if self._ends_at(tokens, match, at):
                break
            at += 1
        if at > match.last and tokens[at - 1].lower in _JOINS:
            at -= 1
        return at

    @staticmethod
    def _stops_at(tokens: Sequence[Token], at: int) -> bool:
        """Whether a mark stands there; the hyphen of a word is none: ``when the Co-op shuts``."""
        token = tokens[at]
        if token.lower != "-" or at + 1 == len(tokens):
            return token.lower in _STOPS
        return tokens[at - 1].end < token.start or token.end < tokens[at + 1].start

    def _ends_at(self, tokens: Sequence[Token], match: Match[Shape], at: int) -> bool:
        """Whether a new clause begins there; "and" may join two names before any verb."""
        word = tokens[at].lower
        told = at - match.last >= _LEAST or match.payload is Shape.NAME
        if not told or word not in self._ends:
            return False
        if match.payload is Shape.SPAN and word in self._untils:
            return False
        joined = word in _JOINS and tokens[match.last - 1].lower in self._joined
        return not joined or any(t.tag.startswith(_VERBS) for t in tokens[match.last : at])


def _longest_first(found: tuple[int, int, Shape]) -> tuple[int, int]:
    return found[0], -found[1]


def _candidate(doc: Document, place: tuple[int, int], shape: Shape) -> Time:
    words = doc.tokens[slice(*place)]
    start, end = words[0].start, words[-1].end
    past = any(word.tag == _PAST and word.key not in _TYPED_PRESENT for word in words)
    is_now = shape is Shape.NOW or (shape is Shape.MEANWHILE and not past)
    kind = TimeKind.NOW if is_now else TimeKind.VAGUE
    return Time(start=start, end=end, text=doc.text[start:end], rule=f"event_{shape}", kind=kind)

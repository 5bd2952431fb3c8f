"""Dangers told in parts that follow one another: "wont let" anybody, however named, "past"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.document import Document, Token
from nlp.qualifiers.tense import Form
from nlp.tokens import cut_words, key_of
from nlp.triage.inflect import inflected
from nlp.vocabulary import Vocabulary, VocabularyError

_STOPS = frozenset({".", "!", "?"})


@dataclass(frozen=True, slots=True)
class Frame[P]:
    """Word classes that follow one another closely.

    Attributes:
        parts: the class of each part in order; the first one is the verb or the noun that leads.
        within: how many tokens each part after the first may stand from the one before it.
        apart: a class of which no word may stand between; "" for none.
        across: whether the parts may be of different clauses of one sentence.
    """

    parts: tuple[str, ...]
    within: tuple[int, ...]
    apart: str
    across: bool
    payload: P


@dataclass(frozen=True, slots=True)
class Framed[P]:
    """A frame found: tokens ``[first, last)``, and the shape of its verb as typed."""

    first: int
    last: int
    form: Form | None
    payload: P


@dataclass(slots=True)
class FrameBook[P]:
    """Frames, found in one look at each word of a text."""

    _classes: Mapping[str, Mapping[str, Form | None]]
    _starting: dict[str, list[tuple[Frame[P], Form | None]]] = field(default_factory=dict)

    def add(self, frame: Frame[P]) -> None:
        """Add a frame.

        Raises:
            VocabularyError: it names a class that does not exist, or lacks a distance.
        """
        names = {*frame.parts, *([frame.apart] if frame.apart else [])}
        if strange := sorted(names - self._classes.keys()):
            raise VocabularyError(f"frames.toml: no class {', '.join(strange)}")
        if len(frame.within) != len(frame.parts) - 1:
            raise VocabularyError(f"frames.toml: {frame.parts}: one distance for each later part")
        for word, form in self._classes[frame.parts[0]].items():
            self._starting.setdefault(word, []).append((frame, form))

    def find(self, doc: Document) -> Iterator[Framed[P]]:
        """Every frame whose parts stand in the document, by its first word."""
        for token in doc.tokens:
            for frame, form in self._starting.get(token.key, ()):
                last = self._end(doc, token, frame)
                if last:
                    yield Framed(token.index, last, form, frame.payload)

    def _end(self, doc: Document, head: Token, frame: Frame[P]) -> int:
        """The place after the last part; 0 where a part is missing."""
        whole = doc.clauses[head.clause]
        limit = len(doc.tokens) if frame.across else whole.last
        apart = self._classes.get(frame.apart, {})
        place = head.index
        for name, within in zip(frame.parts[1:], frame.within, strict=True):
            words = self._classes[name]
            near = doc.tokens[place + 1 : min(limit, place + 1 + within)]
            place = _first_of(near, words, apart)
            if place < 0:
                return 0
        return place + 1


def _first_of(
    near: Sequence[Token], words: Mapping[str, object], apart: Mapping[str, object]
) -> int:
    """The place of the first token of a class; -1 where a sentence or a bar comes before it."""
    for token in near:
        if token.key in words:
            return token.index
        if token.lower in _STOPS or token.key in apart:
            break
    return -1


def read_classes(book: Vocabulary) -> dict[str, dict[str, Form | None]]:
    """The words of every table but ``frame`` (``words``, ``verbs`` or both) with their shapes.

    Raises:
        VocabularyError: a class has no word, or one of several words.
    """
    classes: dict[str, dict[str, Form | None]] = {}
    for name in book.tables.keys() - {"frame"}:
        words: dict[str, Form | None] = {}
        for row in book.rows(name, needs=frozenset(), may=frozenset({"words", "verbs"})):
            for verb in row.get("verbs", ()):
                words |= dict(inflected(verb))
            words |= dict.fromkeys(row.get("words", ()))
        if not words or any(len(cut_words(word)) != 1 for word in words):
            raise VocabularyError(f"{book.path.name}: class {name}: single words only")
        classes[name] = {key_of(word): form for word, form in words.items()}
    return classes

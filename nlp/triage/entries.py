"""Which words, and which words in which order, are signs of danger: the vocabulary of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.analysis import Danger
from nlp.phrases import PhraseBook
from nlp.qualifiers.tense import Form
from nlp.triage.frames import Frame, FrameBook, read_classes
from nlp.triage.inflect import inflected
from nlp.triage.slots import open_rows
from nlp.vocabulary import VocabularyError, read_vocabulary


class Kind(StrEnum):
    """What sort of danger a sign shows; the triage table is written over these."""

    DEALING = "dealing"
    ARRIVAL = "arrival"
    VISITS = "visits"
    VIOLENCE = "violence"
    ALARM = "alarm"
    THREAT = "threat"
    DREAD = "dread"
    WEAPON = "weapon"
    MEDICAL = "medical"
    CAPTIVE = "captive"
    CHILD = "child"
    SCENE = "scene"
    FIRE = "fire"
    INNOCENT = "innocent"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the vocabulary, for one surface form.

    Attributes:
        form: shape of a verb as typed; None for a phrase that is taken as it stands.
        needs: what must stand beside it: ``ware``, ``drugs``, ``person``, ``wield`` or "".
        strong: whether the words name a state that is grave whenever it is present.
    """

    name: str
    kind: Kind
    code: Danger
    form: Form | None
    needs: str
    strong: bool


INNOCENT = Entry("innocent", Kind.INNOCENT, Danger.VIOLENCE, None, "", strong=False)
"""What a phrase that only sounds like a danger is."""


@dataclass(frozen=True, slots=True)
class _Book:
    phrases: PhraseBook[Entry]
    classes: Mapping[str, frozenset[str]]


@cache
def _book() -> _Book:
    """The phrases of `signs.toml`; an innocent twin is the longer phrase and so wins."""
    book = read_vocabulary(Path(__file__).with_name("signs.toml"))
    optional = frozenset({"needs", "strong", "words", "verbs"})
    needed = frozenset({"name", "kind", "code"})
    pairs: list[tuple[str, Entry]] = []
    rows = book.rows("sign", needs=needed, may=optional)
    for row in rows:
        pairs.extend(_verbs(row))
    for row in rows:
        pairs.extend((word, _entry(row, None)) for word in row.get("words", ()))
    scenes = read_vocabulary(Path(__file__).with_name("scenes.toml"))
    for row in open_rows(scenes, needed, optional):
        pairs.extend((word, _entry(row, None)) for word in row.get("words", ()))
    for row in book.rows("innocent", needs=frozenset({"words"})):
        pairs.extend((word, INNOCENT) for word in row["words"])
    classes = {
        name: frozenset(
            word for row in book.rows(name, needs=frozenset({"words"})) for word in row["words"]
        )
        for name in book.tables.keys() - {"sign", "innocent"}
    }
    return _Book(PhraseBook(pairs), classes)


def _entry(row: Mapping[str, Any], form: Form | None) -> Entry:
    try:
        kind, code = Kind(row["kind"]), Danger(row["code"])
    except ValueError as error:
        raise VocabularyError(f"signs.toml: {row['name']}: {error}") from error
    return Entry(row["name"], kind, code, form, row.get("needs", ""), row.get("strong", False))


def _verbs(row: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for verb in row.get("verbs", ()):
        for phrase, form in inflected(verb):
            yield phrase, _entry(row, form)


def danger_phrases() -> PhraseBook[Entry]:
    """The phrases of `signs.toml` and `scenes.toml`, among them those that mean no harm."""
    return _book().phrases


@cache
def danger_frames() -> FrameBook[Entry]:
    """The frames of `frames.toml`."""
    book = read_vocabulary(Path(__file__).with_name("frames.toml"))
    frames = FrameBook[Entry](read_classes(book))
    needs = frozenset({"name", "kind", "code", "parts", "within"})
    may = frozenset({"strong", "needs", "apart", "across"})
    for row in book.rows("frame", needs=needs, may=may):
        parts, within = tuple(row["parts"]), tuple(row["within"])
        apart, across = row.get("apart", ""), row.get("across", False)
        frames.add(Frame(parts, within, apart, across, _entry(row, None)))
    return frames


@cache
def phrase_class(name: str) -> PhraseBook[str]:
    """The phrases of a table of `signs.toml`, to be found in tokens."""
    return PhraseBook((word, word) for word in word_class(name))


def word_class(name: str) -> frozenset[str]:
    """The words of a table of `signs.toml` that rows name in ``needs``, or rules ask for."""
    return _book().classes[name]

"""Whether weak signs of danger add up to a question, where no sign alone calls for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.analysis import Danger, Reason, Triage
from nlp.document import Document
from nlp.phrases import PhraseBook
from nlp.qualifiers.model import Effect, Modality, Qualified, When
from nlp.triage.events import Scene
from nlp.vocabulary import VocabularyError, read_vocabulary

_ENOUGH = 2
"""Hints of this weight ask; chosen on the corpus's training tips, where fewer asked in vain."""
_GRAVE = 2
"""In a message written as things happen, hints of this weight are an emergency."""
_LIVE = 2
"""What one sure sign that a message is written as things happen weighs."""
_UNREAL = frozenset({Modality.FICTION, Modality.HYPOTHETICAL, Modality.WISH, Modality.QUESTION})
_THREAT = "threatened"
_RULE = "hints together"


@dataclass(frozen=True, slots=True)
class _Hint:
    name: str
    code: Danger
    weight: int
    support: bool
    live: bool


@cache
def _book() -> PhraseBook[_Hint]:
    """The phrases of `hints.toml`.

    Raises:
        VocabularyError: the file is broken or names a danger that does not exist.
    """
    book = read_vocabulary(Path(__file__).with_name("hints.toml"))
    needed = frozenset({"name", "code", "weight", "words"})
    pairs: list[tuple[str, _Hint]] = []
    for row in book.rows("hint", needs=needed, may=frozenset({"support", "live"})):
        try:
            hint = _Hint(
                row["name"],
                Danger(row["code"]),
                int(row["weight"]),
                row.get("support", False),
                row.get("live", False),
            )
        except ValueError as error:
            raise VocabularyError(f"hints.toml: {row['name']}: {error}") from error
        pairs.extend((word, hint) for word in row["words"])
    return PhraseBook(pairs)


@dataclass(frozen=True, slots=True)
class Sum:
    """What weak signs add up to.

    Attributes:
        call: what they call for; 101 where they are too few.
        reasons: one for each class of them that counted.
    """

    call: Triage
    reasons: tuple[Reason, ...] = ()


def weigh_hints(
    doc: Document, clauses: Sequence[Qualified], scene: Scene, *, exploited: bool
) -> Sum:
    """What the weak signs of a message call for together.

    Each class of hints counts once, however often a message repeats it.

    Args:
        doc: the message.
        clauses: one reading for each clause of the document.
        scene: what the message tells of its moment.
        exploited: whether somebody vulnerable is exploited by another's judgement.
    """
    found: dict[_Hint, Reason] = {}
    live = _liveness(scene)
    for match in _book().find(doc.tokens):
        hint = match.payload
        reading = clauses[doc.tokens[match.first].clause]
        if hint in found or not _counts(reading, match.first, hint, live):
            continue
        found[hint] = Reason(
            start=match.start,
            end=match.end,
            text=doc.text[match.start : match.end],
            code=hint.code,
            rule=f"{_RULE}: {hint.name}",
        )
    if not found or all(hint.support for hint in found):
        return Sum(Triage.QUEUE)
    weight = sum(hint.weight for hint in found)
    acute = any(hint.live for hint in found)
    if acute and live >= _LIVE and weight >= _GRAVE:
        return Sum(Triage.EMERGENCY, tuple(found.values()))
    if weight + int(exploited) + live >= _ENOUGH:
        return Sum(Triage.ASK, tuple(found.values()))
    return Sum(Triage.QUEUE)


def _liveness(scene: Scene) -> int:
    """How much speaks for a message written as things happen; from 0 up."""
    sure = scene.urgent + scene.there + scene.again + scene.now
    return 2 * sure + scene.fresh + scene.here


def _counts(reading: Qualified, token: int, hint: _Hint, live: int) -> bool:
    if hint.live and (not live or reading.time in {When.PAST, When.HABIT, When.FUTURE}):
        return False
    if hint.code is Danger.WEAPON and reading.time is When.HABIT:
        return False
    # A threat is made of an "if": what it says will happen is no less in earnest.
    earnest = hint.name == _THREAT and reading.modality is Modality.HYPOTHETICAL
    if reading.modality in _UNREAL and not (earnest or reading.has(Effect.URGENT)):
        return False
    if reading.stated and reading.time in {When.PAST, When.FUTURE}:
        return False
    return not reading.denies_closely(token)

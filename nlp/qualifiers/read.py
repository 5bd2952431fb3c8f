"""What each clause of a document says of its facts, and which words decided.

Cues act inside their clause, in the manner of ConText; time is carried on: a clause without
a time of its own has the time of the clause before it in the same sentence, and a message
that tells of habits or of the past stays there until something present is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis import Time
from nlp.document import Clause, Document, Token
from nlp.qualifiers.clock import minutes_said, place_time
from nlp.qualifiers.cues import find_cues
from nlp.qualifiers.governing import clause_tense
from nlp.qualifiers.model import (
    Cue,
    Effect,
    Modality,
    Polarity,
    Qualified,
    Source,
    Tense,
    When,
)
from nlp.qualifiers.tense import forms

_SCOPE = 7
"""How many tokens a denial reaches, as in ConText's default window."""

_TIMES = (
    (Effect.PAST, When.PAST),
    (Effect.HABIT, When.HABIT),
    (Effect.SOON, When.SOON),
    (Effect.FUTURE, When.FUTURE),
)
"""Time cues in order of strength: the first that stands in a clause decides."""

_MODES = (
    (Effect.FICTION, Modality.FICTION),
    (Effect.HYPOTHETICAL, Modality.HYPOTHETICAL),
    (Effect.WISH, Modality.WISH),
    (Effect.QUESTION, Modality.QUESTION),
    (Effect.POSSIBLE, Modality.POSSIBLE),
)


_RANK = (When.NOW, When.SOON, When.HABIT, When.PAST, When.FUTURE)
"""Which of several times in one clause decides: the most urgent one first."""

_EFFECT = {
    When.NOW: Effect.NOW,
    When.SOON: Effect.SOON,
    When.HABIT: Effect.HABIT,
    When.PAST: Effect.PAST,
    When.FUTURE: Effect.FUTURE,
}


@dataclass(slots=True)
class _Story:
    """The time that the telling stands in, as it goes from clause to clause."""

    sentence: When = When.UNKNOWN
    frame: When = When.UNKNOWN
    fiction: bool = False


def read_qualifiers(doc: Document, times: Sequence[Time]) -> tuple[Qualified, ...]:
    """One reading for each clause of the document, in order.

    Args:
        doc: the message, with or without tags.
        times: what the time finder found; may be empty, since time words are cues too.
    """
    cues = find_cues(doc)
    stated = _stated(doc, times)
    story = _Story()
    return tuple(
        _read(doc, clause, cues.get(clause.index, []), stated.get(clause.index, []), story)
        for clause in doc.clauses
    )


def _stated(doc: Document, times: Sequence[Time]) -> dict[int, list[tuple[When, Cue]]]:
    """Times by clause, from the finder and from minutes said, each with the words for it."""
    found: dict[int, list[tuple[When, Cue]]] = {}
    spans = [(t.start, t.end, place_time(t, doc.at)) for t in times]
    spans += minutes_said(doc.folded)
    places = {token.start: token for token in doc.tokens}
    ends = {token.end: token.index + 1 for token in doc.tokens}
    for start, end, when in spans:
        token = places.get(start)
        if token is None or when is When.UNKNOWN or _mere_number(doc, token, end):
            continue
        last = ends.get(end, token.index + 1)
        cue = Cue(token.index, last, start, end, _EFFECT[when])
        found.setdefault(token.clause, []).append((when, cue))
    return found


def _mere_number(doc: Document, token: Token, end: int) -> bool:
    """Whether a lone number may be an age or a count: "she's about eight", "3rd one"."""
    if end > token.end or token.lower not in forms()["number"]:
        return False
    before = token.index - 1
    while before >= 0 and doc.tokens[before].lower in forms()["roughly"]:
        before -= 1
    return before < 0 or doc.tokens[before].lower not in forms()["clock"]


def _read(
    doc: Document,
    clause: Clause,
    cues: list[Cue],
    stated: list[tuple[When, Cue]],
    story: _Story,
) -> Qualified:
    words = doc.words(clause)
    tense = clause_tense(words)
    effects = {cue.effect for cue in cues}
    fresh = _fresh(doc, clause)
    said = min((when for when, _ in stated), key=_RANK.index, default=None)
    own = _own_time(cues, said, tense, words)
    time = own or _carried(story, tense, fresh=fresh)
    denials = tuple(_scope(cue, cues, clause) for cue in cues if cue.effect is Effect.DENY)
    if own is When.NOW and denials:
        _advance(story, None, When.UNKNOWN, tense, fresh=fresh)
    else:
        _advance(story, own, time, tense, fresh=fresh)
    mode = _mode(doc, clause, cues, effects)
    if story.fiction and not fresh:
        mode = Modality.FICTION
    story.fiction = mode is Modality.FICTION
    return Qualified(
        clause=clause,
        time=time,
        stated=own is not None,
        tense=tense,
        polarity=Polarity.DENIED if denials else Polarity.AFFIRMED,
        modality=mode,
        source=_source(effects),
        cues=tuple(sorted({*cues, *(cue for _, cue in stated)}, key=lambda cue: cue.first)),
        denials=denials,
        fresh=fresh,
    )


def _own_time(
    cues: list[Cue], stated: When | None, tense: Tense, words: Sequence[Token]
) -> When | None:
    """The time that a clause states itself; None where it states none."""
    effects = {cue.effect for cue in cues}
    if Effect.ENDED in effects or Effect.LEFT in effects:
        return When.PAST
    other = stated is When.PAST or not effects.isdisjoint({Effect.HABIT, Effect.PAST})
    if Effect.AGAIN in effects and not other:
        return When.NOW
    if stated is When.NOW or Effect.NOW in effects:
        return When.HABIT if _standing(cues, words) else When.NOW
    if stated is not None:
        return stated
    for effect, when in _TIMES:
        if effect in effects:
            return when
    if Effect.CURRENT in effects and tense is Tense.PAST:
        return When.PAST
    if len(words) > 2 and any(token.lower in forms()["closing"] for token in words[-2:]):
        return When.PAST
    return None


def _standing(cues: list[Cue], words: Sequence[Token]) -> bool:
    """Whether "now" tells of these days: "he now lives at", "they deal there now every night"."""
    if any(token.lower in forms()["standing"] for token in words):
        return True
    plain = all(cue.last - cue.first == 1 for cue in cues if cue.effect is Effect.NOW)
    return plain and any(cue.effect is Effect.HABIT for cue in cues)


def _carried(story: _Story, tense: Tense, *, fresh: bool) -> When:
    """The time that a clause without its own takes from those before it."""
    before = story.frame if fresh else story.sentence
    if before is When.NOW:
        return When.UNKNOWN if tense in {Tense.PRESENT, Tense.DURATIVE, Tense.PAST} else When.NOW
    if before is When.PAST:
        if tense in {Tense.PAST, Tense.NONE, Tense.BARE}:
            return When.PAST
        return When.UNKNOWN
    if before is When.HABIT:
        return When.UNKNOWN if tense in {Tense.RECENT, Tense.PAST, Tense.FUTURE} else When.HABIT
    if before in {When.SOON, When.FUTURE} and not fresh:
        return before if tense in {Tense.FUTURE, Tense.NONE, Tense.PROGRESSIVE} else When.UNKNOWN
    return When.UNKNOWN


def _advance(story: _Story, own: When | None, time: When, tense: Tense, *, fresh: bool) -> None:
    if own is not None:
        story.frame = own
        story.sentence = own
    elif fresh or time is not When.UNKNOWN:
        story.sentence = time
    if own is None and tense is Tense.PAST and story.frame is When.NOW:
        story.sentence = When.UNKNOWN


def _scope(cue: Cue, cues: list[Cue], clause: Clause) -> tuple[int, int]:
    """Token range that a denial covers: on to a stop word, the clause's end or its reach."""
    end = min(clause.last, cue.last + _SCOPE)
    for other in cues:
        if other.effect is Effect.STOP and cue.last < other.first < end:
            end = other.first
    return cue.last, end


def _mode(doc: Document, clause: Clause, cues: list[Cue], effects: set[Effect]) -> Modality:
    for effect, mode in _MODES:
        if effect not in effects:
            continue
        if effect is Effect.QUESTION and not _asks(doc, clause, cues):
            continue
        return mode
    return Modality.FACT


def _asks(doc: Document, clause: Clause, cues: list[Cue]) -> bool:
    """A question word asks where the clause begins with it or ends in a question mark."""
    if doc.tokens[clause.last - 1].lower == "?":
        return True
    if clause.last < len(doc.tokens) and doc.tokens[clause.last].lower == "?":
        return True
    return any(c.effect is Effect.QUESTION and c.first == clause.first for c in cues)


def _source(effects: set[Effect]) -> Source:
    if Effect.RUMOUR in effects:
        return Source.RUMOUR
    return Source.TOLD if Effect.TOLD in effects else Source.SEEN


def _fresh(doc: Document, clause: Clause) -> bool:
    if clause.first == 0:
        return True
    before = doc.tokens[clause.first - 1]
    gap = doc.folded[before.end : clause.start]
    return before.lower in {".", "!", "?", "\u2026"} or "\n" in gap

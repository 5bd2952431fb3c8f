"""What can be said of a clause: its time, polarity, modality and source, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nlp.document import Clause


class When(StrEnum):
    """Where the facts of a clause stand against the moment of writing."""

    NOW = "now"
    PAST = "past"
    HABIT = "habit"
    SOON = "future_soon"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """Whether the clause says that something is so."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    """How the clause puts it: as fact, as possible, as imagined, as wished or asked."""

    FACT = "fact"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    WISH = "wish"
    QUESTION = "question"
    FICTION = "fiction"


class Source(StrEnum):
    """How the sender knows: seen or not said, told by somebody, or going round."""

    SEEN = "seen"
    TOLD = "told"
    RUMOUR = "rumour"


class Tense(StrEnum):
    """The form of a verb with its helpers, or of the first verb of a clause."""

    PROGRESSIVE = "progressive"
    STATE = "state"
    RECENT = "recent"
    PRESENT = "present"
    DURATIVE = "durative"
    PAST = "past"
    FUTURE = "future"
    WOULD = "would"
    BARE = "bare"
    NONE = "none"


class Effect(StrEnum):
    """What a cue does to its clause (or, for the last three, to the whole message)."""

    NOW = "now"
    AGAIN = "again"
    CURRENT = "current"
    PAST = "past"
    HABIT = "habit"
    SOON = "soon"
    FUTURE = "future"
    DENY = "deny"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    WISH = "wish"
    QUESTION = "question"
    FICTION = "fiction"
    TOLD = "told"
    RUMOUR = "rumour"
    JUST = "just"
    STOP = "stop"
    NOTHING = "nothing"
    HERE = "here"
    URGENT = "urgent"
    ENDED = "ended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that qualify a clause: tokens ``[first, last)``, code points ``[start, end)``."""

    first: int
    last: int
    start: int
    end: int
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    """A clause with what is said of its facts.

    Attributes:
        clause: the clause.
        time: when, after inheritance from the clauses before it.
        stated: whether a cue or a time in this very clause says so.
        tense: form of its first verb.
        polarity: denied where a denial's scope covers the rest of the clause's verb.
        cues: the words that decided, in order.
        denials: token ranges ``[first, last)`` that a denial covers.
        fresh: whether it begins a sentence.
    """

    clause: Clause
    time: When
    stated: bool
    tense: Tense
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.FACT
    source: Source = Source.SEEN
    cues: tuple[Cue, ...] = ()
    denials: tuple[tuple[int, int], ...] = ()
    fresh: bool = True

    def denies(self, token: int) -> bool:
        """Whether a denial covers the token."""
        return any(first <= token < last for first, last in self.denials)

    def denies_closely(self, token: int) -> bool:
        """Whether a denial stands right before the token, or one word before it."""
        return any(first <= token < min(last, first + 2) for first, last in self.denials)

    def has(self, effect: Effect) -> bool:
        """Whether a cue of that effect stands in the clause."""
        return any(cue.effect is effect for cue in self.cues)

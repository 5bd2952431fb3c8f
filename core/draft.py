"""A report being written: its messages, what the sender answered, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core.analysis import (
    Analysis,
    Category,
    Danger,
    Place,
    PlaceKind,
    Redaction,
    Safeguarding,
    TimeKind,
    Triage,
)
from core.redact import cut, cut_analysis
from core.tidy import lowered
from core.tip import HowKnown, OthersKnow, Part, Question

MAX_CHARACTERS = 8_000
"""Of all messages of a draft together."""

MAX_QUESTIONS = 5

_ALIKE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\n": " "})

_NAMES_A_TOWN = frozenset({PlaceKind.TOWN, PlaceKind.POSTCODE, PlaceKind.AREA})
_NEEDS_A_TOWN = frozenset({PlaceKind.STREET, PlaceKind.ADDRESS, PlaceKind.VENUE, PlaceKind.ESTATE})


@dataclass(frozen=True, slots=True)
class Message:
    """What the sender wrote, with its analysis; ``question`` says what it answers."""

    question: Question
    analysis: Analysis = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report before it is sent.

    Attributes:
        messages: in the order they were written, as typed.
        hidden: words that the sender asked to have taken out, folded.
        happening: the answer to the one question about danger, or "".
        asked: questions put so far, by the key of their step.
        finished: whether the sender wants no more questions.
        pin: latitude and longitude of the dealing, where the sender gave a pin.
    """

    messages: tuple[Message, ...] = field(default=(), repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    happening: str = ""
    how_known: HowKnown = HowKnown.UNSAID
    others_know: OthersKnow = OthersKnow.UNSAID
    asked: tuple[str, ...] = ()
    finished: bool = False
    pin: tuple[float, float] | None = field(default=None, repr=False)

    @property
    def length(self) -> int:
        """Characters of all messages."""
        return sum(len(message.analysis.text) for message in self.messages)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written or pinned yet."""
        return not self.messages and self.pin is None

    @property
    def triage(self) -> Triage:
        """The most pressing decision on any message, the sender's own answer included."""
        found = {message.analysis.triage for message in self.messages}
        if Triage.EMERGENCY in found or self.happening in ("yes", "not_sure"):
            return Triage.EMERGENCY
        return Triage.ASK if Triage.ASK in found else Triage.QUEUE

    @property
    def dangers(self) -> tuple[Danger, ...]:
        """Dangers of all messages, each once, in order."""
        return tuple(dict.fromkeys(r.code for m in self.messages for r in m.analysis.reasons))

    @property
    def safeguarding(self) -> tuple[Safeguarding, ...]:
        """Signs of exploitation in all messages, each once, in order."""
        return tuple(dict.fromkeys(s for m in self.messages for s in m.analysis.safeguarding))

    @property
    def places(self) -> tuple[Place, ...]:
        """Places of all messages."""
        return tuple(place for m in self.messages for place in m.analysis.locations)

    def with_message(self, question: Question, analysis: Analysis) -> Draft:
        """The draft with one more message."""
        return replace(self, messages=(*self.messages, Message(question, analysis)))

    def missing(self) -> str | None:
        """Key of the next question worth asking, or None when the preview is due."""
        if self.finished or len(self.asked) >= MAX_QUESTIONS:
            return None
        return next((key for key in self._gaps() if key not in self.asked), None)

    def _gaps(self) -> list[str]:
        kinds = {place.kind for place in self.places}
        named = bool(kinds & _NAMES_A_TOWN) or any(p.town or p.postcode for p in self.places)
        messages = [m.analysis for m in self.messages]
        told_when = any(t.kind is not TimeKind.VAGUE for a in messages for t in a.times)
        told_who = any(a.people or a.vehicles or a.phones or a.handles for a in messages)
        gaps = {
            "where": not self.places and self.pin is None,
            "town": bool(kinds & _NEEDS_A_TOWN) and not named and self.pin is None,
            "when": not told_when,
            "who": not told_who,
            "how_known": self.how_known is HowKnown.UNSAID,
            "others_know": self.others_know is OthersKnow.UNSAID,
        }
        return [key for key, is_open in gaps.items() if is_open]


def redactions_of(message: Message, hidden: tuple[str, ...]) -> tuple[Redaction, ...]:
    """What is cut from a message: what the analysis proposes, and what the sender chose.

    Args:
        message: a message of a draft.
        hidden: words the sender chose, in any case; every place where they stand is cut.
    """
    text = message.analysis.text
    chosen = [
        Redaction(start=start, end=end, text=text[start:end], rule="chosen",
                  category=Category.CHOSEN)
        for words in hidden
        for start, end in places_of(text, words)
    ]  # fmt: skip
    return (*message.analysis.redactions, *chosen)


def fold_words(text: str) -> str:
    """A text as it is compared when words are taken out: lower case, straight quotes, one line.

    As long as the text itself, so that offsets hold.
    """
    return lowered(text).translate(_ALIKE)


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Half-open spans where folded words stand in a text as whole words."""
    folded = fold_words(text)
    found: list[tuple[int, int]] = []
    at = folded.find(words)
    while words and at >= 0:
        end = at + len(words)
        whole = _is_edge(folded, at) and _is_edge(folded, end)
        if whole:
            found.append((at, end))
        at = folded.find(words, end if whole else at + 1)
    return found


def _is_edge(text: str, at: int) -> bool:
    """Whether no word runs across this offset."""
    inside = 0 < at < len(text)
    return not (inside and text[at - 1].isalnum() and text[at].isalnum())


def preview(draft: Draft, label: Callable[[Category], str]) -> tuple[str, ...]:
    """The text of each message as the sender is asked to approve it, cuts named by ``label``."""
    return tuple(
        cut(m.analysis.text, redactions_of(m, draft.hidden), label).text for m in draft.messages
    )


def approve(draft: Draft, label: Callable[[Category], str]) -> tuple[Part, ...]:
    """The parts that are stored: sanitised texts, and only findings that no cut touches."""
    return tuple(
        Part(m.question, cut_analysis(m.analysis, redactions_of(m, draft.hidden), label))
        for m in draft.messages
    )

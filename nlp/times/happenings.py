"""When is a time told by what happens then: every day, on school days, or nobody can say?

A habit or a date said beside it holds for it too: "Tuesdays, when the quiz is on". Alone, what is
told in the present comes again and again, as often as things of its kind do; what is told in the
past or begins with "since" was once: today, where things of its kind are of the day, or else when
those who were there know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.analysis import Time, TimeKind
from nlp.document import Document, Token
from nlp.phrases import PhraseBook
from nlp.times.direction import Direction
from nlp.times.lexicon import Lexicon, Tense, load_lexicon
from nlp.vocabulary import VocabularyError, read_vocabulary

_NEAR = 60
"""So many code points lie at most between an event and the habit that holds for it."""
_CLOSE = 12
"""And so many between it and a date."""
_OPENS = 3
"""So many words open an event: ``the weekend of``."""
_ONCE = (Tense.PAST, Tense.FUTURE)
_DAY = len("2026-03-24")


@dataclass(frozen=True, slots=True)
class Happenings:
    """How often things happen, and which are told as having been once."""

    _often: PhraseBook[str]
    _once: PhraseBook[str]
    _today: PhraseBook[str]
    _lexicon: Lexicon

    @classmethod
    def shipped(cls) -> Happenings:
        """The words of `happenings.toml`.

        Raises:
            VocabularyError: the file is broken.
        """
        book = read_vocabulary(Path(__file__).with_name("happenings.toml"))
        often: list[tuple[str, str]] = []
        for row in book.rows("often", needs=frozenset({"rrule", "words"})):
            if not str(row["rrule"]).startswith("FREQ="):
                raise VocabularyError(f"{book.path.name}: a rule begins with FREQ=")
            often += [(word, row["rrule"]) for word in row["words"]]
        once, today = (
            PhraseBook(
                (word, name)
                for row in book.rows(name, needs=frozenset({"words"}))
                for word in row["words"]
            )
            for name in ("once", "today")
        )
        return cls(PhraseBook(often), once, today, load_lexicon())

    def dated(self, doc: Document, events: Sequence[Time], times: Sequence[Time]) -> list[Time]:
        """Events with what can be said of when they are.

        Args:
            doc: the message.
            events: candidates that were taken for times of the activity.
            times: the other times of the activity.
        """
        if not events:
            return []
        direction = Direction(doc, self._lexicon)
        return [self._dated(doc, event, times, direction) for event in events]

    def _dated(
        self, doc: Document, event: Time, times: Sequence[Time], direction: Direction
    ) -> Time:
        if event.kind is TimeKind.NOW:
            return event
        words = doc.between(event.start, event.end)
        near = _nearest(doc, event, times)
        if near is not None and near.kind is TimeKind.RECURRING:
            return replace(event, kind=TimeKind.RECURRING, rrule=near.rrule)
        if near is not None and near.start_at and _gap(event, near) <= _CLOSE:
            return replace(event, kind=TimeKind.POINT, start_at=near.start_at[:_DAY])
        if self._once.find(words[:_OPENS]) or _is_told_once(words, direction):
            if not self._today.find(words):
                return event
            return replace(event, kind=TimeKind.POINT, start_at=doc.at.date().isoformat())
        return replace(event, kind=TimeKind.RECURRING, rrule=self._rule(words))

    def _rule(self, words: Sequence[Token]) -> str:
        found = self._often.find(words)
        return found[-1].payload if found else "FREQ=DAILY"


def _is_told_once(words: Sequence[Token], direction: Direction) -> bool:
    return direction.tense(words[0].index, words[-1].index + 1) in _ONCE


def _nearest(doc: Document, event: Time, times: Sequence[Time]) -> Time | None:
    """The habit or date of the same sentence that stands nearest."""
    known = [
        time
        for time in times
        if time.kind in (TimeKind.RECURRING, TimeKind.POINT)
        and _gap(event, time) <= _NEAR
        and not set(".!?\n") & set(_between(doc.text, event, time))
    ]
    return min(known, key=lambda time: _gap(event, time), default=None)


def _gap(one: Time, other: Time) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _between(text: str, one: Time, other: Time) -> str:
    first, second = sorted((one, other), key=lambda time: time.start)
    return text[first.end : second.start]

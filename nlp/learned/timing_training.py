"""What the model of times learns from, and how it is fitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np

from core.analysis import Time
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Document
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.dataset import SENT, tips
from nlp.learned.linear import Answers, Head, Linear, joined, train
from nlp.learned.occasions import occasions
from nlp.learned.readers import Readers, Source, loaded
from nlp.learned.settings import Config, Timing
from nlp.learned.timing import EVENT, OCCASION
from nlp.times.events import Events
from nlp.times.finder import TimeFinder

_LISTED = frozenset({
    "time.vague", "time.habit_phrase", "time.habit_joined", "time.standing_once", "time.standing",
    "time.day_feast", "time.since_day_feast", "time.vague_bare_length",
})  # fmt: skip
"""What the rules know from lists of phrases, many of them met in the corpus. On new tips fewer are
known, so the model of events learns from these as if no list had them: else nearly all that is left
to it in the corpus is no time, and it holds events for rarer than they are."""


@dataclass(frozen=True, slots=True)
class Told:
    """An expression of time in a text of the corpus, and whether the activity was then.

    Attributes:
        doc: the text it stands in.
        time: the expression, whether the rules take it for one of the activity or not.
        is_of_activity: what the annotation says.
        is_line: whether the text is a labelled line and no tip.
        is_event: whether it is a candidate that tells a time by what happens then.
        meant: whether the rules take it for one of the activity; of events they say nothing.
        among: all times of the text that the rules take for such.
    """

    doc: Document
    time: Time
    is_of_activity: bool
    is_line: bool
    is_event: bool = False
    meant: bool = True
    among: tuple[Time, ...] = ()


def told_times(config: Config, crowd: Readers, without: frozenset[str] = frozenset()) -> list[Told]:
    """Every expression of time in the annotated tips and in the lines with marked times.

    Args:
        config: which splits.
        crowd: reads the texts.
        without: names of batches of tips to leave out.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    texts: list[_Timed] = []
    for name in config.splits:
        texts += [
            _Timed(tip.text, tip.at, tuple(time.span for time in tip.times))
            for known in tips(Split(name))
            if (tip := known.tip) is not None and known.batch not in without
        ]
        for path in marked_files(Split(name), TIMES):
            texts += [
                _Timed(line.text, SENT, tuple(line.marked), is_line=True)
                for line in marked_lines(path)
            ]
    return crowd.read(_told, texts)


@dataclass(frozen=True, slots=True)
class _Timed:
    """A text, when it was sent, and where its times of the activity stand."""

    text: str
    at: datetime
    spans: tuple[tuple[int, int], ...]
    is_line: bool = False


def _told(source: Source, texts: Sequence[_Timed]) -> list[Told]:
    finders, read = _finders(), loaded(source).read
    return [
        found
        for one in texts
        for found in told(finders, read(one.text, one.at), one.spans, is_line=one.is_line)
    ]


@cache
def _finders() -> tuple[TimeFinder, Events]:
    return TimeFinder(), Events.shipped()


def train_times(examples: Iterable[Told], timing: Timing, alike: Alike | None = None) -> Linear:
    """Fit the model of times.

    Args:
        examples: expressions of the corpus.
        timing: strength and weights.
        alike: which words are alike; by default as shipped.
    """
    cues, alike = Cues.shipped(), alike or Alike.shipped()
    known = list(examples)

    def row(one: Told) -> dict[str, float]:
        names = occasions(one.doc, [one.time], cues, alike, one.among)[0]
        names += _known_of(one)
        return dict.fromkeys(names, 1.0)

    def fitted(head: Head, some: Sequence[Told], l2: float) -> Linear:
        rows = [row(one) for one in some]
        answers = Answers(
            np.arange(len(some)),
            np.array([one.is_of_activity for one in some], np.int64),
            np.array([timing.line if one.is_line else 1.0 for one in some], np.float64),
        )
        return train(rows, {head: answers}, l2=l2, least=timing.least)

    return joined(
        fitted(OCCASION, [one for one in known if not one.is_event], timing.l2),
        fitted(EVENT, [one for one in known if one.is_event], timing.event_l2),
    )


def _known_of(one: Told) -> tuple[str, ...]:
    """What only an example has, never a message: it keeps its surroundings from being blamed.

    Lines were written to hold times of other matters, and what the rules drop mostly is one: both
    are oftener "no" than times found in a tip are, whatever stands around them.
    """
    return ("line",) * one.is_line + ("dropped",) * (not one.meant)


def told(
    finders: tuple[TimeFinder, Events],
    doc: Document,
    spans: Sequence[tuple[int, int]],
    *,
    is_line: bool,
) -> Iterator[Told]:
    """What is found in an annotated text; ``spans``: its times of the activity."""
    finder, events = finders
    said = finder.said(doc)
    meant = tuple(one.time for one in said if one.meant)
    unlisted = tuple(time for time in meant if time.rule not in _LISTED)
    for time, is_event, is_meant in (
        *((one.time, False, one.meant) for one in said),
        *((time, True, True) for time in events.find(doc, unlisted)),
    ):
        is_of = any(first < time.end and time.start < last for first, last in spans)
        among = tuple(one for one in meant if not _overlap(one, time)) if is_event else meant
        yield Told(doc, time, is_of, is_line, is_event, is_meant, among)


def _overlap(one: Time, other: Time) -> bool:
    return one.start < other.end and other.start < one.end

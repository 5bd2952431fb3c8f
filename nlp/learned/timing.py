"""Is a time that was found one of the activity, by a learned model of what stands around it?

The rules know the sender's life by its usual words (``I finish at six``); the model has seen some
hundred times of other matters and knows more of their kind: husbands who left, visas that end.
It says too which events tell a time of the activity: "since the fair came" (`nlp.times.events`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np

from core.analysis import Time
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Document
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.dataset import SENT, tips
from nlp.learned.linear import Answers, Head, Linear, joined, share, train
from nlp.learned.mixing import mixed
from nlp.learned.occasions import occasions
from nlp.learned.settings import Config, Timing, read_config
from nlp.pipeline import Reader
from nlp.times.events import Events
from nlp.times.finder import TimeFinder

OCCASION = Head("occasion", ("no", "yes"))
EVENT = Head("event", ("no", "yes"))
_LISTED = frozenset({
    "time.vague", "time.habit_phrase", "time.habit_joined", "time.standing_once", "time.standing",
    "time.day_feast", "time.since_day_feast", "time.vague_bare_length",
})  # fmt: skip
"""What the rules know from lists of phrases, many of them met in the corpus. On new tips fewer are
known, so the model of events learns from these as if no list had them: else nearly all that is left
to it in the corpus is no time, and it holds events for rarer than they are."""
TIMES_FILE = Path(__file__).with_name("data") / "times.msgpack"


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


class TimesModel:
    """The trained model of times; holds nothing of any text."""

    def __init__(self, linear: Linear, timing: Timing, alike: Alike | None = None) -> None:
        """Build it.

        Args:
            linear: the weights.
            timing: from which probabilities on a time is kept and an event added.
            alike: which words are alike; by default as shipped.

        Raises:
            LearnedPartMissing: the shipped groups of words are missing or broken.
        """
        self._heads = {head.name: linear.pulls(head.name) for head in (OCCASION, EVENT)}
        self._timing = timing
        mixing = read_config().mixing
        self._weights = {OCCASION.name: mixing.times, EVENT.name: mixing.events}
        self._events = Events.shipped()
        self._alike = alike or Alike.shipped()
        self._cues = Cues.shipped()

    @classmethod
    def shipped(cls) -> TimesModel:
        """The model in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls(Linear.load(TIMES_FILE), read_config().times)

    def stated(self, doc: Document, times: tuple[Time, ...]) -> tuple[Time, ...]:
        """Those of the times that are of the activity, and events that tell when it was.

        What was given where the text has no tags: the model was trained on tagged text.
        """
        if not doc.tagged:
            return times
        events = self._events.find(doc, times)
        kept = self._above(self._timing.kept, times, self.shares(doc, times, among=times))
        added = self._above(self._timing.added, events, self.shares(doc, events, EVENT, times))
        return tuple(sorted((*kept, *added), key=lambda time: time.start))

    def shares(
        self,
        doc: Document,
        times: Sequence[Time],
        head: Head = OCCASION,
        among: Sequence[Time] = (),
    ) -> list[float]:
        """For each time or event the probability that the activity was then.

        Args:
            doc: the message.
            times: the expressions.
            head: whether they are times or events.
            among: what the rules take for times of the activity, in order.
        """
        rows = occasions(doc, times, self._cues, self._alike, among)
        pulls, bias = self._heads[head.name]
        shares = [share(bias + sum(map(pulls.get, row, repeat(0.0)))) for row in rows]
        if doc.encoding is None or not shares:
            return shares
        whole: list[float] = mixed(shares, _encoded(doc, times), self._weights[head.name]).tolist()
        return whole

    @staticmethod
    def _above(least: float, times: Sequence[Time], shares: Sequence[float]) -> Iterator[Time]:
        return (time for time, share in zip(times, shares, strict=True) if share >= least)


def _encoded(doc: Document, times: Sequence[Time]) -> list[float]:
    """What the encoder says of each time: the mean over its words."""
    activity = () if doc.encoding is None else doc.encoding.activity
    means: list[float] = []
    for time in times:
        own = [activity[token.index] for token in doc.between(time.start, time.end)]
        means.append(sum(own) / max(1, len(own)))
    return means


def told_times(
    config: Config, read: Reader, without: frozenset[str] = frozenset()
) -> Iterator[Told]:
    """Every expression of time in the annotated tips and in the lines with marked times.

    Args:
        config: which splits.
        read: reads a text.
        without: names of batches of tips to leave out.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    finder, events = TimeFinder(), Events.shipped()
    for name in config.splits:
        for known in tips(Split(name)):
            if (tip := known.tip) is not None and known.batch not in without:
                spans = [time.span for time in tip.times]
                yield from told((finder, events), read(tip.text, tip.at), spans, is_line=False)
        for path in marked_files(Split(name), TIMES):
            for line in marked_lines(path):
                yield from told((finder, events), read(line.text, SENT), line.marked, is_line=True)


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

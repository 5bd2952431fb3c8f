"""Is a time that the rules found one of the activity, by a learned model of what stands around it?

The rules know the sender's life by its usual words (``I finish at six``); the model has seen some
hundred times of other matters and knows more of their kind: husbands who left, visas that end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.analysis import Time
from nlp.corpus.marked import TIMES, marked_files, marked_lines
from nlp.corpus.read import Split
from nlp.document import Document
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.dataset import SENT, tips
from nlp.learned.linear import Answers, Head, Linear, train
from nlp.learned.occasions import occasions
from nlp.learned.settings import Config, Timing, read_config
from nlp.pipeline import Reader
from nlp.times.finder import TimeFinder

OCCASION = Head("occasion", ("no", "yes"))
TIMES_FILE = Path(__file__).with_name("data") / "times.msgpack"


@dataclass(frozen=True, slots=True)
class Told:
    """An expression of time in a text of the corpus, and whether the activity was then.

    Attributes:
        doc: the text it stands in.
        time: the expression, whether the rules take it for one of the activity or not.
        is_of_activity: what the annotation says.
        is_line: whether the text is a labelled line and no tip.
    """

    doc: Document
    time: Time
    is_of_activity: bool
    is_line: bool


class TimesModel:
    """The trained model of times; holds nothing of any text."""

    def __init__(self, linear: Linear, kept: float, alike: Alike | None = None) -> None:
        """Build it.

        Args:
            linear: the weights.
            kept: from which probability on a time is kept.
            alike: which words are alike; by default as shipped.

        Raises:
            LearnedPartMissing: the shipped groups of words are missing or broken.
        """
        self._linear = linear
        self._kept = kept
        self._alike = alike or Alike.shipped()
        self._cues = Cues.shipped()

    @classmethod
    def shipped(cls) -> TimesModel:
        """The model in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls(Linear.load(TIMES_FILE), read_config().times.kept)

    def kept(self, doc: Document, times: tuple[Time, ...]) -> tuple[Time, ...]:
        """Those of the times that are of the activity.

        All of them where the text has no tags: the model was trained on tagged text.
        """
        if not doc.tagged:
            return times
        shares = self.shares(doc, times)
        return tuple(t for t, share in zip(times, shares, strict=True) if share >= self._kept)

    def shares(self, doc: Document, times: Sequence[Time]) -> list[float]:
        """For each time the probability that the activity was then."""
        rows = occasions(doc, times, self._cues, self._alike)
        said = (self._linear.probabilities(dict.fromkeys(row, 1.0)) for row in rows)
        return [float(answer[OCCASION.name][1]) for answer in said]


def told_times(config: Config, read: Reader) -> Iterator[Told]:
    """Every expression of time in the annotated tips and in the lines with marked times.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    finder = TimeFinder()
    for name in config.splits:
        for tip in (known.tip for known in tips(Split(name))):
            if tip is not None:
                spans = [time.span for time in tip.times]
                yield from _told(finder, read(tip.text, tip.at), spans, is_line=False)
        for path in marked_files(Split(name), TIMES):
            for line in marked_lines(path):
                yield from _told(finder, read(line.text, SENT), line.marked, is_line=True)


def train_times(told: Iterable[Told], timing: Timing, alike: Alike | None = None) -> Linear:
    """Fit the model of times.

    Args:
        told: expressions of the corpus.
        timing: strength and weights.
        alike: which words are alike; by default as shipped.
    """
    cues, alike = Cues.shipped(), alike or Alike.shipped()
    known = list(told)
    rows = [
        dict.fromkeys(row, 1.0)
        for one in known
        for row in occasions(one.doc, [one.time], cues, alike)
    ]
    answers = Answers(
        np.arange(len(known)),
        np.array([one.is_of_activity for one in known], np.int64),
        np.array([timing.line if one.is_line else 1.0 for one in known], np.float64),
    )
    return train(rows, {OCCASION: answers}, l2=timing.l2, least=timing.least)


def _told(
    finder: TimeFinder, doc: Document, spans: Sequence[tuple[int, int]], *, is_line: bool
) -> Iterator[Told]:
    for said in finder.said(doc):
        start, end = said.time.start, said.time.end
        is_of = any(first < end and start < last for first, last in spans)
        yield Told(doc, said.time, is_of, is_line)

"""Is a time that was found one of the activity, by a learned model of what stands around it?

The rules know the sender's life by its usual words (``I finish at six``); the model has seen some
hundred times of other matters and knows more of their kind: husbands who left, visas that end.
It says too which events tell a time of the activity: "since the fair came" (`nlp.times.events`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path

from core.analysis import Time
from nlp.document import Document
from nlp.learned.alike import Alike
from nlp.learned.cues import Cues
from nlp.learned.linear import Head, Linear, share
from nlp.learned.mixing import mixed
from nlp.learned.occasions import occasions
from nlp.learned.settings import Timing, read_config
from nlp.times.events import Events
from nlp.times.happenings import Happenings

OCCASION = Head("occasion", ("no", "yes"))
EVENT = Head("event", ("no", "yes"))
TIMES_FILE = Path(__file__).with_name("data") / "times.msgpack"


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
        self._happenings = Happenings.shipped()
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
        kept = tuple(self._above(self._timing.kept, times, self.shares(doc, times, among=times)))
        added = self._above(self._timing.added, events, self.shares(doc, events, EVENT, times))
        dated = self._happenings.dated(doc, tuple(added), kept)
        return tuple(sorted((*kept, *dated), key=lambda time: time.start))

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

"""How likely a text tells of danger, at a glance: which of many texts should be read first.

It decides nothing of a text but its place in a queue. It sees runs of one and two words and adds
up a number for each, without the rules and without the base model, so that a thousand texts that
arrive together are put in order before the first of them is analysed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp, sqrt

import numpy as np

from core.analysis import Triage
from nlp.document import fold
from nlp.learned.dataset import Labelled
from nlp.learned.linear import Answers, Head, Linear, train
from nlp.learned.message import DATA
from nlp.learned.settings import Screen
from nlp.tokens import key_of, words_of

SCREENING_FILE = DATA / "screening.msgpack"
HEAD = Head("triage at a glance", tuple(Triage))

_LONGEST = 4_096
"""Code points read: what one message of Telegram holds."""
_SCALE = 8.0
"""Length of the row of a text, long or short, as for the words of `nlp.learned.message`."""
_SHORT = 40
"""Texts of fewer different runs count as this long: two words alone must not shout."""
_ASKED = 0.5
"""What a question about danger counts beside an emergency. Chosen on dev, where the first quarter
of the order then has 88 rather than 85 emergencies in a hundred."""


class Screening:
    """Puts texts in order; holds nothing of any text."""

    def __init__(self, linear: Linear) -> None:
        self._weights = {
            name: tuple(row)
            for name, row in zip(linear.columns, linear.weights[:-1].tolist(), strict=True)
        }
        self._bias = tuple(linear.weights[-1].tolist())

    @classmethod
    def shipped(cls) -> Screening:
        """The model in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls(Linear.load(SCREENING_FILE))

    def urgency(self, text: str) -> float:
        """How likely a text tells of danger, between 0 and 1, to be compared with others only."""
        grave, asked, calm = self._bias
        runs = runs_of(text)
        value = _value(runs)
        for row in filter(None, map(self._weights.get, runs)):
            grave += value * row[0]
            asked += value * row[1]
            calm += value * row[2]
        most = max(grave, asked, calm)
        shares = exp(grave - most), exp(asked - most), exp(calm - most)
        return (shares[0] + _ASKED * shares[1]) / sum(shares)


def runs_of(text: str) -> set[str]:
    """The runs of one and two words and marks of a text."""
    words = ["<", *map(_spelled, words_of(fold(text[:_LONGEST]))), ">"]
    return {*words, *map(" ".join, pairwise(words))}


def train_screening(labelled: Iterable[Labelled], screen: Screen, line_weight: float) -> Linear:
    """Fit the model.

    Args:
        labelled: tips and lines; those whose urgency nobody has said are left out.
        screen: how it is fitted.
        line_weight: how much a line counts beside a tip.
    """
    known = [(one, one.triage) for one in labelled if one.triage is not None]
    found = [runs_of(one.text) for one, _ in known]
    rows = [dict.fromkeys(sorted(runs), _value(runs)) for runs in found]
    answers = Answers(
        np.arange(len(known)),
        np.array([HEAD.labels.index(triage) for _, triage in known], np.int64),
        np.array([1.0 if one.tip else line_weight for one, _ in known], np.float64),
    )
    return train(rows, {HEAD: answers}, l2=screen.l2, least=screen.least)


def found_early(scores: Sequence[float], is_grave: Sequence[bool], share: float) -> float:
    """Which share of the grave texts stands within the first ``share`` of the order.

    Args:
        scores: of each text; the highest comes first, and of equal ones the earlier.
        is_grave: whether each is one.
        share: of all texts, between 0 and 1.
    """
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    early = order[: int(len(order) * share)]
    return sum(is_grave[at] for at in early) / max(1, sum(is_grave))


def _value(runs: set[str]) -> float:
    return _SCALE / sqrt(max(_SHORT, len(runs)))


def _spelled(word: str) -> str:
    """A word without apostrophes; of a number only how many digits it has."""
    if word.isalpha():  # most are, and then there is nothing to change
        return word
    return "0" * min(len(word), 5) if word.isdigit() else key_of(word) or word

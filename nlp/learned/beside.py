"""How surely each word of a message is one of two kinds, by a linear model of its surroundings.

The same sum as `Linear.probabilities` makes of the names of features, but a value of a strand is
looked up once, not once for each word that counts it: that is most of the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from nlp.learned.linear import Head, Linear
from nlp.learned.rows import Floats
from nlp.learned.surroundings import CLAUSES, STRANDS, Surroundings, width_of

type Weights = NDArray[np.float32]
type Pulls = Mapping[str, float]
"""How far features or values pull to the second label."""


class BesideModel:
    """Weights of a head of two labels, laid out by strand and step."""

    def __init__(self, linear: Linear, head: Head) -> None:
        """Build it.

        Args:
            linear: weights by the names of features that `Surroundings.names` gives.
            head: the head to answer; it has two labels.
        """
        pulls, self._bias = linear.pulls(head.name)
        by_start = _by_start(pulls)
        self._clauses = [(start, by_start.get(start, {})) for start in CLAUSES]
        self._wide: list[tuple[str, _Strand]] = []
        self._own: list[tuple[str, Pulls]] = []
        for strand, starts in STRANDS.items():
            if width_of(strand):
                self._wide.append((strand, _Strand.of(strand, by_start)))
            else:
                self._own += [(strand, by_start.get(start, {})) for start in starts]

    def shares(self, around: Surroundings) -> Floats:
        """For each word the probability of the second label."""
        count = len(around.clause_of)
        if not count:
            return np.zeros(0)
        scores = self._bias + _sums(self._clauses, around.clauses)[around.clause_of]
        scores += _sums(self._own, around.strands)
        for name, strand in self._wide:
            scores += strand.sums(around.strands[name], count)
        shares: Floats = 1 / (1 + np.exp(-scores))
        return shares


def _sums(pulls: Sequence[tuple[str, Pulls]], values: Mapping[str, Sequence[str]]) -> Floats:
    """For each place the sum of what the values there pull, all of them of one length."""
    found = chain.from_iterable(map(known.get, values[name], repeat(0.0)) for name, known in pulls)
    sums: Floats = np.fromiter(found, np.float64).reshape(len(pulls), -1).sum(axis=0)
    return sums


class _Strand:
    """What each value of a strand adds to the words before and after it."""

    def __init__(self, places: Mapping[str, int], weights: Weights, steps: Sequence[int]) -> None:
        """Build it.

        Args:
            places: the row of each value.
            weights: a row for each value, and one of zeros behind them for all others.
            steps: for each column how far behind the word that counts it a value stands, where
                the values begin as many words before the first as the strand is wide.
        """
        self._places = places
        self._weights = weights
        self._steps = steps

    @classmethod
    def of(cls, strand: str, by_start: Mapping[str, Pulls]) -> _Strand:
        starts = STRANDS[strand]
        known = [by_start.get(start, {}) for start in starts]
        places = {value: row for row, value in enumerate(dict.fromkeys(chain(*known)))}
        weights = np.zeros((len(places) + 1, len(starts)), np.float32)
        for column, pulls in enumerate(known):
            weights[[places[value] for value in pulls], column] = list(pulls.values())
        return cls(places, weights, [step + width_of(strand) for step in starts.values()])

    def sums(self, values: Sequence[str], count: int) -> Floats:
        """For each of ``count`` words what its neighbours and itself add."""
        unknown = len(self._weights) - 1
        rows = self._weights[list(map(self._places.get, values, repeat(unknown)))]
        sums = np.zeros(count)
        for column, step in enumerate(self._steps):
            sums += rows[step : step + count, column]
        return sums


def _by_start(pulls: Pulls) -> dict[str, dict[str, float]]:
    """How far features pull, by the halves of their names."""
    halves: dict[str, dict[str, float]] = {}
    for name, pull in pulls.items():
        start, _, value = name.partition(" ")
        halves.setdefault(start, {})[value] = pull
    return halves

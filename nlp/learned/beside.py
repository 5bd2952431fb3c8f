"""How surely each word of a message is one of two kinds, by a linear model of its surroundings.

The same sum as `Linear.probabilities` makes of the names of features, but a word is looked up
once, not once for each neighbour that counts it: that is most of the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from nlp.learned.linear import Head, Linear
from nlp.learned.rows import Floats
from nlp.learned.surroundings import PAD, STRANDS, Surroundings, beside

type Weights = NDArray[np.float32]


class BesideModel:
    """Weights of a head of two labels, laid out by strand and step."""

    def __init__(self, linear: Linear, head: Head) -> None:
        """Build it.

        Args:
            linear: weights by the names of features that `Surroundings.names` gives.
            head: the head to answer; it has two labels.
        """
        weights = linear.towards(head.name, 1)
        self._bias = float(weights[-1])
        self._columns = linear.columns
        self._weights = np.append(weights[:-1], np.float32(0))
        self._strands = {
            strand: _Strand.of(strand, width, self._columns, self._weights)
            for strand, width in STRANDS.items()
        }

    def shares(self, around: Surroundings) -> Floats:
        """For each word the probability of the second label."""
        if not around.rows:
            return np.zeros(0)
        scores = np.full(len(around.rows), self._bias)
        for strand, values in around.strands.items():
            scores += self._strands[strand].sums(values)
        scores += self._sums(around.clauses)[around.clause_of] + self._sums(around.rows)
        shares: Floats = 1 / (1 + np.exp(-scores))
        return shares

    def _sums(self, rows: Sequence[Sequence[str]]) -> Floats:
        """The weights of rows of equally many features."""
        unknown = len(self._weights) - 1
        place = self._columns.get
        columns = list(map(place, chain.from_iterable(rows), repeat(unknown)))
        sums: Floats = self._weights[columns].reshape(len(rows), -1).sum(axis=1, dtype=np.float64)
        return sums


class _Strand:
    """What each value of a strand adds to the words before and after it."""

    def __init__(self, places: Mapping[str, int], weights: Weights, width: int) -> None:
        self._places = places
        self._weights = weights
        self._width = width

    @classmethod
    def of(cls, strand: str, width: int, columns: Mapping[str, int], weights: Weights) -> _Strand:
        steps = {beside(strand, step): step + width for step in range(-width, width + 1)}
        found: list[tuple[str, int, int]] = []
        for name, column in columns.items():
            start, blank, value = name.partition(" ")
            if blank and start in steps:
                found.append((value, steps[start], column))
        places = {PAD: 0}
        for value, _, _ in found:
            places.setdefault(value, len(places))
        table = np.zeros((len(places) + 1, 2 * width + 1), np.float32)
        for value, step, column in found:
            table[places[value], step] = weights[column]
        return cls(places, table, width)

    def sums(self, values: Sequence[str]) -> Floats:
        """For each word what its neighbours and itself add."""
        unknown = len(self._weights) - 1
        place = self._places.get
        pads = [0] * self._width
        rows = self._weights[[*pads, *(place(value, unknown) for value in values), *pads]]
        whole = len(values)
        sums = np.zeros(whole)
        for step in range(2 * self._width + 1):
            sums += rows[step : step + whole, step]
        return sums

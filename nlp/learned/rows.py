"""How rows of named features become numbers that a fit can multiply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

type Features = Mapping[str, float]
"""A row: names of features with their values."""

type Floats = NDArray[np.float64]
type Indices = NDArray[np.int64]


def frequent(rows: Iterable[Features], *, least: int) -> dict[str, int]:
    """Columns for the features that stand in at least ``least`` rows, in order of their names."""
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= least)
    return {name: column for column, name in enumerate(names)}


class Rows:
    """A sparse matrix: for each value its row and its column."""

    def __init__(
        self, row: Indices, column: Indices, value: Floats, shape: tuple[int, int]
    ) -> None:
        self.shape = shape
        self._row, self._column, self._value = row, column, value

    @classmethod
    def of(cls, rows: Sequence[Features], columns: Mapping[str, int]) -> Self:
        """The rows as numbers; features without a column are left out."""
        row: list[int] = []
        column: list[int] = []
        value: list[float] = []
        for number, features in enumerate(rows):
            for name, weight in features.items():
                at = columns.get(name)
                if at is not None:
                    row.append(number)
                    column.append(at)
                    value.append(weight)
        return cls(
            np.array(row, np.int64),
            np.array(column, np.int64),
            np.array(value, np.float64),
            (len(rows), len(columns)),
        )

    def times(self, weights: Floats) -> Floats:
        """The matrix times ``weights`` (columns of the matrix by outputs)."""
        return self._sums(self._row, self._column, weights, self.shape[0])

    def transposed_times(self, errors: Floats) -> Floats:
        """The transposed matrix times ``errors`` (rows of the matrix by outputs)."""
        return self._sums(self._column, self._row, errors, self.shape[1])

    def _sums(self, to: Indices, of: Indices, factors: Floats, size: int) -> Floats:
        sums = np.empty((size, factors.shape[1]))
        for output in range(factors.shape[1]):
            products = factors[of, output] * self._value
            sums[:, output] = np.bincount(to, weights=products, minlength=size)
        return sums

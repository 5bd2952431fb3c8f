"""How rows of named features become numbers that a fit can multiply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    """A sparse matrix: its values by row, and once more by column."""

    def __init__(
        self, row: Indices, column: Indices, value: Floats, shape: tuple[int, int]
    ) -> None:
        """Build it.

        Args:
            row: the row of each value, never falling.
            column: the column of each value.
            value: the values.
            shape: how many rows and columns there are.
        """
        self.shape = shape
        order = np.argsort(column, kind="stable")
        self._by_row = _Groups.of_sorted(row, column, value)
        self._by_column = _Groups.of_sorted(column[order], row[order], value[order])

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
        return self._by_row.sums(weights, self.shape[0])

    def transposed_times(self, errors: Floats) -> Floats:
        """The transposed matrix times ``errors`` (rows of the matrix by outputs)."""
        return self._by_column.sums(errors, self.shape[1])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Values in groups that follow one another, each with the factor that it goes with.

    Attributes:
        names: the groups that have values, in order.
        starts: where each of them begins.
        of: the factor of each value.
        value: the values.
    """

    names: Indices
    starts: Indices
    of: Indices
    value: Floats

    @classmethod
    def of_sorted(cls, group: Indices, of: Indices, value: Floats) -> Self:
        names, starts = np.unique(group, return_index=True)
        return cls(names, starts, of, value)

    def sums(self, factors: Floats, size: int) -> Floats:
        sums = np.zeros((size, factors.shape[1]))
        if len(self.starts):
            for output in range(factors.shape[1]):
                products = factors[:, output][self.of] * self.value
                sums[self.names, output] = np.add.reduceat(products, self.starts)
        return sums

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
    """A sparse matrix, by row and once more by column."""

    def __init__(
        self, row: Indices, column: Indices, value: Floats, shape: tuple[int, int]
    ) -> None:
        """Build it.

        Args:
            row: the row of each value.
            column: the column of each value.
            value: the values.
            shape: how many rows and columns there are.
        """
        # A library of training, not there where tips are read; it ships no types.
        from scipy.sparse import csr_array  # type: ignore[import-untyped]

        self.shape = shape
        self._by_row = csr_array((value, (row, column)), shape=shape)
        self._by_column = self._by_row.T.tocsr()

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
        product: Floats = self._by_row @ weights
        return product

    def transposed_times(self, errors: Floats) -> Floats:
        """The transposed matrix times ``errors`` (rows of the matrix by outputs)."""
        product: Floats = self._by_column @ errors
        return product

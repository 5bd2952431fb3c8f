"""What a fitted linear model says of a row of features, and which features made it say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from zlib import compress, decompress
from zlib import error as BadPacking  # noqa: N812 - named as the errors beside it

import numpy as np
import srsly  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from core.errors import TiplineError
from nlp.learned.fitting import fit, softmax
from nlp.learned.rows import Features, Floats, Indices, Rows, frequent

_SLIGHT = 0.004
"""Features none of whose weights reaches this are dropped: they move no probability by 0.1 %."""


class LearnedPartMissing(TiplineError):
    """A trained part is not there or is broken; the message names the file and the command."""


@dataclass(frozen=True, slots=True)
class Head:
    """One question that a model answers: its name and the labels it chooses from."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Labels of one head for the examples that have one.

    Attributes:
        rows: places of these examples among all rows.
        labels: class of each, counted from 0.
        weights: how much each counts.
    """

    rows: Indices
    labels: Indices
    weights: Floats


class Linear:
    """Weights of several heads over one set of features."""

    def __init__(
        self, columns: Mapping[str, int], heads: Sequence[Head], weights: NDArray[np.float32]
    ) -> None:
        """Build it.

        Args:
            columns: row of ``weights`` of each feature; the row after the last is the bias.
            heads: what is answered, in the order of the columns of ``weights``.
            weights: features and bias by the labels of all heads.
        """
        self.heads = tuple(heads)
        self.columns = dict(columns)
        self.weights = weights
        self._slices: dict[str, slice] = {}
        at = 0
        for head in self.heads:
            self._slices[head.name] = slice(at, at + len(head.labels))
            at += len(head.labels)

    def probabilities(self, features: Features) -> dict[str, Floats]:
        """For each head the probability of each of its labels."""
        rows, values = self._found(features)
        scores = values @ self.weights[rows] + self.weights[-1]
        return {
            name: softmax(scores[part].astype(np.float64)) for name, part in self._slices.items()
        }

    def towards(self, head: str, label: int) -> NDArray[np.float32]:
        """How far each feature and, last, the bias pull to a label of a head of two."""
        weights = self.weights[:, self._slices[head]]
        pulls: NDArray[np.float32] = weights[:, label] - weights[:, 1 - label]
        return pulls

    def pull(self, name: str, head: str, label: int) -> float:
        """How far a feature of value 1 pulls towards a label, against the head's others."""
        column = self.columns.get(name)
        if column is None:
            return 0.0
        weights = self.weights[column, self._slices[head]]
        return float(weights[label] - weights.mean())

    def _found(self, features: Features) -> tuple[Indices, NDArray[np.float32]]:
        columns = np.fromiter(map(self.columns.get, features, repeat(-1)), np.int64, len(features))
        values = np.fromiter(features.values(), np.float32, len(features))
        known = columns >= 0
        return columns[known], values[known]

    def save(self, path: Path) -> None:
        """Write it: names, heads and the weights, packed, as half-precision numbers."""
        large = np.abs(self.weights[:-1]).max(axis=1, initial=0.0) >= _SLIGHT
        names = sorted(self.columns, key=self.columns.__getitem__)
        kept = self.weights[np.append(large, True)]
        content = {
            "names": [name for name, stays in zip(names, large, strict=True) if stays],
            "heads": [[head.name, list(head.labels)] for head in self.heads],
            "packed": compress(kept.astype("<f2").tobytes(), level=9),
        }
        path.write_bytes(srsly.msgpack_dumps(content))

    @classmethod
    def load(cls, path: Path) -> Linear:
        """Read what `save` wrote, now or when it did not pack the weights yet.

        Raises:
            LearnedPartMissing: the file is missing or no such file.
        """
        try:
            content = srsly.msgpack_loads(path.read_bytes())
            heads = [Head(name, tuple(labels)) for name, labels in content["heads"]]
            width = sum(len(head.labels) for head in heads)
            numbers = decompress(content["packed"]) if "packed" in content else content["weights"]
            weights = np.frombuffer(numbers, "<f2").reshape(-1, width)
            columns = {
                name: row
                for row, name in zip(range(len(weights) - 1), content["names"], strict=True)
            }
        except (OSError, ValueError, KeyError, TypeError, BadPacking) as error:
            raise LearnedPartMissing(
                f"The trained part {path.name} is missing or broken; make it with: tipline train"
            ) from error
        return cls(columns, heads, weights.astype(np.float32))


def train(
    rows: Sequence[Features], heads: Mapping[Head, Answers], *, l2: float, least: int
) -> Linear:
    """Fit a model.

    Args:
        rows: the features of every example.
        heads: the answers of each head.
        l2: strength of the penalty on squared weights.
        least: in how many rows a feature must stand.
    """
    columns = frequent(rows, least=least)
    parts = []
    for head, answers in heads.items():
        matrix = Rows.of([rows[i] for i in answers.rows], columns)
        classes = len(head.labels)
        parts.append(fit(matrix, answers.labels, answers.weights, classes=classes, l2=l2))
    return Linear(columns, list(heads), np.hstack(parts).astype(np.float32))


def joined(*models: Linear) -> Linear:
    """One model with the heads of all, over every feature that any of them has."""
    names = sorted(set[str]().union(*(model.columns for model in models)))
    columns = {name: column for column, name in enumerate(names)}
    heads = [head for model in models for head in model.heads]
    weights = np.zeros((len(names) + 1, sum(len(head.labels) for head in heads)), np.float32)
    at = 0
    for model in models:
        width = model.weights.shape[1]
        rows = [columns[name] for name in model.columns] + [len(names)]
        own = [*model.columns.values(), len(model.columns)]
        weights[rows, at : at + width] = model.weights[own]
        at += width
    return Linear(columns, heads, weights)

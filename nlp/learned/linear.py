"""What a fitted linear model says of a row of features, and which features made it say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, tanh
from pathlib import Path
from zlib import compress, decompress
from zlib import error as BadPacking  # noqa: N812 - named as the errors beside it

import numpy as np
import srsly  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from core.errors import TiplineError
from nlp.learned.fitting import fit
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

    def probabilities(self, features: Features) -> dict[str, list[float]]:
        """For each head the probability of each of its labels."""
        known = [
            (column, value)
            for name, value in features.items()
            if (column := self.columns.get(name)) is not None
        ]
        return self.said([column for column, _ in known], [value for _, value in known])

    def said(self, columns: Sequence[int], values: Sequence[float]) -> dict[str, list[float]]:
        """The same where it is known in which columns the features stand."""
        rows = self.weights[np.array(columns, np.int64)]
        scores = (np.array(values, np.float32) @ rows + self.weights[-1]).tolist()
        return {name: _shares(scores[part]) for name, part in self._slices.items()}

    def pulls(self, head: str) -> tuple[dict[str, float], float]:
        """How far each feature of value 1 pulls to the second of a head's two labels; the bias."""
        weights = self.weights[:, self._slices[head]]
        pulls: list[float] = (weights[:, 1] - weights[:, 0]).tolist()
        return {name: pulls[column] for name, column in self.columns.items()}, pulls[-1]

    def pull(self, names: Sequence[str], head: str, label: int) -> list[float]:
        """How far each feature of value 1 pulls towards a label, against the head's others."""
        weights = self.weights[:, self._slices[head]]
        known = [
            (at, column)
            for at, name in enumerate(names)
            if (column := self.columns.get(name)) is not None
        ]
        rows = weights[[column for _, column in known]]
        pulls = np.zeros(len(names), np.float32)
        pulls[[at for at, _ in known]] = rows[:, label] - rows.mean(axis=1)
        return pulls.tolist()

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


def share(odds: float) -> float:
    """The probability of the second of two labels, by how far all features pull to it."""
    return (1 + tanh(odds / 2)) / 2


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    grown = [exp(score - most) for score in scores]
    whole = sum(grown)
    return [share / whole for share in grown]


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

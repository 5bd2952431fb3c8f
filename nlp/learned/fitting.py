"""Which weights fit labelled rows best: multinomial logistic regression by L-BFGS.

The objective is convex and nothing is drawn at random, so the same rows give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nlp.learned.rows import Floats, Indices, Rows

_MEMORY = 8
"""Steps that L-BFGS remembers (Nocedal and Wright, Numerical Optimization, 7.2: 3 to 20)."""
_ARMIJO = 1e-4
_HALVINGS = 20
_CURVED = 1e-10
_TINY = 1e-12

type Objective = Callable[[Floats], tuple[float, Floats]]
"""Value and gradient at a point."""


def softmax(scores: Floats) -> Floats:
    """Probabilities of each row of scores."""
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def fit(rows: Rows, labels: Indices, weights: Floats, *, classes: int, l2: float) -> Floats:
    """Weights (features and, last, the bias, by classes) of a regularised softmax.

    Args:
        rows: the features of each example.
        labels: class of each example, counted from 0.
        weights: how much each example counts.
        classes: how many classes there are.
        l2: strength of the penalty on squared weights; the bias is free of it.
    """
    if classes == 2:
        apart = _fit_two(rows, labels, weights, l2=l2)
        return np.stack([-apart / 2, apart / 2], axis=1)
    size = rows.shape[1]
    wanted = np.eye(classes)[labels]
    every = np.arange(len(labels))

    def objective(point: Floats) -> tuple[float, Floats]:
        matrix = point.reshape(size + 1, classes)
        shares = softmax(rows.times(matrix[:-1]) + matrix[-1])
        loss = -(weights * np.log(shares[every, labels] + _TINY)).sum()
        errors = (shares - wanted) * weights[:, None]
        slope = np.vstack([rows.transposed_times(errors) + l2 * matrix[:-1], errors.sum(axis=0)])
        return float(loss + 0.5 * l2 * (matrix[:-1] ** 2).sum()), slope.ravel()

    return minimise(objective, np.zeros((size + 1) * classes)).reshape(size + 1, classes)


def _fit_two(rows: Rows, labels: Indices, weights: Floats, *, l2: float) -> Floats:
    """How far apart the weights of two classes are; each has half of it, so half the penalty."""
    side = 2.0 * labels - 1

    def objective(point: Floats) -> tuple[float, Floats]:
        scores = side * (rows.times(point[:-1, None])[:, 0] + point[-1])
        loss = float((weights * np.logaddexp(0, -scores)).sum())
        errors = -side * weights / (1 + np.exp(scores))
        slope = rows.transposed_times(errors[:, None])[:, 0] + l2 / 2 * point[:-1]
        return loss + 0.25 * l2 * float(point[:-1] @ point[:-1]), np.append(slope, errors.sum())

    return minimise(objective, np.zeros(rows.shape[1] + 1))


def minimise(
    objective: Objective, start: Floats, *, steps: int = 100, tolerance: float = 1e-5
) -> Floats:
    """The point of the least value that L-BFGS with backtracking finds from ``start``."""
    point, (value, slope) = start, objective(start)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        way = _direction(slope, moves)
        onward, next_value, next_slope = _stepped(objective, point, value, slope, way)
        moved, bent = onward - point, next_slope - slope
        if moved @ bent > _CURVED:
            moves = [*moves, (moved, bent)][-_MEMORY:]
        gained = value - next_value
        point, value, slope = onward, next_value, next_slope
        if abs(gained) < tolerance * max(1.0, abs(value)):
            break
    return point


def _direction(slope: Floats, moves: list[tuple[Floats, Floats]]) -> Floats:
    """The way down, with the curvature of the last moves (two-loop recursion)."""
    way = slope.copy()
    shares: list[float] = []
    for moved, bent in reversed(moves):
        share = float(moved @ way) / float(moved @ bent)
        shares.append(share)
        way -= share * bent
    if moves:
        moved, bent = moves[-1]
        way *= (moved @ bent) / (bent @ bent)
    else:
        way /= max(1.0, float(np.linalg.norm(way)))
    for (moved, bent), again in zip(moves, reversed(shares), strict=True):
        way += (again - (bent @ way) / (moved @ bent)) * moved
    return -way


def _stepped(
    objective: Objective, point: Floats, value: float, slope: Floats, way: Floats
) -> tuple[Floats, float, Floats]:
    """The first of ever shorter steps that lowers the value enough."""
    length, fall = 1.0, float(slope @ way)
    for _ in range(_HALVINGS):
        onward = point + length * way
        next_value, next_slope = objective(onward)
        if next_value <= value + _ARMIJO * length * fall:
            return onward, next_value, next_slope
        length /= 2
    return point, value, slope

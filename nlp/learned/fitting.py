"""Which weights fit labelled rows best: multinomial logistic regression by L-BFGS.

The objective is convex and nothing is drawn at random, so the same rows give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nlp.learned.rows import Floats, Indices, Rows

_STEPS = 100
_TOLERANCE = 1e-5
"""A step that gains a smaller share of the loss is the last."""
_MEMORY = 8
"""Steps that L-BFGS remembers (Nocedal and Wright, Numerical Optimization, 7.2: 3 to 20)."""
_TINY = 1e-12

type Objective = Callable[[Floats], tuple[float, Floats]]
"""Value and gradient at a point."""


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
        shares = _softmax(rows.times(matrix[:-1]) + matrix[-1])
        loss = -(weights * np.log(shares[every, labels] + _TINY)).sum()
        errors = (shares - wanted) * weights[:, None]
        slope = np.vstack([rows.transposed_times(errors) + l2 * matrix[:-1], errors.sum(axis=0)])
        return float(loss + 0.5 * l2 * (matrix[:-1] ** 2).sum()), slope.ravel()

    return _least(objective, (size + 1) * classes).reshape(size + 1, classes)


def _fit_two(rows: Rows, labels: Indices, weights: Floats, *, l2: float) -> Floats:
    """How far apart the weights of two classes are; each has half of it, so half the penalty."""
    side = 2.0 * labels - 1

    def objective(point: Floats) -> tuple[float, Floats]:
        scores = side * (rows.times(point[:-1, None])[:, 0] + point[-1])
        loss = float((weights * np.logaddexp(0, -scores)).sum())
        errors = -side * weights / (1 + np.exp(scores))
        slope = rows.transposed_times(errors[:, None])[:, 0] + l2 / 2 * point[:-1]
        return loss + 0.25 * l2 * float(point[:-1] @ point[:-1]), np.append(slope, errors.sum())

    return _least(objective, rows.shape[1] + 1)


def _softmax(scores: Floats) -> Floats:
    """Probabilities of each row of scores."""
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def _least(objective: Objective, size: int) -> Floats:
    """The point of the least value, from 0 on."""
    # A library of training, not there where tips are read; it ships no types.
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    options = {"maxiter": _STEPS, "maxcor": _MEMORY, "ftol": _TOLERANCE}
    found = minimize(objective, np.zeros(size), jac=True, method="L-BFGS-B", options=options)
    point: Floats = found.x
    return point

"""One answer of two: what the linear models say, and what the encoder says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

_LEAST = 1e-4
"""No answer is surer than this allows: one of two must not outvote the other by being certain."""


def mixed(linear: Sequence[float], encoded: Sequence[float], weight: float) -> Floats:
    """Probabilities, each the weighted mean of two in log-odds.

    Args:
        linear: by the linear model.
        encoded: by the encoder; equally many.
        weight: how much the encoder counts, between 0 and 1.
    """
    odds = (1 - weight) * _odds(linear) + weight * _odds(encoded)
    shares: Floats = 1 / (1 + np.exp(-odds))
    return shares


def blended(linear: Sequence[float], encoded: Sequence[float], weight: float) -> Floats:
    """Probabilities of classes that shut each other out, as the weighted geometric mean of two."""
    logs = (1 - weight) * _logs(linear) + weight * _logs(encoded)
    shares = np.exp(logs - logs.max())
    whole: Floats = shares / shares.sum()
    return whole


def _odds(shares: Sequence[float]) -> Floats:
    held = np.clip(np.asarray(shares, np.float64), _LEAST, 1 - _LEAST)
    odds: Floats = np.log(held / (1 - held))
    return odds


def _logs(shares: Sequence[float]) -> Floats:
    logs: Floats = np.log(np.clip(np.asarray(shares, np.float64), _LEAST, 1.0))
    return logs

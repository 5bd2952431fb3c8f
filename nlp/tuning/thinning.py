"""How the pretrained layers are made thinner, so that more of them can be kept at the same cost.

Half of the wide values in a layer carry little. Those that carry most are kept, and the weights
that follow are solved for anew, so that on texts of the corpus the kept ones say what all said.
"""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from nlp.tuning.batches import Batch
from nlp.tuning.network import Texts, Weights, attended, embedded, hidden, inner, left

_RIDGE = 1e-3
"""Share of the mean square that is added so that the equations always have one answer."""

type Floats = NDArray[np.float64]


def thinned(frozen: Weights, weights: Weights, read: Sequence[Batch], wide: int) -> Weights:
    """The weights with fewer wide values in each layer.

    Args:
        frozen: the table of pieces.
        weights: all others.
        read: texts of the corpus; some thousand words are enough.
        wide: how many values are kept between the dense steps of a layer.
    """
    texts = [(jnp.asarray(batch.pieces), jnp.asarray(batch.shapes)) for batch in read]
    whole = [embedded(frozen, weights, text) for text in texts]
    layers, thin = [], whole
    for layer in weights["layers"]:
        before = [_attended(x, text, layer) for x, text in zip(whole, texts, strict=True)]
        after = [_attended(x, text, layer) for x, text in zip(thin, texts, strict=True)]
        told = [inner(x, layer) for x in before]
        narrow = _narrowed(layer, told, [inner(x, layer) for x in after], texts, wide)
        whole = [left(x, values, layer) for x, values in zip(before, told, strict=True)]
        thin = [left(x, inner(x, narrow), narrow) for x in after]
        layers.append(narrow)
    return weights | {"layers": layers}


def _attended(x: jax.Array, text: Texts, layer: Weights) -> jax.Array:
    return attended(x, hidden(text[0] > 0), layer)


def _narrowed(
    layer: Weights,
    told: Sequence[jax.Array],
    values: Sequence[jax.Array],
    texts: Sequence[Texts],
    wide: int,
) -> Weights:
    """A layer with the values that carry most.

    Args:
        layer: the whole one.
        told: its wide values where all layers before are whole.
        values: the same where they are thin.
        texts: what was read.
        wide: how many are kept.
    """
    down = np.asarray(layer["down"]["w"], np.float64)
    wanted = _rows(told, texts) @ down + np.asarray(layer["down"]["b"], np.float64)
    had = _rows(values, texts)
    carried = np.sqrt((had**2).mean(0)) * np.linalg.norm(down, axis=1)
    kept = np.sort(np.argsort(-carried, kind="stable")[:wide])
    given = np.hstack([had[:, kept], np.ones((len(had), 1))])
    square = given.T @ given
    ridge = _RIDGE * np.trace(square) / len(square) * np.eye(len(square))
    # Towards the weights as they were: what the texts do not tell of stays so.
    old = np.vstack([down[kept], np.asarray(layer["down"]["b"], np.float64)])
    solved = np.linalg.solve(square + ridge, given.T @ wanted + ridge @ old)
    return layer | {
        "up": {"w": layer["up"]["w"][:, kept], "b": layer["up"]["b"][kept]},
        "down": {
            "w": jnp.asarray(solved[:-1], jnp.float32),
            "b": jnp.asarray(solved[-1], jnp.float32),
        },
    }


def _rows(values: Sequence[jax.Array], texts: Sequence[Texts]) -> Floats:
    """One row for each piece that is there."""
    rows = [
        np.asarray(value, np.float64)[np.asarray(text[0]) > 0]
        for value, text in zip(values, texts, strict=True)
    ]
    return np.vstack(rows)

"""The network while it is trained, in JAX; `nlp.tuning.graph` writes the same as ONNX.

A transformer as BERT's (Devlin and others, 2018): per layer attention of several heads and two
dense steps with a GELU between, each added to its input and normalised after. On top of it for
each piece four logits, and for the whole text five, from the mean and the greatest value of each
dimension: a danger is often told in one clause of many.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

HEAD = 32
"""Values of an attention head in MiniLM, whose layers have twelve."""
EPSILON = 1e-12
"""Of BERT's normalisation."""

type Weights = dict[str, Any]
"""Arrays by name; ``layers`` is a list of such."""
type Texts = tuple[jax.Array, jax.Array]
type Logits = tuple[jax.Array, jax.Array, jax.Array]


def encode(
    frozen: Weights, weights: Weights, texts: Texts, key: jax.Array | None, drop: float
) -> Logits:
    """The logits of a batch.

    Args:
        frozen: the table of pieces, which is not trained: rows that the corpus never shows would
            fall out of step with those it does.
        weights: all others.
        texts: pieces and their shapes, whole numbers of shape (texts, pieces); 0 fills the shorter
            ones up.
        key: to draw with which values are dropped; None to drop none.
        drop: share of values dropped.

    Returns:
        Logits of shape (texts, pieces, 4), (texts, pieces, tags) and (texts, 5), see
        `nlp.encoder.encoder.ENCODER`.
    """
    there = texts[0] > 0
    bias = hidden(there)
    keys = list(jax.random.split(key, 2 * len(weights["layers"]) + 2)) if key is not None else []

    def dropped(values: jax.Array) -> jax.Array:
        if not keys:
            return values
        kept = jax.random.bernoulli(keys.pop(), 1 - drop, values.shape)
        return jnp.where(kept, values / (1 - drop), 0.0)

    x = dropped(embedded(frozen, weights, texts))
    for layer in weights["layers"]:
        x = _normal(x + dropped(_attention(x, bias, layer)), layer["normal1"])
        x = _normal(x + dropped(_dense(inner(x, layer), layer["down"])), layer["normal2"])
    mean = (x * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    most = jnp.where(there[..., None], x, -1e9).max(1)
    message = dropped(jnp.concatenate([mean, most], axis=-1))
    words, tags = _dense(x, weights["words"]), _dense(x, weights["tags"])
    return words, tags, _dense(message, weights["message"])


def embedded(frozen: Weights, weights: Weights, texts: Texts) -> jax.Array:
    """What goes into the first layer, of shape (texts, pieces, width)."""
    pieces, shapes = texts
    x = frozen["pieces"][pieces] + weights["shapes"][shapes]
    return _normal(x + weights["places"][: pieces.shape[1]] + weights["kind"], weights["normal"])


def hidden(there: jax.Array) -> jax.Array:
    """What attention adds to its scores so that what only fills up is not looked at."""
    return jnp.where(there, 0.0, -1e9)[:, None, None, :]


def attended(x: jax.Array, bias: jax.Array, layer: Weights) -> jax.Array:
    """The first half of a layer, nothing dropped."""
    return _normal(x + _attention(x, bias, layer), layer["normal1"])


def inner(x: jax.Array, layer: Weights) -> jax.Array:
    """The wide values between the two dense steps of a layer's second half."""
    return jax.nn.gelu(_dense(x, layer["up"]), approximate=False)


def left(x: jax.Array, wide: jax.Array, layer: Weights) -> jax.Array:
    """What leaves a layer, from its first half and its wide values, nothing dropped."""
    return _normal(x + _dense(wide, layer["down"]), layer["normal2"])


def _dense(x: jax.Array, weights: Weights) -> jax.Array:
    product: jax.Array = x @ weights["w"] + weights["b"]
    return product


def _normal(x: jax.Array, weights: Weights) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    spread = (centred**2).mean(-1, keepdims=True)
    normal: jax.Array = centred / jnp.sqrt(spread + EPSILON) * weights["w"] + weights["b"]
    return normal


def _attention(x: jax.Array, bias: jax.Array, layer: Weights) -> jax.Array:
    texts, length, width = x.shape
    split = (texts, length, width // HEAD, HEAD)
    query, key, value = (
        _dense(x, layer[name]).reshape(split) for name in ("query", "key", "value")
    )
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / HEAD**0.5
    mixed = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores + bias, axis=-1), value)
    return _dense(mixed.reshape(texts, length, width), layer["out"])

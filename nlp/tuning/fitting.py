"""How the network is fitted: AdamW with a warm start and a linear fall, seeded throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import jax
import jax.numpy as jnp
import numpy as np
import optax  # type: ignore[import-untyped]  # it ships no types

from core.analysis import Triage
from nlp.encoder.settings import Tuning
from nlp.tuning.batches import Batch, batches
from nlp.tuning.composing import composed
from nlp.tuning.network import Logits, Texts, Weights, encode
from nlp.tuning.targets import UNSAID, Target

type Tell = Callable[[str], None]
type Arrays = tuple[Texts, tuple[jax.Array, ...]]

_WARM = 0.06
"""Share of the steps in which the step size grows: the figure of RoBERTa's fine-tuning (Liu and
others, 2019, table 10)."""
_DECAY = 0.01
_CLIPPED = 1.0
_HEADS = 10.0
"""The new heads start from nothing and take larger steps than what was trained before."""
_EVERY = 100
_CLASSES = len(Triage)


def fit(
    frozen: Weights, weights: Weights, known: Sequence[Target], tuning: Tuning, tell: Tell
) -> Weights:
    """Fit the weights to the targets.

    Args:
        frozen: what is not trained.
        weights: where to start.
        known: texts with their answers.
        tuning: the numbers.
        tell: told how far the work has come.
    """
    lots = [
        list(batches([*some, *composed(some, tuning.composed, seed)], seed))
        for seed, some in rounds(known, tuning)
    ]
    steps = sum(map(len, lots))
    optimiser = _optimiser(tuning.rate, steps)
    state = optimiser.init(weights)
    keys = iter(jax.random.split(jax.random.key(tuning.seed, impl="rbg"), steps))
    step = _stepping(optimiser, tuning)
    losses: list[jax.Array] = []
    for done, batch in enumerate(chain.from_iterable(lots), 1):
        weights, state, loss = step(frozen, weights, state, _arrays(batch), next(keys))
        losses.append(loss)
        if done % _EVERY == 0 or done == steps:
            tell(f"step {done} of {steps}, loss {np.mean(losses[-_EVERY:]):.3f}")
    return weights


def rounds(known: Sequence[Target], tuning: Tuning) -> Iterator[tuple[int, list[Target]]]:
    """The seed of each round and what it learns from: all tips, and a drawn share of the lines."""
    for seed in range(tuning.seed, tuning.seed + tuning.epochs):
        drawn = np.random.default_rng([seed, 1]).random(len(known))
        taken = zip(known, drawn, strict=True)
        yield seed, [one for one, draw in taken if not one.is_line or draw < tuning.lines]


def _optimiser(rate: float, steps: int) -> optax.GradientTransformation:
    def fall(peak: float) -> optax.Schedule:
        warm = max(1, int(_WARM * steps))
        return optax.join_schedules(
            [
                optax.linear_schedule(0.0, peak, warm),
                optax.linear_schedule(peak, 0.0, steps - warm),
            ],
            [warm],
        )

    def labels(weights: Weights) -> Weights:
        return {
            name: jax.tree.map(lambda _, at=name: at if at in _NEW else "old", value)
            for name, value in weights.items()
        }

    new = optax.adamw(fall(rate * _HEADS), weight_decay=_DECAY)
    return optax.chain(
        optax.clip_by_global_norm(_CLIPPED),
        optax.multi_transform(
            {"old": optax.adamw(fall(rate), weight_decay=_DECAY), **dict.fromkeys(_NEW, new)},
            labels,
        ),
    )


_NEW = ("shapes", "words", "tags", "message")


def _arrays(batch: Batch) -> Arrays:
    answers = (
        batch.sender,
        batch.activity,
        batch.drugs,
        batch.places,
        batch.tags,
        batch.message,
        batch.weight,
    )
    texts = (jnp.asarray(batch.pieces), jnp.asarray(batch.shapes))
    return texts, tuple(jnp.asarray(part) for part in answers)


def _stepping(
    optimiser: optax.GradientTransformation, tuning: Tuning
) -> Callable[..., tuple[Weights, optax.OptState, jax.Array]]:
    """A compiled step: frozen, weights, state, a batch and a key to weights, state and loss."""

    def step(
        frozen: Weights,
        weights: Weights,
        state: optax.OptState,
        batch: Arrays,
        key: jax.Array,
    ) -> tuple[Weights, optax.OptState, jax.Array]:
        loss, slopes = jax.value_and_grad(
            lambda w: _loss(encode(frozen, w, batch[0], key, tuning.drop), batch[1], tuning)
        )(weights)
        updates, state = optimiser.update(slopes, state, weights)
        return optax.apply_updates(weights, updates), state, loss

    return jax.jit(step, donate_argnums=(1, 2))


def _loss(said: Logits, known: tuple[jax.Array, ...], tuning: Tuning) -> jax.Array:
    words, tagged, message = said
    sender, activity, drugs, places, tags, answers, weight = known
    tagging = optax.softmax_cross_entropy_with_integer_labels(tagged, jnp.maximum(tags, 0))
    triage = optax.softmax_cross_entropy_with_integer_labels(
        message[:, :_CLASSES], jnp.maximum(answers[:, 0], 0)
    )
    return (
        tuning.sender * _two(words[..., 0], sender, 1.0)
        + tuning.activity * _two(words[..., 1], activity, 1.0)
        + tuning.drugs * _two(words[..., 2], drugs, 1.0)
        + tuning.places * _two(words[..., 3], places, 1.0)
        + tuning.tags * _mean(tagging, tags != UNSAID, 1.0)
        + tuning.triage * _mean(triage, answers[:, 0] != UNSAID, weight)
        + tuning.safeguarding * _two(message[:, _CLASSES], answers[:, 1], weight)
        + tuning.in_scope * _two(message[:, _CLASSES + 1], answers[:, 2], weight)
    )


def _two(logits: jax.Array, answers: jax.Array, weight: jax.Array | float) -> jax.Array:
    losses = optax.sigmoid_binary_cross_entropy(logits, jnp.maximum(answers, 0))
    return _mean(losses, answers != UNSAID, weight)


def _mean(losses: jax.Array, known: jax.Array, weight: jax.Array | float) -> jax.Array:
    counted = known * weight
    return (losses * counted).sum() / jnp.maximum(counted.sum(), 1.0)

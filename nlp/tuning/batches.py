"""Texts of like length put together, so that little is filled up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.tuning.targets import UNSAID, Target

_LENGTHS = (16, 24, 32, 48, 64, 96, 128, 162)
"""Lengths that texts are filled up to: each is compiled once."""
_PIECES = 1200
"""About so many pieces are in a batch: half as many learn no better, twice as many slower."""

type Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of one length as arrays; see `Target` for what they hold.

    Attributes:
        pieces: of shape (texts, length), filled up with 0.
        shapes: of the same shape, filled up with 0.
        sender: of the same shape, filled up with `UNSAID`.
        activity: the same.
        drugs: the same.
        places: the same.
        tags: the same.
        message: of shape (texts, 3): triage, safeguarding, scope.
        weight: of shape (texts,).
    """

    pieces: Whole
    shapes: Whole
    sender: Whole
    activity: Whole
    drugs: Whole
    places: Whole
    tags: Whole
    message: Whole
    weight: NDArray[np.float32]


def batches(known: Sequence[Target], seed: int) -> Iterator[Batch]:
    """All targets once, in an order drawn with ``seed``; the last of each length are repeated."""
    drawn = np.random.default_rng(seed)
    groups: dict[int, list[Target]] = {length: [] for length in _LENGTHS}
    for target in known:
        groups[min(n for n in _LENGTHS if n >= len(target.pieces))].append(target)
    cut: list[tuple[int, list[Target]]] = []
    for length, group in groups.items():
        order = [group[place] for place in drawn.permutation(len(group))]
        size = _PIECES // length
        for start in range(0, len(order), size):
            texts = order[start : start + size]
            while len(texts) < size:
                texts += order[: size - len(texts)]
            cut.append((length, texts))
    for place in drawn.permutation(len(cut)):
        length, texts = cut[place]
        yield _batch(texts, length)


def _batch(texts: Sequence[Target], length: int) -> Batch:
    return Batch(
        pieces=_filled([t.pieces for t in texts], length, 0),
        shapes=_filled([t.shapes for t in texts], length, 0),
        sender=_filled([t.sender for t in texts], length, UNSAID),
        activity=_filled([t.activity for t in texts], length, UNSAID),
        drugs=_filled([t.drugs for t in texts], length, UNSAID),
        places=_filled([t.places for t in texts], length, UNSAID),
        tags=_filled([t.tags for t in texts], length, UNSAID),
        message=np.array([(t.triage, t.safeguarding, t.in_scope) for t in texts], np.int32),
        weight=np.array([t.weight for t in texts], np.float32),
    )


def _filled(rows: Sequence[Sequence[int]], length: int, by: int) -> Whole:
    whole = np.full((len(rows), length), by, np.int32)
    for number, row in enumerate(rows):
        whole[number, : len(row)] = row
    return whole

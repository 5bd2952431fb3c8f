"""How the encoder in the package is made: read the corpus, train, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from nlp.encoder.encoder import ENCODER
from nlp.encoder.settings import Tuning
from nlp.encoder.wordpieces import WordPieces
from nlp.learned.dataset import Labelled
from nlp.learned.readers import Source, loaded, readers
from nlp.tuning.batches import batches
from nlp.tuning.fitting import fit
from nlp.tuning.graph import write
from nlp.tuning.start import start
from nlp.tuning.targets import Target, Teaching, targets, taught
from nlp.tuning.thinning import thinned

_READ = 20
"""Batches that are read to see which wide values carry most: some twenty thousand words."""


def make(
    source: Source,
    splits: Sequence[str],
    tuning: Tuning,
    tell: Callable[[str], None],
    *,
    without: frozenset[str] = frozenset(),
    path: Path = ENCODER,
) -> Path:
    """Train on the corpus and write the encoder.

    Args:
        source: the base model with its own tagger, which teaches the encoder its tags.
        splits: which splits to train on.
        tuning: the numbers.
        tell: told how far the work has come.
        without: names of batches of tips to leave out.
        path: where to write.

    Raises:
        BadInput: a file of the corpus is broken.
        VocabularyError: the pretrained weights are missing.
    """
    tell("reading the corpus with the base model's tagger")
    tags = source.load().tags
    with readers(source) as crowd:
        known = crowd.read(partial(_targets, tuning.line), list(taught(splits, without)))
    tell(f"training the encoder on {len(known)} texts")
    frozen, whole = start(tuning.layers, len(tags), tuning.seed)
    some = islice(batches(known, tuning.seed), _READ)
    weights = thinned(frozen, whole, list(some), tuning.wide)
    weights = fit(frozen, weights, known, tuning, tell)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(frozen, weights, tags, path)
    return path


def _targets(line: float, source: Source, labelled: Sequence[Labelled]) -> list[Target]:
    model = loaded(source)
    teaching = Teaching(model.read, model.tags, WordPieces.shipped(), line)
    return list(targets(labelled, teaching))

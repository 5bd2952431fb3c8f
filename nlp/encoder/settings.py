"""With which numbers the encoder is trained: `encoder.toml`, checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from nlp.vocabulary import VocabularyError

CONFIG = Path(__file__).with_name("encoder.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How the network is trained.

    Attributes:
        seed: of everything that is drawn.
        layers: how many of the pretrained layers are kept, from the first on.
        wide: how many of the wide values of each are kept.
        epochs: how often the corpus is gone through.
        rate: the largest step size.
        drop: share of values dropped while training.
        composed: how many long messages are put together in each round, as a share of what it goes
            through.
        lines: which share of the labelled and marked lines each round goes through.
        line: how much the answers about a labelled line count beside those about a tip.
        sender: how much each answer's loss counts: here whose the words are.
        activity: which times are of the activity.
        drugs: which words name a drug.
        places: which words are of a place.
        tags: which tag each word has.
        triage: how urgent the message is.
        safeguarding: whether somebody vulnerable is exploited.
        in_scope: whether it tells of drugs.
    """

    seed: int
    layers: int
    wide: int
    epochs: int
    rate: float
    drop: float
    composed: float
    lines: float
    line: float
    sender: float
    activity: float
    drugs: float
    places: float
    tags: float
    triage: float
    safeguarding: float
    in_scope: float


def read_tuning(path: Path = CONFIG) -> Tuning:
    """The committed numbers.

    Raises:
        VocabularyError: the file is broken.
    """
    try:
        return Tuning(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error

"""What the encoder says of a message."""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis import Triage


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """Probabilities between 0 and 1, and a tag for each token of the document.

    Attributes:
        tags: of the Penn Treebank, as the base model's tagger would give them.
        sender: for each token of the document, that it tells who wrote.
        activity: for each token, that it belongs to a time at which drugs are dealt in.
        drugs: for each token, that it names a drug.
        places: for each token, that it belongs to a place of the activity, or to one near it.
        triage: of each class; they sum to one.
        safeguarding: that somebody vulnerable is exploited.
        in_scope: that the message tells of supply or production of drugs.
    """

    tags: tuple[str, ...]
    sender: tuple[float, ...]
    activity: tuple[float, ...]
    drugs: tuple[float, ...]
    places: tuple[float, ...]
    triage: dict[Triage, float]
    safeguarding: float
    in_scope: float

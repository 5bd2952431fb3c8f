"""Long messages put together from short ones: a danger told in one clause of many must be heard.

Few tips of the corpus are long, and a network that reads few of them learns to weigh a message by
most of its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from core.analysis import Triage
from nlp.encoder.windows import LENGTH
from nlp.tuning.targets import UNSAID, Target

_QUEUE = list(Triage).index(Triage.QUEUE)
_CALM = 2
"""So many calm texts are put around one of any kind, at most."""


def composed(known: Sequence[Target], share: float, seed: int) -> Iterator[Target]:
    """Messages put together from texts whose urgency is known: one of any kind among calm ones.

    Args:
        known: the texts.
        share: how many to make, as a share of ``known``.
        seed: of what is drawn.
    """
    drawn = np.random.default_rng(seed)
    judged = [target for target in known if target.triage != UNSAID]
    calm = [target for target in judged if target.triage == _QUEUE]
    if not calm:
        return
    for _ in range(int(share * len(known))):
        parts = [judged[drawn.integers(len(judged))]]
        for _ in range(_CALM):
            other = calm[drawn.integers(len(calm))]
            if sum(len(part.pieces) - 2 for part in (*parts, other)) <= LENGTH:
                parts.append(other)
        if len(parts) > 1:
            yield _joined([parts[place] for place in drawn.permutation(len(parts))])


def _joined(parts: Sequence[Target]) -> Target:
    """One message of several, as urgent as its most urgent part."""
    first, last = parts[0].pieces[0], parts[0].pieces[-1]
    return Target(
        pieces=(first, *(n for part in parts for n in part.pieces[1:-1]), last),
        shapes=(0, *(n for part in parts for n in part.shapes[1:-1]), 0),
        sender=(UNSAID, *(n for part in parts for n in part.sender[1:-1]), UNSAID),
        activity=(UNSAID, *(n for part in parts for n in part.activity[1:-1]), UNSAID),
        drugs=(UNSAID, *(n for part in parts for n in part.drugs[1:-1]), UNSAID),
        places=(UNSAID, *(n for part in parts for n in part.places[1:-1]), UNSAID),
        tags=(UNSAID, *(n for part in parts for n in part.tags[1:-1]), UNSAID),
        # The classes stand in order of urgency, the most urgent first.
        triage=min(part.triage for part in parts),
        safeguarding=max(part.safeguarding for part in parts),
        in_scope=max(part.in_scope for part in parts),
        weight=max(part.weight for part in parts),
    )

"""From which probability words are best cut: what leaks and what is lost at each setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from core.redact import cut
from nlp.evaluate.gold import GoldTip
from nlp.evaluate.scoring import survives
from nlp.learned.dataset import Example
from nlp.learned.redactor import together
from nlp.learned.sender import SenderModel
from nlp.learned.settings import Cutting
from nlp.sender.redactor import label

MOST_LOST = 0.03
"""So much of what intelligence needs may be lost: the target of keep_loss."""

_SEEDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
_BELOW = (0.0, 0.1)
"""How far below the seed its neighbours may be."""
_FOUND = (0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Leaks:
    """How many strings were to go and were left in, were to stay and were lost."""

    removed: int = 0
    leaked: int = 0
    kept: int = 0
    lost: int = 0

    def __add__(self, other: Leaks) -> Leaks:
        """Both together."""
        return Leaks(
            self.removed + other.removed,
            self.leaked + other.leaked,
            self.kept + other.kept,
            self.lost + other.lost,
        )

    @property
    def leak_rate(self) -> float:
        """Share of what had to go that was left in."""
        return self.leaked / max(1, self.removed)

    @property
    def keep_loss(self) -> float:
        """Share of what had to stay that was cut."""
        return self.lost / max(1, self.kept)


def settings() -> Iterable[Cutting]:
    """Every setting that is tried."""
    for seed, below, found in product(_SEEDS, _BELOW, _FOUND):
        yield Cutting(seed=seed, spread=round(seed - below, 2), found=found)


def leaks(model: SenderModel, examples: Iterable[Example]) -> dict[Cutting, Leaks]:
    """What each setting does to tips that the model was not trained on."""
    sums = dict.fromkeys(settings(), Leaks())
    for example in examples:
        if (tip := example.labelled.tip) is None:
            continue
        shares = model.shares(example.doc, example.findings)
        for setting in sums:
            learned = model.above(example.doc, example.findings, shares, setting)
            ruled = model.borne_out(example.doc, example.cuts, shares)
            whole = together(example.doc, ruled, learned)
            sums[setting] += _leaks(tip, cut(tip.text, whole, label).text)
    return sums


def _leaks(tip: GoldTip, text: str) -> Leaks:
    return Leaks(
        removed=len(tip.remove),
        leaked=sum(survives(string, text) for string in tip.remove),
        kept=len(tip.keep),
        lost=sum(not survives(string, text) for string in tip.keep),
    )


def choose_cutting(sums: Mapping[Cutting, Leaks]) -> Cutting:
    """The setting that leaks least of those that lose no more than is allowed, else loses least."""
    allowed = {setting: leak for setting, leak in sums.items() if leak.keep_loss <= MOST_LOST}
    if not allowed:
        return min(sums, key=lambda setting: (sums[setting].keep_loss, sums[setting].leak_rate))
    return min(
        allowed, key=lambda setting: (allowed[setting].leak_rate, allowed[setting].keep_loss)
    )

"""How much the analysis takes on at once, and how each text came to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.errors import TiplineError


class Outcome(StrEnum):
    """How a text was answered; what `ProcessAnalyser.outcomes` counts.

    ``RUSHED``: by rules alone in a worker, as it had waited for one too long.
    """

    MODEL = "model"
    LONG = "long"
    FULL = "full"
    DOWN = "down"
    RUSHED = "rushed"
    LATE = "late"
    DIED = "died"
    SEALED = "sealed"


class AnalysisBroken(TiplineError):
    """The analysis cannot start; names the broken file or the type of the error, never words."""

    def __init__(self, error: str) -> None:
        super().__init__(f"The analysis cannot start ({error}). `tipline doctor` says more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is taken on at once.

    Attributes:
        workers: processes, each with a model of its own (about 350 MB).
        ahead: texts that are handed to each worker at once, so that it never waits for the next.
        waiting: texts that may wait for a worker; one more is answered by rules at once. As many
            as the bot takes on at once (`bot.public.poller.Pace`).
        limit: seconds that a worker may take for a text, after which rules answer.
        patience: seconds that a text may wait for a worker and still be read with the base model;
            the more it sounds of danger the fewer (`patience_for`).
        least_patience: what is left of them for the most urgent.
        longest: code points of the longest text the model is given.
        ready_within: seconds to wait for the workers at the start; without them it starts
            degraded.
        texts: after how many texts a worker is replaced by a fresh one.
    """

    workers: int = 1
    ahead: int = 2
    waiting: int = 10_000
    limit: float = 3.0
    patience: float = 3.0
    least_patience: float = 0.2
    longest: int = 10_000
    ready_within: float = 15.0
    texts: int = 20_000

    def patience_for(self, urgency: float) -> float:
        """Seconds that a text of an urgency between 0 and 1 may wait for the base model."""
        return max(self.least_patience, self.patience * (1.0 - urgency))

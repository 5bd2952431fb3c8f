"""How much the analysis takes on at once, and how each text came to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.errors import TiplineError


class Outcome(StrEnum):
    """How a text was answered; what `ProcessAnalyser.outcomes` counts."""

    MODEL = "model"
    LONG = "long"
    FULL = "full"
    DOWN = "down"
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
        waiting: texts that may wait for a worker; one more is answered by rules at once.
        limit: seconds from asking to answer, after which rules answer.
        longest: code points of the longest text the model is given.
        ready_within: seconds to wait for the workers at the start; without them it starts
            degraded.
        texts: after how many texts a worker is replaced by a fresh one.
    """

    workers: int = 1
    waiting: int = 64
    limit: float = 3.0
    longest: int = 10_000
    ready_within: float = 15.0
    texts: int = 20_000

"""What the use cases of the sender are given, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.flood import Flood
from core.limits import Limits, MemoryLimits
from core.locks import Locks, SenderLocks
from core.ports import (
    Alarm,
    Analyser,
    Clock,
    Intake,
    Mailbox,
    NewsBoard,
    Randomness,
    Screening,
    Sessions,
    Wording,
)
from core.steering import Helm, Steady


class FirstCome:
    """No screening: all are alike, and the first who comes is served first."""

    def urgency(self, text: str) -> float:
        """The same for every text."""
        del text
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything the use cases of the sender need from the outside.

    Locks, limits and the count of a flood are of one process unless several share them.
    """

    alarm: Alarm
    analyser: Analyser
    sessions: Sessions
    intake: Intake
    mailbox: Mailbox
    news: NewsBoard
    wording: Wording
    clock: Clock
    randomness: Randomness
    screening: Screening = field(default_factory=FirstCome)
    helm: Helm = field(default_factory=Steady)
    language: str = "en"
    locks: SenderLocks = field(default_factory=Locks)
    limits: Limits = field(default_factory=MemoryLimits)
    flood: Flood = field(default_factory=Flood)

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
    Sessions,
    Wording,
)
from core.steering import Helm, Steady


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
    helm: Helm = field(default_factory=Steady)
    language: str = "en"
    locks: SenderLocks = field(default_factory=Locks)
    limits: Limits = field(default_factory=MemoryLimits)
    flood: Flood = field(default_factory=Flood)

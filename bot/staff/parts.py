"""What the staff bot is made of: use cases and stores, none of which opens a tip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from core.alerts import Alerts, Watchbook
from core.desk import Desk
from core.desk_notes import Notebook
from core.desk_operations import Operating
from core.desk_ports import Audit, Shredder
from core.pending import PendingDesk
from core.picture import TallyBook
from core.ports import Clock
from core.staff_ports import Seats
from core.steering import PulseBoard, SteeringDesk


class News(Protocol):
    """What staff tell the public."""

    async def latest(self, count: int) -> tuple[str, ...]:
        """The newest items, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk as the staff bot meets it.

    Attributes:
        languages: in which the public bot has a first screen.
        free_disk: share of the disk under the database that is free, 0 to 1.
    """

    desk: Desk
    notebook: Notebook
    seats: Seats
    alerts: Alerts
    pending: PendingDesk
    watchbook: Watchbook
    steering: SteeringDesk
    pulses: PulseBoard
    audit: Audit
    shredder: Shredder
    news: News
    operating: Operating
    tallies: TallyBook
    clock: Clock
    languages: tuple[str, ...]
    free_disk: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long things may take, and how often they happen; seconds where not said.

    Attributes:
        long_poll: how long Telegram may keep a fetch open.
        handle: that answering one update may take.
        confirm: that a question with buttons stays open.
        alerts: between two looks at what is to be told.
        digest: between two digests, counted from midnight UTC, so that the time tells nothing.
        escalate: that an urgent tip may stay unclaimed before the next on the rota is told.
        silence: without a sign of life after which the public bot counts as down.
        first_rest: after a first failed fetch; each further one doubles it.
        longest_rest: after many.
    """

    long_poll: int = 25
    handle: float = 30.0
    confirm: float = 120.0
    alerts: float = 2.0
    digest: int = 3600
    escalate: float = 900.0
    silence: float = 60.0
    first_rest: float = 0.5
    longest_rest: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a staff bot is made of.

    Attributes:
        token: of the bot.
        api: base address of another Bot API server, or "" for Telegram's own.
    """

    token: str = field(repr=False)
    office: Office
    api: str = ""
    timing: Timing = field(default=Timing())


class TokenRefused(Exception):
    """Telegram does not accept the token; trying again cannot help."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the staff bot's token. Get a valid one from @BotFather, put it "
            "into TIPLINE_STAFF_TOKEN and start again."
        )

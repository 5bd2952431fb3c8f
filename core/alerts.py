"""What members of staff are told in their chats: who is told of what, and when.

An alert carries counts and coarse areas, never a word or an id of a tip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.desk_ports import Notice
from core.people import Right
from core.staff_ports import Seat
from core.tip import Priority


class AlertKind(StrEnum):
    """What an alert is about."""

    URGENT = "urgent"
    DIGEST = "digest"
    ESCALATED = "escalated"
    LINE_DOWN = "line_down"
    LINE_BACK = "line_back"
    PAUSED = "paused"
    RESUMED = "resumed"
    DEGRADED = "degraded"
    WORKERS_LOST = "workers_lost"
    FLOODED = "flooded"
    AUDIT_BROKEN = "audit_broken"
    DISK_SHORT = "disk_short"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an alert says: a kind, and counts.

    Attributes:
        priorities: how many tips of each priority.
        areas: how many tips of each coarse area.
        safeguarding: how many in which somebody vulnerable may be exploited.
        number: of whatever the kind counts.
    """

    kind: AlertKind
    priorities: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    safeguarding: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that one member of staff is being told.

    Attributes:
        chat: where.
        message: number of the message that announced it, or None before.
    """

    id: str
    chat: int = field(repr=False)
    about: About
    message: int | None = None


class Alerts(Protocol):
    """Alerts on their way: each row of the outbox becomes alerts in one transaction."""

    async def waiting(self, count: int) -> tuple[Notice, ...]:
        """The oldest rows of the outbox."""

    async def raise_(self, about: Sequence[tuple[str, About]], notices: Sequence[int]) -> None:
        """Make alerts for accounts, and take rows of the outbox away, in one transaction.

        Args:
            about: names of accounts, and what each is told.
            notices: numbers of rows of the outbox.
        """

    async def open(self, count: int, *, besides: frozenset[int] = frozenset()) -> tuple[Alert, ...]:
        """Alerts that have not been told to the end, of accounts that have a chat.

        Args:
            count: how many at most.
            besides: chats that are left alone now; theirs must not stand in the way of others.
        """

    async def announced(self, alert_id: str, message: int) -> None:
        """Remember the message that announces an alert, before it is filled."""

    async def told(self, alert_id: str) -> None:
        """An alert stands in the chat: forget it."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long an urgent tip waits for somebody to claim it.

    Attributes:
        since: from when on, UTC; the ten minutes of it, since the minute of a tip is not kept.
        step: how often the next on the rota was told.
    """

    since: datetime
    step: int = 0

    @classmethod
    def from_now(cls, now: datetime) -> Wait:
        """Of a tip that is seen for the first time."""
        return cls(now.replace(minute=now.minute - now.minute % 10, second=0, microsecond=0))

    def later(self) -> Wait:
        """After the next on the rota was told."""
        return replace(self, step=self.step + 1)


class Watchbook(Protocol):
    """What staff are being told of for longer: a restart neither tells it twice nor forgets it."""

    async def waits(self) -> Mapping[str, Wait]:
        """Urgent tips that nobody has claimed, by id."""

    async def keep_waits(
        self, waits: Mapping[str, Wait], about: Sequence[tuple[str, About]]
    ) -> None:
        """Keep these in place of those before, and make alerts for accounts, in one transaction."""

    async def alarms(self) -> frozenset[AlertKind]:
        """What is wrong, as was told last."""

    async def turn(
        self, kind: AlertKind, *, is_on: bool, about: Sequence[tuple[str, About]]
    ) -> None:
        """Keep that an alarm began or ended, and make alerts of it, in one transaction."""


def hears_alerts(seat: Seat) -> bool:
    """Whether somebody is told of new tips at all."""
    return seat.member.may(Right.STEER)


def first_called(seats: Sequence[Seat], hour: int, *, step: int = 0) -> tuple[str, ...]:
    """Who is told of something urgent.

    Args:
        seats: of all staff.
        hour: of the local clock.
        step: how often nobody answered before: each time the next on the rota is told too.

    Returns:
        Names of accounts: those on the rota in order, whoever has quiet hours last; all who
        steer where nobody is on it.
    """
    on = sorted((s for s in seats if s.duty.rank and hears_alerts(s)), key=lambda s: s.duty.rank)
    if not on:
        return tuple(seat.member.name for seat in seats if hears_alerts(seat))
    on.sort(key=lambda seat: seat.duty.is_quiet(hour))
    return tuple(seat.member.name for seat in on[: step + 1])


def digest_of(notices: Sequence[Notice]) -> About:
    """What a digest says of new tips."""
    return About(
        kind=AlertKind.DIGEST,
        priorities=_counted(str(notice.priority) for notice in notices),
        areas=_counted(notice.area for notice in notices),
        safeguarding=sum(notice.is_safeguarding for notice in notices),
    )


def urgent_of(notice: Notice) -> About:
    """What is said of one urgent tip."""
    return About(
        kind=AlertKind.URGENT,
        priorities={str(Priority.URGENT): 1},
        areas={notice.area: 1},
        safeguarding=int(notice.is_safeguarding),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())

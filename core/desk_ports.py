"""What the use cases of staff need from the outside, as small protocols.

Whatever a member of staff does to a tip is written to the audit in the same transaction;
`by` is the name of the account. Nothing here can tell who sent a tip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from core.tip import Details, Part, Priority, Status, TipRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tips a page of the queue shows; empty fields do not narrow it.

    Attributes:
        area: the whole name of a coarse area.
        area_starts: how the name begins, in any case.
        since: aware moment; arrivals of this hour and later.
        before: aware moment; arrivals earlier than this hour.
        has_answers: whether answers of the desk wait to be read by the sender.
        has_additions: whether the sender added something.
    """

    statuses: tuple[Status, ...] = (Status.NEW, Status.CLAIMED)
    priorities: tuple[Priority, ...] = ()
    drug_group: str = ""
    area: str = ""
    area_starts: str = ""
    is_safeguarding: bool | None = None
    since: datetime | None = None
    before: datetime | None = None
    has_answers: bool | None = None
    has_additions: bool | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tips there are, by priority and status; what has none is not listed.

    Attributes:
        cells: tips of each priority and status.
        cut: cells that were not counted to their end: there may be more of them.
    """

    cells: Mapping[tuple[Priority, Status], int]
    cut: frozenset[tuple[Priority, Status]] = frozenset()

    @property
    def total(self) -> int:
        """All of them, at least."""
        return sum(self.cells.values())

    def of(self, what: Priority | Status) -> int:
        """Those of one priority, or of one status, at least."""
        return sum(count for cell, count in self.cells.items() if what in cell)

    def is_cut(self, what: Priority | Status) -> bool:
        """Whether there may be more of one priority, or of one status, than `of` says."""
        return any(what in cell for cell in self.cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A tip with its seal broken: for the eyes of one unlocked account.

    Attributes:
        additions: what the sender added later, oldest first.
    """

    row: TipRow
    details: Details = field(repr=False)
    additions: tuple[tuple[Part, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit; ``number`` grows by one, ``digest`` chains it to the one before.

    Attributes:
        at: UTC, to the second.
        by: name of the account, or `system`.
        action: what was done, of a closed list.
        subject: id of what it was done to.
        note: the reason that staff gave, or "".
    """

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    note: str = field(repr=False)
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A row of the outbox: what staff are told of a new tip, without a word of it."""

    number: int
    priority: Priority
    area: str
    is_safeguarding: bool


class Unlocked(Protocol):
    """The desk's secret key, open for one account until it is closed."""

    @property
    def name(self) -> str:
        """Name of the account."""

    def close(self) -> None:
        """Forget the key."""


class Keyring(Protocol):
    """Accounts and their wrapped keys."""

    async def unlock(self, name: str, passphrase: str) -> Unlocked:
        """Open the desk's key.

        Raises:
            WrongPassphrase: no such account, or not its passphrase; both take as long.
            NotAllowed: the account's role does not read (core.people).
            NotAdmitted: nobody has let it read yet (core.people).
        """


class TipDesk(Protocol):
    """The queue and the tips behind it."""

    async def page(self, wanted: Wanted, *, after: TipRow | None, count: int) -> tuple[TipRow, ...]:
        """At most ``count`` rows by priority, then age, from behind ``after``."""

    async def counts(self, wanted: Wanted) -> Counts:
        """How many tips the pages of ``wanted`` have together.

        A large store may count the oldest of each priority and status only; `Counts.cut` says so.
        """

    async def row(self, tip_id: str) -> TipRow:
        """The plain columns of a tip.

        Raises:
            NoSuchTip: none has this id.
        """

    async def starting(self, beginning: str) -> tuple[str, ...]:
        """At most two ids of tips that begin so."""

    async def open(self, tip_id: str, key: Unlocked) -> Opened:
        """Break the seal, and write so into the audit first.

        Raises:
            NoSuchTip: none has this id, or its key was shredded.
            Tampered: what is stored does not open under the desk's key.
        """

    async def move(
        self, row: TipRow, to: Status, *, by: str, note: str, claim_until: datetime | None
    ) -> TipRow:
        """Set a status if nobody changed the tip since ``row`` was read.

        Raises:
            TipChanged: somebody did.
            NoSuchTip: the tip is gone.
        """

    async def set_priority(self, row: TipRow, to: Priority, *, by: str, note: str) -> TipRow:
        """Overrule the priority; the machine's stays beside it.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: the tip is gone.
        """

    async def answer(self, tip_id: str, text: str, *, by: str) -> None:
        """Seal an answer to the receipt's key.

        Raises:
            NoSuchTip: none has this id.
            AnswerRefused: its mailbox is closed (`NO_MAILBOX`).
        """


class Shredder(Protocol):
    """The end of tips: their keys are destroyed, so that no copy opens."""

    async def due(self, today: date, *, count: int) -> tuple[str, ...]:
        """Ids of at most ``count`` tips whose review date has come."""

    async def shred(self, tip_id: str, *, by: str, note: str) -> None:
        """Destroy the key, the answers and the mailbox of a tip; its plain row goes too.

        Raises:
            NoSuchTip: none has this id.
        """

    async def expire_answers(self, before: date) -> int:
        """Destroy answers older than a day; how many there were."""


class Audit(Protocol):
    """The record of what staff did."""

    async def latest(self, count: int) -> tuple[Entry, ...]:
        """The newest entries, newest first."""

    async def history(self, subject: str) -> tuple[Entry, ...]:
        """What was done to a tip or an account, oldest first."""

    async def first_break(self, newest: int | None = None) -> int | None:
        """Number of the first entry that the chain does not hold, or None when all do.

        Args:
            newest: how many of the newest to look at; those before are taken as they are.
        """


class Outbox(Protocol):
    """What staff are to be told, kept until it was said."""

    async def pending(self, count: int) -> tuple[Notice, ...]:
        """The oldest notices not yet said."""

    async def done(self, numbers: tuple[int, ...]) -> None:
        """Mark notices as said."""

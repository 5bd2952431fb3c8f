"""What the desk's own work on a tip needs from the outside, as small protocols.

Everything is written to the audit in the same transaction. What is added to a tip is sealed
with it and shredded with it. Reading takes an `Opened` tip, so that no look escapes the audit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.desk_ports import Opened, Unlocked
from core.grading import Decided
from core.links import Trace
from core.notes import Note, NoteText
from core.thread import Post
from core.tip import Details, Part, Status, TipRow


class Grades(Protocol):
    """Grades that were decided, one for each tip."""

    async def grade(self, row: TipRow, decided: Decided, *, claim_until: datetime | None) -> TipRow:
        """Seal a grade in place of an earlier one, and move the tip to graded.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: the tip is gone.
        """

    async def graded_by(self, tip_id: str) -> str:
        """Name of the account that graded a tip, or ""."""

    async def decided(self, opened: Opened, key: Unlocked) -> Decided | None:
        """The grade of an opened tip, or None when there is none yet.

        Raises:
            Tampered: it does not open.
        """


class Notes(Protocol):
    """Notes, labels and links to duplicates."""

    async def add(self, tip_id: str, note: NoteText) -> str:
        """Seal a note to the desk; its id.

        Raises:
            NoSuchTip: none has this id.
        """

    async def remove(self, tip_id: str, note_id: str, *, by: str) -> bool:
        """Destroy a note of a tip; whether there was one."""

    async def read(self, opened: Opened, key: Unlocked) -> tuple[Note, ...]:
        """The notes of an opened tip, oldest first; those that do not open are left out."""

    async def set_aside(
        self,
        row: TipRow,
        to: Status,
        *,
        by: str,
        reason: str,
        notes: Sequence[tuple[str, NoteText]],
    ) -> TipRow:
        """Move a tip, and seal notes to tips by their ids, in one transaction.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: one of the tips is gone.
        """


class PostOffice(Protocol):
    """What is known of the messages between the desk and senders."""

    async def of(self, opened: Opened) -> Post:
        """Days of additions, and which answers of an opened tip wait to be read."""


class Rewriter(Protocol):
    """Where words of a tip are taken out for good."""

    async def rewrite(
        self,
        opened: Opened,
        row: TipRow,
        details: Details,
        additions: tuple[tuple[Part, ...], ...],
        *,
        by: str,
    ) -> TipRow:
        """Store a tip anew under new keys; the old bodies and keys are destroyed.

        What was known of its links goes too, until the tip is opened again.

        Args:
            opened: the tip as it was; what differs from it is stored.
            row: with the coarse area and the drug group that are left.
            details: what is sealed of it now.
            additions: its additions now, as many as there were.
            by: name of the account.

        Raises:
            TipChanged: somebody changed the tip since it was opened.
            NoSuchTip: the tip is gone.
        """


class Traces(Protocol):
    """The blind index: which tips share something, told only with the desk's key."""

    async def write(self, row: TipRow, traces: Collection[Trace], key: Unlocked) -> None:
        """Store the keyed hashes of what a tip speaks of, in place of earlier ones.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read; perhaps words were cut.
            NoSuchTip: the tip is gone.
        """

    async def alike(
        self, tip_id: str, traces: Collection[Trace], key: Unlocked, *, count: int
    ) -> Mapping[str, int]:
        """At most ``count`` other tips that may share something, most in common first.

        Their ids, each with the tip's version.
        """

    async def compare(self, tip_ids: Collection[str], key: Unlocked) -> tuple[Opened, ...]:
        """Open tips to compare them; for each the audit says so. Those gone are left out."""

"""What operations need from the outside, as small protocols.

Everything is written to the audit in the same transaction, under the id of the operation.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.operations import AttachedTip, Operation, Result


class Operations(Protocol):
    """Operations, their tips and their results."""

    async def all(self) -> tuple[Operation, ...]:
        """Every operation, the one that began last first."""

    async def find(self, operation_id: str) -> Operation:
        """An operation.

        Raises:
            OutreachRefused: there is none.
        """

    async def begin(
        self, name: str, areas: tuple[str, ...], starts: date, ends: date | None, *, by: str
    ) -> Operation:
        """Keep a new operation.

        Raises:
            OutreachRefused: there is one of this name.
        """

    async def end(self, operation_id: str, ends: date, *, by: str) -> None:
        """Set its last day.

        Raises:
            OutreachRefused: there is none.
        """

    async def attach(self, operation_id: str, tip_id: str, *, by: str) -> bool:
        """Attach a tip; whether it was not yet.

        Raises:
            OutreachRefused: there is no such operation.
            NoSuchTip: there is no such tip.
        """

    async def detach(self, operation_id: str, tip_id: str, *, by: str) -> bool:
        """Take a tip off; whether it was attached."""

    async def add_result(self, operation_id: str, result: Result, *, by: str) -> None:
        """Note what came of it.

        Raises:
            OutreachRefused: there is no such operation.
        """


class OperationViews(Protocol):
    """What is read of operations."""

    async def tips(self, operation_id: str) -> tuple[AttachedTip, ...]:
        """The tips that are attached, the oldest first."""

    async def results(self, operation_id: str) -> tuple[Result, ...]:
        """What came of it, in the order it was noted."""

    async def of_tip(self, tip_id: str) -> tuple[Operation, ...]:
        """The operations that a tip is attached to."""


class NewsDesk(Protocol):
    """Where the public is told something."""

    async def latest(self, count: int) -> tuple[str, ...]:
        """The newest items, newest first."""

    async def publish(self, text: str, *, by: str, subject: str = "") -> None:
        """Tell the public, and write so into the audit."""

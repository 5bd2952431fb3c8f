"""What leaving the desk needs from the outside, as small protocols.

Everything is written to the audit in the transaction in which tips are read, before a word of them
is seen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from core.desk_ports import Opened, Unlocked, Wanted

if TYPE_CHECKING:
    from core.export_rows import TipLeaving
    from core.exports import ExportRequest, ExportState


class Released(Protocol):
    """Tips that two people let leave the desk."""

    async def open_for(self, tip_id: str, key: Unlocked, *, recipient: str, today: date) -> Opened:
        """Break the seal of a released tip, and write into the audit for whom.

        Raises:
            NotReleased: it was not released, or its review day has come.
            NoSuchTip: none has this id, or its key was shredded.
            Tampered: what is stored does not open under the desk's key.
        """


class Exports(Protocol):
    """Requests to let many tips leave, and the tips that each names."""

    async def count(self, wanted: Wanted, *, today: date, most: int) -> int:
        """How many tips of a filter may leave, at most ``most``."""

    async def ask(self, request: ExportRequest, wanted: Wanted, *, most: int) -> ExportRequest:
        """Keep a request with the tips of its filter that may leave now.

        Requests that ended a month ago are forgotten at this occasion.

        Returns:
            The request with its id and the number of its tips. Where there are none, or
            ``most``, nothing is kept.
        """

    async def latest(self, count: int) -> tuple[ExportRequest, ...]:
        """The newest requests, newest first."""

    async def find(self, export_id: str) -> ExportRequest:
        """One request.

        Raises:
            ExportGone: none has this id.
        """

    async def decide(
        self, request: ExportRequest, to: ExportState, *, by: str, until: datetime
    ) -> ExportRequest:
        """Let a request go or refuse it, if nobody decided it since it was read.

        Raises:
            ExportRefused: somebody did.
        """

    async def take(
        self, request: ExportRequest, key: Unlocked, *, today: date
    ) -> AsyncIterator[TipLeaving]:
        """Mark a request as taken, write each of its tips into the audit, and open them in lots.

        Raises:
            ExportRefused: it was taken since it was read.
        """

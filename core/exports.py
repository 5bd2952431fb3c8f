"""How many released tips leave the desk at once: one asks, another lets them, each once.

Which tips leave is fixed when somebody asks. Of those, what was opened anew, shredded or has come
to its day of review in the meantime stays behind.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.desk_ports import Unlocked, Wanted
from core.errors import ExportRefused, NotReleased, SecondPersonToExport, TooManyTips
from core.export_ports import Exports
from core.export_rows import TipLeaving
from core.people import Member, Right
from core.ports import Clock
from core.reports import LEFT, ReportForm, check_recipient

MAX_TIPS = 5_000
"""Tips of one export. More are asked for in several, so that each can be looked over."""

ASKED_LIFE = timedelta(days=3)
"""How long a request waits for a second person."""

TAKE_WITHIN = timedelta(hours=1)
"""How long whoever asked may take what was let go."""

SHOWN = 50
"""Requests that a page lists."""


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    GEOJSON = "geojson"


class ExportState(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN = "taken"
    EXPIRED = "expired"
    """Nobody let it go, or nobody took it, in time; never stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """A request to let tips leave.

    Attributes:
        purpose: a key of `ReportForm.purposes`.
        recipient: who gets it, as typed by staff.
        tips: how many were asked for.
        until: UTC; when what it waits for ends.
        decided_by: who let it go or refused it, or "".
    """

    id: str
    asked_by: str
    asked: datetime
    format: Format
    purpose: str
    recipient: str
    tips: int
    state: ExportState
    until: datetime
    decided_by: str = ""

    def at(self, now: datetime) -> ExportState:
        """How far it has come at a moment."""
        waits = self.state in (ExportState.ASKED, ExportState.APPROVED)
        return ExportState.EXPIRED if waits and self.until <= now else self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporting:
    """Asks for, lets go and takes exports.

    Attributes:
        alone: whether one person may do both, for desks that have no second one.
    """

    exports: Exports
    form: ReportForm
    clock: Clock
    alone: bool = False

    async def matching(self, wanted: Wanted, *, member: Member) -> int:
        """How many tips could leave under a filter, one more than `MAX_TIPS` at most.

        Raises:
            NotAllowed: the member may not.
        """
        _must_work(member)
        today = self.clock.now().date()
        return await self.exports.count(_left(wanted), today=today, most=MAX_TIPS + 1)

    async def ask(
        self, wanted: Wanted, kind: Format, *, purpose: str, recipient: str, member: Member
    ) -> ExportRequest:
        """Ask for the released tips of a filter.

        Raises:
            NotAllowed: the member may not.
            UnknownTerm: the purpose is not listed.
            BadRecipient: it is not said for whom, or too long.
            NotReleased: no tip of the filter may leave.
            TooManyTips: more than `MAX_TIPS` do.
        """
        _must_work(member)
        self.form.check_purpose(purpose)
        name, now = check_recipient(recipient), self.clock.now()
        request = ExportRequest(
            id="",
            asked_by=member.name,
            asked=now,
            format=kind,
            purpose=purpose,
            recipient=name,
            tips=0,
            state=ExportState.ASKED,
            until=now + ASKED_LIFE,
        )
        made = await self.exports.ask(request, _left(wanted), most=MAX_TIPS + 1)
        if made.tips == 0:
            raise NotReleased
        if made.tips > MAX_TIPS:
            raise TooManyTips(MAX_TIPS)
        return made

    async def latest(self, *, member: Member) -> tuple[ExportRequest, ...]:
        """The newest requests of everybody, newest first.

        Raises:
            NotAllowed: the member may not.
        """
        _must_work(member)
        return await self.exports.latest(SHOWN)

    async def find(self, export_id: str, *, member: Member) -> ExportRequest:
        """One request.

        Raises:
            NotAllowed: the member may not.
            ExportGone: there is none with this id.
        """
        _must_work(member)
        return await self.exports.find(export_id)

    async def approve(self, export_id: str, *, member: Member) -> ExportRequest:
        """Let an export go that somebody else asked for.

        Raises:
            NotAllowed: the member may not.
            SecondPersonToExport: the member asked for it.
            ExportRefused: it is decided already, or its time is up.
            ExportGone: there is none with this id.
        """
        member.must(Right.RELEASE)
        found = await self._waiting(export_id, ExportState.ASKED, member)
        if found.asked_by == member.name and not self.alone:
            raise SecondPersonToExport
        until = self.clock.now() + TAKE_WITHIN
        return await self.exports.decide(found, ExportState.APPROVED, by=member.name, until=until)

    async def refuse(self, export_id: str, *, member: Member) -> ExportRequest:
        """Refuse an export, or take one's own request back.

        Raises:
            NotAllowed: the member may not.
            ExportRefused: it is decided already, or its time is up.
            ExportGone: there is none with this id.
        """
        if not member.may(Right.RELEASE):
            _must_work(member)
        found = await self._waiting(export_id, ExportState.ASKED, member)
        return await self.exports.decide(
            found, ExportState.REFUSED, by=member.name, until=found.until
        )

    async def take(
        self, export_id: str, key: Unlocked, *, member: Member
    ) -> tuple[ExportRequest, AsyncIterator[TipLeaving]]:
        """Take what one has asked for and another let go: once, and in time.

        The audit says so, of the export and of each tip, before the first word is read.

        Raises:
            NotAllowed: the member may not.
            ExportRefused: somebody else asked for it, nobody let it go, or its time is up.
            ExportGone: there is none with this id.
            TipChanged: it was taken at this moment elsewhere.
        """
        _must_work(member)
        found = await self._waiting(export_id, ExportState.APPROVED, member)
        if found.asked_by != member.name:
            raise ExportRefused
        today = self.clock.now().date()
        return found, await self.exports.take(found, key, today=today)

    async def _waiting(self, export_id: str, state: ExportState, member: Member) -> ExportRequest:
        member.must(Right.READ)
        found = await self.exports.find(export_id)
        if found.at(self.clock.now()) is not state:
            raise ExportRefused
        return found


def _must_work(member: Member) -> None:
    member.must(Right.READ)
    member.must(Right.WORK)


def _left(wanted: Wanted) -> Wanted:
    """The filter, narrowed to what left the desk; a filter without such a status means all."""
    statuses = tuple(s for s in wanted.statuses if s in LEFT) or tuple(sorted(LEFT))
    return replace(wanted, statuses=statuses)

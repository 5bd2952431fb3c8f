"""How operations are led: begun, fed with tips, given results, told to the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.answers import quotes
from core.desk_ports import Unlocked
from core.desk_work_ports import Traces
from core.errors import Outreach, OutreachRefused
from core.operation_ports import NewsDesk, Operations, OperationViews
from core.operations import (
    MAX_NEWS,
    Operation,
    OperationTerms,
    Result,
    Story,
    areas_of,
    check_dates,
    tell,
)
from core.partners import check_name, check_words
from core.people import Member, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """Operations as staff meet them."""

    operations: Operations
    views: OperationViews
    news: NewsDesk
    traces: Traces
    terms: OperationTerms

    async def begin(
        self, name: str, areas: str, starts: date, ends: date | None, *, member: Member
    ) -> Operation:
        """Keep a new operation.

        Args:
            name: what it is called; it is not secret.
            areas: coarse areas between commas, as tips have them.
            starts: first day.
            ends: last day, or None.
            member: who leads it.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: name, areas or dates cannot be.
        """
        member.must(Right.LEAD)
        check_dates(starts, ends)
        named, where = check_name(name), areas_of(areas)
        return await self.operations.begin(named, where, starts, ends, by=member.name)

    async def end(self, operation_id: str, ends: date, *, member: Member) -> None:
        """Set the last day.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: there is no such operation, or it would end before it began.
        """
        member.must(Right.LEAD)
        operation = await self.operations.find(operation_id)
        check_dates(operation.starts, ends)
        await self.operations.end(operation_id, ends, by=member.name)

    async def attach(self, operation_id: str, tip_id: str, *, member: Member) -> bool:
        """Attach a tip; whether it was not yet.

        Raises:
            NotAllowed: the member may not.
            OutreachRefused: there is no such operation.
            NoSuchTip: there is no such tip.
        """
        member.must(Right.WORK)
        return await self.operations.attach(operation_id, tip_id, by=member.name)

    async def detach(self, operation_id: str, tip_id: str, *, member: Member) -> bool:
        """Take a tip off; whether it was attached.

        Raises:
            NotAllowed: the member may not.
        """
        member.must(Right.WORK)
        return await self.operations.detach(operation_id, tip_id, by=member.name)

    async def add_result(
        self, operation_id: str, kind: str, count: int, on: date, *, member: Member
    ) -> None:
        """Note what came of an operation.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: there is no such operation, or no such result.
        """
        member.must(Right.LEAD)
        self.terms.check(kind, count)
        result = Result(kind=kind, count=count, on=on)
        await self.operations.add_result(operation_id, result, by=member.name)

    async def story(self, operation_id: str) -> Story:
        """An operation in numbers.

        Raises:
            OutreachRefused: there is none.
        """
        operation = await self.operations.find(operation_id)
        attached = await self.views.tips(operation_id)
        return tell(operation, attached, await self.views.results(operation_id), self.terms)

    async def publish(self, operation_id: str, text: str, key: Unlocked, *, member: Member) -> None:
        """Tell the public what an operation has come to.

        The tips that are attached are compared with it, so that no sender reads their own words;
        the audit says so of each.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: there is no such operation, or the text says nothing, is too long, or
                repeats five words of a tip.
        """
        said = await self.checked(operation_id, text, key, member=member)
        await self.news.publish(said, by=member.name, subject=operation_id)

    async def checked(self, operation_id: str, text: str, key: Unlocked, *, member: Member) -> str:
        """News of an operation as they may be published; raises as `publish` does."""
        member.must(Right.LEAD)
        await self.operations.find(operation_id)
        said = check_words(text, MAX_NEWS)
        attached = await self.views.tips(operation_id)
        for opened in await self.traces.compare([tip.id for tip in attached], key):
            lots = (opened.details.parts, *opened.additions)
            if quotes(said, (part.analysis.text for lot in lots for part in lot)):
                raise OutreachRefused(Outreach.QUOTES)
        return said

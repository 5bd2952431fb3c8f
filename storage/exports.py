"""Where requests to let tips leave are kept, and how their tips are opened, lot by lot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Unlocked, Wanted
from core.errors import ExportGone, ExportRefused, Tampered
from core.export_rows import TipLeaving
from core.exports import ExportRequest, ExportState, Format
from core.grading import Decided
from core.reports import LEFT
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import Bodies
from storage.desk_tables import GradeRecord
from storage.engine import Database
from storage.export_tables import ExportRecord, ExportTipRecord
from storage.keys import opened as unlocked
from storage.released import may_leave
from storage.rows import matching, page
from storage.sealed_tips import Sealed, open_paper, open_tip
from storage.sealing import Kind
from storage.searching import bodies_of
from storage.tables import TipKeyRecord, TipRecord

_LOT = 100
"""Tips in memory at once while an export is written."""

_FORGOTTEN_AFTER = timedelta(days=30)

type _Papers = list[tuple[Bodies, Sealed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlExports:
    """Keeps requests (core.export_ports.Exports)."""

    database: Database
    recorder: Recorder
    desk: str

    async def count(self, wanted: Wanted, *, today: date, most: int) -> int:
        """How many tips of a filter may leave, at most ``most``."""
        some = self._leaving(wanted, today).limit(most).subquery()

        async def work(session: AsyncSession) -> int:
            return await session.scalar(select(func.count()).select_from(some)) or 0

        return await self.database.read(work)

    async def ask(self, request: ExportRequest, wanted: Wanted, *, most: int) -> ExportRequest:
        """Keep a request with the tips of its filter that may leave now.

        Returns:
            The request with its id and the number of its tips. Where there are none, or
            ``most``, nothing is kept.
        """
        query = self._leaving(wanted, request.asked.date()).limit(most)

        async def work(session: AsyncSession) -> ExportRequest:
            tips = list(await session.scalars(query))
            made = replace(request, id=str(uuid4()), tips=len(tips))
            if not 0 < len(tips) < most:
                return made
            await self._forget_old(session, request.asked)
            await session.execute(insert(ExportRecord).values(desk=self.desk, **_values(made)))
            named = [{"export": made.id, "tip": tip} for tip in tips]
            await session.execute(insert(ExportTipRecord), named)
            note = f"{made.tips} {made.format}, {made.purpose}: {made.recipient}"
            await self._record(session, Action.EXPORT_ASKED, made, made.asked_by, note)
            return made

        return await self.database.write(work)

    async def latest(self, count: int) -> tuple[ExportRequest, ...]:
        """The newest requests, newest first."""
        query = (
            select(ExportRecord)
            .where(col(ExportRecord.desk) == self.desk)
            .order_by(col(ExportRecord.asked).desc(), col(ExportRecord.id))
            .limit(count)
        )

        async def work(session: AsyncSession) -> tuple[ExportRequest, ...]:
            return tuple(map(_request, await session.scalars(query)))

        return await self.database.read(work)

    async def find(self, export_id: str) -> ExportRequest:
        """One request.

        Raises:
            ExportGone: none has this id.
        """

        async def work(session: AsyncSession) -> ExportRequest:
            found = await session.get(ExportRecord, export_id)
            if found is None or found.desk != self.desk:
                raise ExportGone
            return _request(found)

        return await self.database.read(work)

    async def decide(
        self, request: ExportRequest, to: ExportState, *, by: str, until: datetime
    ) -> ExportRequest:
        """Let a request go or refuse it, if nobody decided it since it was read.

        Raises:
            ExportRefused: somebody did.
        """
        is_let = to is ExportState.APPROVED
        action = Action.EXPORT_APPROVED if is_let else Action.EXPORT_REFUSED
        decided = replace(request, state=to, until=until, decided_by=by)

        async def work(session: AsyncSession) -> ExportRequest:
            await self._move(session, request, decided)
            if not is_let:
                await _forget_tips(session, [request.id])
            await self._record(session, action, request, by)
            return decided

        return await self.database.write(work)

    async def take(
        self, request: ExportRequest, key: Unlocked, *, today: date
    ) -> AsyncIterator[TipLeaving]:
        """Mark a request as taken, write each of its tips into the audit, and open them in lots.

        Raises:
            ExportRefused: it was taken since it was read.
            KeyClosed: the desk's key is no longer open.
        """
        secret, by = unlocked(key).secret, key.name
        taken = replace(request, state=ExportState.TAKEN)
        query = (
            select(col(TipRecord.id))
            .join(ExportTipRecord, col(ExportTipRecord.tip) == col(TipRecord.id))
            .where(col(ExportTipRecord.export) == request.id, *_may_leave_by(today))
            .order_by(col(TipRecord.arrived), col(TipRecord.id))
        )

        async def work(session: AsyncSession) -> list[str]:
            await self._move(session, request, taken)
            tips = list(await session.scalars(query))
            await _forget_tips(session, [request.id])
            note = f"{len(tips)} {request.format}, {request.purpose}: {request.recipient}"
            acts = [Act(by=by, action=Action.EXPORT_TAKEN, subject=request.id, note=note)]
            acts += [
                Act(by=by, action=Action.EXPORTED, subject=tip, note=request.id) for tip in tips
            ]
            await self.recorder.record_all(session, acts)
            return tips

        return self._opened(await self.database.write(work), secret, by, today)

    async def _opened(
        self, tips: Sequence[str], secret: bytes, by: str, today: date
    ) -> AsyncIterator[TipLeaving]:
        """The tips, opened; what cannot be read is left out, and the audit says so."""
        for lot in batched(tips, _LOT, strict=False):
            sealed = await self.database.read(partial(_read, tips=lot))
            may = [each for each in sealed if may_leave(each[0][0], today)]
            for name, leaving in await asyncio.to_thread(_open, may, secret):
                if leaving is not None:
                    yield leaving
                    continue
                act = Act(by=by, action=Action.UNREADABLE, subject=name)
                await self.database.write(partial(self.recorder.record, act=act))

    def _leaving(self, wanted: Wanted, today: date) -> Select[str]:
        """Ids of tips under a filter that may leave."""
        return (
            select(col(TipRecord.id))
            .where(*matching(self.desk, wanted), *_may_leave_by(today))
            .order_by(col(TipRecord.arrived), col(TipRecord.id))
        )

    async def _move(self, session: AsyncSession, was: ExportRequest, now: ExportRequest) -> None:
        query = (
            update(ExportRecord)
            .where(col(ExportRecord.id) == was.id, col(ExportRecord.state) == was.state.value)
            .values(state=now.state.value, until=now.until, decided_by=now.decided_by)
            .returning(col(ExportRecord.id))
        )
        if await session.scalar(query) is None:
            raise ExportRefused

    async def _record(
        self, session: AsyncSession, action: Action, request: ExportRequest, by: str, note: str = ""
    ) -> None:
        act = Act(by=by, action=action, subject=request.id, note=note)
        await self.recorder.record(session, act)

    async def _forget_old(self, session: AsyncSession, now: datetime) -> None:
        """Forget the tips of requests whose time is up, and old requests altogether."""
        mine = col(ExportRecord.desk) == self.desk
        ended = select(col(ExportRecord.id)).where(mine, col(ExportRecord.until) <= now)
        await _forget_tips(session, list(await session.scalars(ended)))
        is_old = col(ExportRecord.until) <= now - _FORGOTTEN_AFTER
        await session.execute(delete(ExportRecord).where(mine, is_old))


async def _read(session: AsyncSession, tips: Sequence[str]) -> _Papers:
    """The bodies and grades of a lot of tips, in order; those that were shredded are left out."""
    ids = select(col(TipRecord.id)).where(col(TipRecord.id).in_(tips))
    rows = await page(session, ids.order_by(col(TipRecord.arrived), col(TipRecord.id)))
    query = (
        select(
            col(GradeRecord.tip),
            col(GradeRecord.id),
            col(GradeRecord.body),
            col(TipKeyRecord.sealed),
        )
        .join(TipKeyRecord, col(TipKeyRecord.id) == col(GradeRecord.id))
        .where(col(GradeRecord.tip).in_(tips))
    )
    papers = {
        tip: Sealed(id=name, body=body, key=sealed)
        for tip, name, body, sealed in await session.execute(query)
    }
    bodies = await bodies_of(session, rows)
    return [(each, papers[each[0].id]) for each in bodies if each[0].id in papers]


def _open(papers: _Papers, secret: bytes) -> list[tuple[str, TipLeaving | None]]:
    """Ids of tips, each with what it says, or None where it does not open."""
    found: list[tuple[str, TipLeaving | None]] = []
    for bodies, paper in papers:
        leaving: TipLeaving | None = None
        with suppress(Tampered):
            decided = open_paper(Decided, paper, Kind.GRADE, secret)
            leaving = TipLeaving(open_tip(*bodies, secret), decided)
        found.append((bodies[0].id, leaving))
    return found


async def _forget_tips(session: AsyncSession, exports: Sequence[str]) -> None:
    await session.execute(delete(ExportTipRecord).where(col(ExportTipRecord.export).in_(exports)))


def _may_leave_by(today: date) -> tuple[ColumnElement[bool], ...]:
    """The rule of `may_leave`, for a query."""
    left = [status.value for status in LEFT]
    return col(TipRecord.status).in_(left), col(TipRecord.review_on) > today


def _values(request: ExportRequest) -> dict[str, object]:
    return {field.name: getattr(request, field.name) for field in fields(request)}


def _request(found: ExportRecord) -> ExportRequest:
    values = {field.name: getattr(found, field.name) for field in fields(ExportRequest)}
    typed = {"format": Format(found.format), "state": ExportState(found.state)}
    return ExportRequest(**(values | typed))

"""How words are taken out of a stored tip for good: the old bodies and keys are destroyed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened
from core.errors import TipChanged
from core.tip import Details, Part, TipRow
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import change_row
from storage.desk_tables import TraceRecord
from storage.engine import Database
from storage.sealed_tips import Sealed, reseal_parts, seal_details
from storage.tables import AdditionRecord, TipKeyRecord, TipRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlRewriter:
    """Stores tips anew (core.desk_work_ports.Rewriter)."""

    database: Database
    recorder: Recorder
    desk: str
    desk_public: bytes

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

        Raises:
            TipChanged: somebody changed the tip since it was opened.
            NoSuchTip: the tip is gone.
        """

        def left(now: TipRow) -> TipRow:
            return replace(now, area=row.area, drug_group=row.drug_group, version=now.version + 1)

        async def work(session: AsyncSession) -> TipRow:
            changed = await change_row(session, self.desk, opened.row, left)
            await self._rewrite_tip(session, opened, details)
            await self._rewrite_additions(session, opened, additions)
            await session.execute(delete(TraceRecord).where(col(TraceRecord.tip) == row.id))
            await self.recorder.record(session, Act(by=by, action=Action.CUT, subject=row.id))
            return changed

        changed = await self.database.write(work)
        await self.database.scrub()
        return changed

    async def _rewrite_tip(self, session: AsyncSession, opened: Opened, details: Details) -> None:
        if details == opened.details:
            return
        sealed = seal_details(opened.row.id, details, self.desk_public)
        query = update(TipRecord).where(col(TipRecord.id) == opened.row.id)
        await session.execute(query.values(body=sealed.body))
        await _replace_key(session, sealed)

    async def _rewrite_additions(
        self, session: AsyncSession, opened: Opened, additions: tuple[tuple[Part, ...], ...]
    ) -> None:
        query = select(col(AdditionRecord.id)).where(col(AdditionRecord.tip) == opened.row.id)
        ids = (await session.scalars(query.order_by(col(AdditionRecord.number)))).all()
        if len(ids) != len(opened.additions):
            raise TipChanged
        for addition_id, old, new in zip(ids, opened.additions, additions, strict=True):
            if old == new:
                continue
            sealed = reseal_parts(addition_id, new, self.desk_public)
            rewritten = update(AdditionRecord).where(col(AdditionRecord.id) == addition_id)
            await session.execute(rewritten.values(body=sealed.body))
            await _replace_key(session, sealed)


async def _replace_key(session: AsyncSession, sealed: Sealed) -> None:
    query = update(TipKeyRecord).where(col(TipKeyRecord.id) == sealed.id)
    await session.execute(query.values(sealed=sealed.key))

"""The end of tips: their keys are destroyed, so that no copy of the database opens them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import NoSuchTip
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.desk_tables import GradeRecord, NoteRecord, TraceRecord
from storage.engine import Database
from storage.export_tables import ExportTipRecord
from storage.outreach_tables import OperationTipRecord, ReferralRecord
from storage.staff_tables import EscalationRecord
from storage.tables import AdditionRecord, AnswerRecord, MailboxRecord, TipKeyRecord, TipRecord
from storage.tallies import tally

_OF_A_TIP = (
    TipKeyRecord,
    AdditionRecord,
    MailboxRecord,
    GradeRecord,
    NoteRecord,
    TraceRecord,
    ExportTipRecord,
    ReferralRecord,
    OperationTipRecord,
    EscalationRecord,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlShredder:
    """Destroys tips and answers (core.desk_ports.Shredder)."""

    database: Database
    recorder: Recorder
    desk: str

    async def due(self, today: date, *, count: int) -> tuple[str, ...]:
        """Ids of at most ``count`` tips whose review date has come, longest due first."""
        query = (
            select(col(TipRecord.id))
            .where(col(TipRecord.desk) == self.desk, col(TipRecord.review_on) <= today)
            .order_by(col(TipRecord.review_on), col(TipRecord.id))
            .limit(count)
        )

        async def work(session: AsyncSession) -> tuple[str, ...]:
            return tuple(await session.scalars(query))

        return await self.database.read(work)

    async def shred(self, tip_id: str, *, by: str, note: str) -> None:
        """Destroy all keys of a tip, what was added to it, its mailbox and its row.

        Raises:
            NoSuchTip: none has this id.
        """
        counted = select(
            col(TipRecord.arrived),
            col(TipRecord.area),
            col(TipRecord.drug_group),
            col(TipRecord.status),
        ).where(col(TipRecord.id) == tip_id, col(TipRecord.desk) == self.desk)

        async def work(session: AsyncSession) -> None:
            row = (await session.execute(counted)).one_or_none()
            if row is None:
                raise NoSuchTip
            mailboxes = select(col(MailboxRecord.lookup)).where(col(MailboxRecord.tip) == tip_id)
            await session.execute(
                delete(AnswerRecord).where(col(AnswerRecord.mailbox).in_(mailboxes))
            )
            for record in _OF_A_TIP:
                await session.execute(delete(record).where(col(record.tip) == tip_id))
            await session.execute(delete(TipRecord).where(col(TipRecord.id) == tip_id))
            await tally(session, self.desk, row, None)
            await self.recorder.record(
                session, Act(by=by, action=Action.SHREDDED, subject=tip_id, note=note)
            )

        await self.database.write(work)
        await self.database.scrub()

    async def expire_answers(self, before: date) -> int:
        """Destroy answers written before a day; how many there were."""
        is_old = col(AnswerRecord.written) < before

        async def work(session: AsyncSession) -> int:
            query = select(func.count()).select_from(AnswerRecord).where(is_old)
            count = await session.scalar(query)
            await session.execute(delete(AnswerRecord).where(is_old))
            return count or 0

        count = await self.database.write(work)
        await self.database.scrub()
        return count

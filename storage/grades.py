"""Where grades lie: sealed with their tip, with the name of who decided beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened, Unlocked
from core.grading import Decided
from core.tip import Status, TipRow
from storage.audit import Recorder
from storage.chain import Act, moved
from storage.changing import change_row, destroy_key, keep_key
from storage.desk_tables import GradeRecord
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.moving import after_move
from storage.sealed_tips import Sealed, open_paper, seal_paper
from storage.sealing import Kind
from storage.tables import TipKeyRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlGrades:
    """Keeps grades (core.desk_work_ports.Grades)."""

    database: Database
    recorder: Recorder
    desk: str
    desk_public: bytes

    async def grade(self, row: TipRow, decided: Decided, *, claim_until: datetime | None) -> TipRow:
        """Seal a grade in place of an earlier one, and move the tip to graded.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: the tip is gone.
        """
        sealed = seal_paper(decided, Kind.GRADE, self.desk_public)
        act = Act(by=decided.by, action=moved(Status.GRADED), subject=row.id)

        def move(now: TipRow) -> TipRow:
            return after_move(
                now, Status.GRADED, by=decided.by, claim_until=claim_until, today=decided.on
            )

        async def work(session: AsyncSession) -> TipRow:
            changed = await change_row(session, self.desk, row, move)
            await self._replace(session, row.id, decided, sealed)
            await self.recorder.record(session, act)
            return changed

        return await self.database.write(work)

    async def graded_by(self, tip_id: str) -> str:
        """Name of the account that graded a tip, or ""."""
        query = select(col(GradeRecord.graded_by)).where(col(GradeRecord.tip) == tip_id)
        return await self.database.read(lambda session: session.scalar(query)) or ""

    async def decided(self, opened: Opened, key: Unlocked) -> Decided | None:
        """The grade of an opened tip, or None when there is none yet.

        Raises:
            Tampered: it does not open.
            KeyClosed: the desk's key is no longer open.
        """
        secret = unlocked(key).secret
        query = (
            select(col(GradeRecord.id), col(GradeRecord.body), col(TipKeyRecord.sealed))
            .join(TipKeyRecord, col(TipKeyRecord.id) == col(GradeRecord.id))
            .where(col(GradeRecord.tip) == opened.row.id)
        )

        async def work(session: AsyncSession) -> Sealed | None:
            found = (await session.execute(query)).one_or_none()
            return None if found is None else Sealed(id=found[0], body=found[1], key=found[2])

        sealed = await self.database.read(work)
        return None if sealed is None else open_paper(Decided, sealed, Kind.GRADE, secret)

    async def _replace(
        self, session: AsyncSession, tip_id: str, decided: Decided, sealed: Sealed
    ) -> None:
        gone = delete(GradeRecord).where(col(GradeRecord.tip) == tip_id)
        earlier = await session.scalar(gone.returning(col(GradeRecord.id)))
        if earlier is not None:
            await destroy_key(session, earlier)
        await keep_key(session, tip_id, sealed)
        await session.execute(
            insert(GradeRecord).values(
                tip=tip_id,
                id=sealed.id,
                graded_by=decided.by,
                graded=decided.on,
                body=sealed.body,
            )
        )

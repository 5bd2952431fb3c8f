"""Where notes, labels and links to duplicates lie: sealed with their tip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened, Unlocked
from core.errors import Tampered
from core.notes import Note, NoteKind, NoteText
from core.tip import Status, TipRow
from storage.audit import Recorder
from storage.chain import Act, Action, moved
from storage.changing import change_row, destroy_key, found_row, keep_key
from storage.desk_tables import NoteRecord
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.moving import after_move
from storage.sealed_tips import Sealed, open_paper, seal_paper
from storage.sealing import Kind
from storage.tables import TipKeyRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlNotes:
    """Keeps notes (core.desk_work_ports.Notes)."""

    database: Database
    recorder: Recorder
    desk: str
    desk_public: bytes

    async def add(self, tip_id: str, note: NoteText) -> str:
        """Seal a note to the desk; its id.

        Raises:
            NoSuchTip: none has this id.
        """
        action = Action.LABELLED if note.kind is NoteKind.LABEL else Action.NOTED
        act = Act(by=note.by, action=action, subject=tip_id)

        async def work(session: AsyncSession) -> str:
            note_id = await self._insert(session, tip_id, note)
            await self.recorder.record(session, act)
            return note_id

        return await self.database.write(work)

    async def remove(self, tip_id: str, note_id: str, *, by: str) -> bool:
        """Destroy a note of a tip; whether there was one."""
        gone = delete(NoteRecord).where(
            col(NoteRecord.id) == note_id, col(NoteRecord.tip) == tip_id
        )
        act = Act(by=by, action=Action.UNLABELLED, subject=tip_id)

        async def work(session: AsyncSession) -> bool:
            await found_row(session, self.desk, tip_id)
            if await session.scalar(gone.returning(col(NoteRecord.id))) is None:
                return False
            await destroy_key(session, note_id)
            await self.recorder.record(session, act)
            return True

        done = await self.database.write(work)
        await self.database.scrub()
        return done

    async def read(self, opened: Opened, key: Unlocked) -> tuple[Note, ...]:
        """The notes of an opened tip, oldest first; those that do not open are left out.

        Raises:
            KeyClosed: the desk's key is no longer open.
        """
        secret = unlocked(key).secret
        query = (
            select(col(NoteRecord.id), col(NoteRecord.body), col(TipKeyRecord.sealed))
            .join(TipKeyRecord, col(TipKeyRecord.id) == col(NoteRecord.id))
            .where(col(NoteRecord.tip) == opened.row.id)
            .order_by(col(NoteRecord.number))
        )

        async def work(session: AsyncSession) -> list[Sealed]:
            rows = await session.execute(query)
            return [Sealed(id=name, body=body, key=sealed) for name, body, sealed in rows]

        notes: list[Note] = []
        for paper in await self.database.read(work):
            try:
                said = open_paper(NoteText, paper, Kind.NOTE, secret)
            except Tampered:
                continue
            notes.append(Note(id=paper.id, said=said))
        return tuple(notes)

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
        today = self.recorder.clock.now().date()
        act = Act(by=by, action=moved(to), subject=row.id, note=reason)

        def move(now: TipRow) -> TipRow:
            return after_move(now, to, by=by, claim_until=None, today=today)

        async def work(session: AsyncSession) -> TipRow:
            changed = await change_row(session, self.desk, row, move)
            for tip_id, note in notes:
                await self._insert(session, tip_id, note)
            await self.recorder.record(session, act)
            return changed

        return await self.database.write(work)

    async def _insert(self, session: AsyncSession, tip_id: str, note: NoteText) -> str:
        await found_row(session, self.desk, tip_id)
        return await insert_note(session, self.desk_public, tip_id, note)


async def insert_note(
    session: AsyncSession, desk_public: bytes, tip_id: str, note: NoteText
) -> str:
    """Seal a note to the desk beside a tip that is there; its id."""
    sealed = seal_paper(note, Kind.NOTE, desk_public)
    last = await session.scalar(
        select(func.max(col(NoteRecord.number))).where(col(NoteRecord.tip) == tip_id)
    )
    await keep_key(session, tip_id, sealed)
    values = {"id": sealed.id, "tip": tip_id, "number": (last or 0) + 1, "body": sealed.body}
    await session.execute(insert(NoteRecord).values(**values))
    return sealed.id

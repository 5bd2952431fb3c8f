"""The queue and the tips behind it, with every act of staff in the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Counts, Opened, Unlocked, Wanted
from core.errors import AnswerProblem, AnswerRefused, Tampered
from core.notes import NoteKind, NoteText
from core.tip import Priority, Status, TipRow
from storage.audit import Recorder
from storage.chain import Act, Action, moved, prioritised
from storage.changing import Bodies, change_row, found_row, read_bodies
from storage.engine import Database
from storage.keys import opened
from storage.lateral import counts_at_once, page_at_once
from storage.moving import after_keeping, after_move, after_priority
from storage.notes import insert_note
from storage.rows import as_counts, counts_query, page, page_query
from storage.sealed_tips import open_tip, seal_answer
from storage.tables import AnswerRecord, MailboxRecord, TipRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlDesk:
    """Reads and moves tips (core.desk_ports.TipDesk).

    Attributes:
        desk: id of the desk whose tips these are; those of another are not found.
        desk_public: the key to which the desk's own words are sealed.
    """

    database: Database
    recorder: Recorder
    desk: str
    desk_public: bytes

    async def page(self, wanted: Wanted, *, after: TipRow | None, count: int) -> tuple[TipRow, ...]:
        """At most ``count`` rows by priority, then age, from behind ``after``."""
        find = page_query if self.database.merges else page_at_once
        query = find(self.desk, wanted, after, count)
        return await self.database.read(lambda session: page(session, query))

    async def counts(self, wanted: Wanted) -> Counts:
        """How many tips the pages of ``wanted`` have together, up to `MOST_COUNTED` a cell."""
        find = counts_query if self.database.merges else counts_at_once
        query = find(self.desk, wanted)

        async def work(session: AsyncSession) -> Counts:
            return as_counts(await session.execute(query))

        return await self.database.read(work)

    async def row(self, tip_id: str) -> TipRow:
        """The plain columns of a tip.

        Raises:
            NoSuchTip: none has this id.
        """
        return await self.database.read(lambda session: found_row(session, self.desk, tip_id))

    async def starting(self, beginning: str) -> tuple[str, ...]:
        """At most two ids of tips that begin so."""
        column = col(TipRecord.id)
        query = select(column).where(
            col(TipRecord.desk) == self.desk,
            # The range is for the index, whatever the database takes for order.
            column >= beginning,
            column < f"{beginning}g",
            column.startswith(beginning, autoescape=True),
        )

        async def work(session: AsyncSession) -> tuple[str, ...]:
            return tuple(await session.scalars(query.order_by(column).limit(2)))

        return await self.database.read(work)

    async def open(self, tip_id: str, key: Unlocked) -> Opened:
        """Break the seal, and write so into the audit first.

        Raises:
            NoSuchTip: none has this id, or its key was shredded.
            Tampered: what is stored does not open under the desk's key; the audit says so.
            KeyClosed: the desk's key is no longer open.
        """
        mine = opened(key)

        async def work(session: AsyncSession) -> Bodies:
            bodies = await read_bodies(session, self.desk, tip_id)
            act = Act(by=key.name, action=Action.OPENED, subject=tip_id)
            await self.recorder.record(session, act)
            return bodies

        bodies = await self.database.write(work)
        try:
            return open_tip(*bodies, mine.secret)
        except Tampered:
            act = Act(by=key.name, action=Action.UNREADABLE, subject=tip_id)
            await self.database.write(lambda session: self.recorder.record(session, act))
            raise

    async def move(
        self, row: TipRow, to: Status, *, by: str, note: str, claim_until: datetime | None
    ) -> TipRow:
        """Set a status if nobody changed the tip since ``row`` was read.

        Raises:
            TipChanged: somebody did.
            NoSuchTip: the tip is gone.
        """
        today = self.recorder.clock.now().date()
        act = Act(by=by, action=moved(to), subject=row.id, note=note)
        return await self._change(
            row,
            lambda now: after_move(now, to, by=by, claim_until=claim_until, today=today),
            act,
        )

    async def set_priority(self, row: TipRow, to: Priority, *, by: str, note: str) -> TipRow:
        """Overrule the priority; the machine's stays beside it.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: the tip is gone.
        """
        act = Act(by=by, action=prioritised(to), subject=row.id, note=note)
        return await self._change(row, lambda now: after_priority(now, to), act)

    async def keep_longer(self, row: TipRow, until: date, *, by: str, note: str) -> TipRow:
        """Decide that a tip is kept until another review day.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read.
            NoSuchTip: the tip is gone.
        """
        act = Act(by=by, action=Action.KEPT_LONGER, subject=row.id, note=note)
        return await self._change(row, lambda now: after_keeping(now, until), act)

    async def answer(self, tip_id: str, text: str, *, by: str) -> None:
        """Seal an answer to the receipt's key, and a copy of it to the desk, beside the tip.

        Raises:
            NoSuchTip: none has this id.
            AnswerRefused: its mailbox is closed (`NO_MAILBOX`).
        """

        async def work(session: AsyncSession) -> None:
            row = await found_row(session, self.desk, tip_id)
            mailbox = await session.scalar(
                select(MailboxRecord)
                .where(col(MailboxRecord.tip) == tip_id)
                .with_for_update()  # two answers at once are numbered one after the other
            )
            if mailbox is None or row.status is Status.JUNK:
                raise AnswerRefused(AnswerProblem.NO_MAILBOX)
            answer_id = await self._insert_answer(session, mailbox, text)
            now = self.recorder.clock.now()
            copy = NoteText(kind=NoteKind.ASKED, text=text, by=by, at=now, ref=answer_id)
            await insert_note(session, self.desk_public, tip_id, copy)
            await self.recorder.record(session, Act(by=by, action=Action.ANSWERED, subject=tip_id))

        await self.database.write(work)

    async def _insert_answer(self, session: AsyncSession, mailbox: MailboxRecord, text: str) -> str:
        sealed = seal_answer(text, mailbox.reply_public)
        query = select(func.max(col(AnswerRecord.number)))
        last = await session.scalar(query.where(col(AnswerRecord.mailbox) == mailbox.lookup))
        await session.execute(
            insert(AnswerRecord).values(
                id=sealed.id,
                mailbox=mailbox.lookup,
                number=(last or 0) + 1,
                written=self.recorder.clock.now().date(),
                key_sealed=sealed.key,
                body=sealed.body,
            )
        )
        return sealed.id

    async def _change(self, row: TipRow, change: Callable[[TipRow], TipRow], act: Act) -> TipRow:
        """Compare the version and set; the audit says so in the same transaction."""

        async def work(session: AsyncSession) -> TipRow:
            changed = await change_row(session, self.desk, row, change)
            await self.recorder.record(session, act)
            return changed

        return await self.database.write(work)

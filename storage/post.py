"""What the database knows of the messages between a desk and a sender: days, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened
from core.thread import Post
from storage.engine import Database
from storage.tables import AdditionRecord, AnswerRecord, MailboxRecord


@dataclass(frozen=True, slots=True)
class SqlPostOffice:
    """Tells of messages (core.desk_work_ports.PostOffice)."""

    database: Database

    async def of(self, opened: Opened) -> Post:
        """What is known of the messages of an opened tip."""
        tip_id = opened.row.id
        added = select(col(AdditionRecord.arrived)).where(col(AdditionRecord.tip) == tip_id)
        waiting = (
            select(col(AnswerRecord.id))
            .join(MailboxRecord, col(MailboxRecord.lookup) == col(AnswerRecord.mailbox))
            .where(col(MailboxRecord.tip) == tip_id)
        )

        async def work(session: AsyncSession) -> Post:
            days = await session.scalars(added.order_by(col(AdditionRecord.number)))
            ids = await session.scalars(waiting)
            return Post(added_on=tuple(days), waiting=frozenset(ids))

        return await self.database.read(work)

"""What staff are to be told, kept until it was said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Notice
from storage.engine import Database
from storage.tables import NoticeRecord


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """Reads and clears notices (core.desk_ports.Outbox)."""

    database: Database

    async def pending(self, count: int) -> tuple[Notice, ...]:
        """The oldest notices not yet said."""

        async def work(session: AsyncSession) -> tuple[Notice, ...]:
            query = select(NoticeRecord).order_by(col(NoticeRecord.number)).limit(count)
            return tuple(
                Notice(
                    number=record.number or 0,
                    priority=record.priority,
                    area=record.area,
                    is_safeguarding=record.safeguarding,
                )
                for record in await session.scalars(query)
            )

        return await self.database.read(work)

    async def done(self, numbers: tuple[int, ...]) -> None:
        """Mark notices as said: they are deleted."""
        query = delete(NoticeRecord).where(col(NoticeRecord.number).in_(numbers))
        await self.database.write(lambda session: session.execute(query))

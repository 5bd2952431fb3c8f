"""What staff tell the public, and who told it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import Database
from storage.tables import NewsRecord


@dataclass(frozen=True, slots=True)
class SqlNews:
    """Reads the news (core.ports.NewsBoard)."""

    database: Database

    async def latest(self, count: int) -> tuple[str, ...]:
        """The newest items, newest first."""
        query = select(col(NewsRecord.text)).order_by(col(NewsRecord.number).desc()).limit(count)

        async def work(session: AsyncSession) -> tuple[str, ...]:
            return tuple(await session.scalars(query))

        return await self.database.read(work)


@dataclass(frozen=True, slots=True)
class SqlNewsDesk(SqlNews):
    """Reads and writes the news."""

    recorder: Recorder

    async def publish(self, text: str, *, by: str, subject: str = "") -> None:
        """Tell the public, and write so into the audit; ``subject`` is whose news it is.

        Raises:
            NotSaved: the store could not commit in time.
        """

        async def work(session: AsyncSession) -> None:
            today = self.recorder.clock.now().date()
            await session.execute(insert(NewsRecord).values(published=today, text=text))
            await self.recorder.record(
                session, Act(by=by, action=Action.PUBLISHED, subject=subject)
            )

        await self.database.write(work)

    async def withdraw(self, text: str, *, by: str, note: str) -> bool:
        """Take back every item with this text; whether there was one.

        Raises:
            NotSaved: the store could not commit in time.
        """

        async def work(session: AsyncSession) -> bool:
            query = delete(NewsRecord).where(col(NewsRecord.text) == text)
            gone = await session.execute(query.returning(col(NewsRecord.number)))
            if not gone.all():
                return False
            act = Act(by=by, action=Action.WITHDRAWN, note=note)
            await self.recorder.record(session, act)
            return True

        done = await self.database.write(work)
        await self.database.scrub()
        return done

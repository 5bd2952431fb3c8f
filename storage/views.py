"""Where the saved views of accounts lie: plain, as they hold no more than the queue shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Delete, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import BadView
from core.views import MOST, View
from storage.desk_tables import ViewRecord
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class SqlViews:
    """Keeps saved views (core.views.Views)."""

    database: Database

    async def of(self, account: str) -> tuple[View, ...]:
        """The views of an account, by name."""
        query = select(ViewRecord).where(col(ViewRecord.account) == account)

        async def work(session: AsyncSession) -> tuple[View, ...]:
            rows = await session.scalars(query.order_by(col(ViewRecord.name)))
            return tuple(View(row.name, row.query) for row in rows)

        return await self.database.read(work)

    async def keep(self, account: str, view: View) -> None:
        """Save a view, in place of one with its name.

        Raises:
            BadView: the account has as many as there may be, or was removed.
        """
        counted = select(func.count()).where(col(ViewRecord.account) == account)

        async def work(session: AsyncSession) -> None:
            await session.execute(_gone(account, view.name))
            if (await session.scalar(counted) or 0) >= MOST:
                raise BadView
            values = {"account": account, "name": view.name, "query": view.query}
            await session.execute(insert(ViewRecord).values(**values))

        try:
            await self.database.write(work)
        except IntegrityError:
            raise BadView from None

    async def drop(self, account: str, name: str) -> bool:
        """Forget a view; whether the account had it."""
        query = _gone(account, name).returning(col(ViewRecord.name))

        async def work(session: AsyncSession) -> bool:
            return await session.scalar(query) is not None

        return await self.database.write(work)


def _gone(account: str, name: str) -> Delete:
    return delete(ViewRecord).where(
        col(ViewRecord.account) == account, col(ViewRecord.name) == name
    )

"""Alerts on their way to members of staff: never lost, and each told once to the end.

The row of the outbox goes and the alerts come in one transaction; an alert goes when its text
stands in the chat. How that survives a crash between two steps: docs/decisions.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from nacl.utils import random
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.alerts import About, Alert, AlertKind
from core.desk_ports import Notice
from storage.engine import Database
from storage.outbox import SqlOutbox
from storage.staff_tables import AlertRecord, SeatRecord
from storage.tables import NoticeRecord


@dataclass(frozen=True, slots=True)
class SqlAlerts:
    """Alerts of a desk (core.alerts.Alerts)."""

    database: Database

    async def waiting(self, count: int) -> tuple[Notice, ...]:
        """The oldest rows of the outbox."""
        return await SqlOutbox(self.database).pending(count)

    async def raise_(self, about: Sequence[tuple[str, About]], notices: Sequence[int]) -> None:
        """Make alerts for accounts, and take rows of the outbox away, in one transaction."""

        async def work(session: AsyncSession) -> None:
            gone = delete(NoticeRecord).where(col(NoticeRecord.number).in_(notices))
            taken = await session.scalars(gone.returning(col(NoticeRecord.number)))
            if notices and not taken.all():
                return  # another process was faster
            for name, what in about:
                made = uuid.UUID(bytes=random(16), version=4)
                values = {"id": str(made), "account": name, "about": json.dumps(asdict(what))}
                await session.execute(insert(AlertRecord).values(**values))

        await self.database.write(work)

    async def open(self, count: int, *, besides: frozenset[int] = frozenset()) -> tuple[Alert, ...]:
        """Alerts that have not been told to the end, of accounts that have a chat."""
        query = (
            select(AlertRecord, col(SeatRecord.chat))
            .join(SeatRecord, col(SeatRecord.account) == col(AlertRecord.account))
            .where(col(SeatRecord.chat).not_in(besides))
            .limit(count)
        )

        async def work(session: AsyncSession) -> tuple[Alert, ...]:
            return tuple(
                Alert(id=row.id, chat=chat, about=_about(row.about), message=row.message)
                for row, chat in await session.execute(query)
            )

        return await self.database.read(work)

    async def announced(self, alert_id: str, message: int) -> None:
        """Remember the message that announces an alert, before it is filled."""
        change = update(AlertRecord).where(col(AlertRecord.id) == alert_id).values(message=message)
        await self.database.write(lambda session: session.execute(change))

    async def told(self, alert_id: str) -> None:
        """An alert stands in the chat: forget it."""
        gone = delete(AlertRecord).where(col(AlertRecord.id) == alert_id)
        await self.database.write(lambda session: session.execute(gone))


def _about(text: str) -> About:
    values = json.loads(text)
    return About(**{**values, "kind": AlertKind(values["kind"])})

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
from storage.tables import AccountRecord, NoticeRecord


class _Taken(Exception):
    """Another process made alerts of these rows: nothing is kept."""


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
            if about and not await insert_alerts(session, about):
                return  # all of them have left: somebody else is asked to be told
            gone = delete(NoticeRecord).where(col(NoticeRecord.number).in_(notices))
            taken = await session.scalars(gone.returning(col(NoticeRecord.number)))
            if notices and not taken.all():
                raise _Taken

        try:
            await self.database.write(work)
        except _Taken:
            return

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


async def insert_alerts(session: AsyncSession, about: Sequence[tuple[str, About]]) -> int:
    """Make alerts in the session's transaction; how many. Removed accounts get none."""
    names = {name for name, _ in about}
    known = select(col(AccountRecord.name)).where(col(AccountRecord.name).in_(names))
    there = set(await session.scalars(known)) if names else set()
    rows = [
        {
            "id": str(uuid.UUID(bytes=random(16), version=4)),
            "account": name,
            "about": json.dumps(asdict(what)),
        }
        for name, what in about
        if name in there
    ]
    if rows:
        await session.execute(insert(AlertRecord), rows)
    return len(rows)


def _about(text: str) -> About:
    values = json.loads(text)
    return About(**{**values, "kind": AlertKind(values["kind"])})

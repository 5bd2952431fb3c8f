"""What staff are being told of for longer: urgent tips that nobody claims, and alarms that last.

It is kept so that a restart neither tells twice nor begins to wait anew. How long a tip waits is
kept to ten minutes, and only while it is urgent and nobody has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.alerts import About, AlertKind, Wait
from storage.alerts import insert_alerts
from storage.engine import Database
from storage.staff_tables import AlarmRecord, EscalationRecord
from storage.tables import TipRecord


@dataclass(frozen=True, slots=True)
class SqlWatchbook:
    """Keeps what lasts (core.alerts.Watchbook)."""

    database: Database

    async def waits(self) -> Mapping[str, Wait]:
        """Urgent tips that nobody has claimed, by id."""

        async def work(session: AsyncSession) -> Mapping[str, Wait]:
            found = await session.scalars(select(EscalationRecord))
            return {each.tip: Wait(each.since, each.step) for each in found}

        return await self.database.read(work)

    async def keep_waits(
        self, waits: Mapping[str, Wait], about: Sequence[tuple[str, About]]
    ) -> None:
        """Keep these in place of those before, and make alerts for accounts, in one transaction."""
        there = select(col(TipRecord.id)).where(col(TipRecord.id).in_(waits))

        async def work(session: AsyncSession) -> None:
            await session.execute(delete(EscalationRecord))
            rows = [
                {"tip": tip, "since": waits[tip].since, "step": waits[tip].step}
                for tip in await session.scalars(there)
            ]
            if rows:
                await session.execute(insert(EscalationRecord), rows)
            await insert_alerts(session, about)

        await self.database.write(work)

    async def alarms(self) -> frozenset[AlertKind]:
        """What is wrong, as was told last."""

        async def work(session: AsyncSession) -> frozenset[AlertKind]:
            kinds = await session.scalars(select(col(AlarmRecord.kind)))
            return frozenset(AlertKind(kind) for kind in kinds)

        return await self.database.read(work)

    async def turn(
        self, kind: AlertKind, *, is_on: bool, about: Sequence[tuple[str, About]]
    ) -> None:
        """Keep that an alarm began or ended, and make alerts of it, in one transaction."""

        async def work(session: AsyncSession) -> None:
            await session.execute(delete(AlarmRecord).where(col(AlarmRecord.kind) == kind.value))
            if is_on:
                await session.execute(insert(AlarmRecord).values(kind=kind.value))
            await insert_alerts(session, about)

        await self.database.write(work)

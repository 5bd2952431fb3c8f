"""How many tips are opened in one act: for the finer picture, and never kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Unlocked
from core.errors import Tampered
from core.picture import Seen
from core.tip import Details, Status
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.sealed_tips import Sealed, open_details
from storage.tables import TipKeyRecord, TipRecord

_COUNTED = tuple(s.value for s in Status if s not in (Status.JUNK, Status.DUPLICATE))


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlSurveyor:
    """Opens many tips in one act (core.survey.Surveyor)."""

    database: Database
    recorder: Recorder
    desk: str

    async def survey(self, seen: Seen, key: Unlocked, *, count: int) -> tuple[Details, ...]:
        """The details of at most ``count`` tips, the newest first; one entry in the audit.

        Raises:
            KeyClosed: the desk's key is no longer open.
        """
        secret = unlocked(key).secret
        since = datetime.combine(seen.period.since, time.min, UTC)
        before = datetime.combine(seen.period.until + timedelta(days=1), time.min, UTC)
        query = (
            select(col(TipRecord.id), col(TipRecord.body), col(TipKeyRecord.sealed))
            .join(TipKeyRecord, col(TipKeyRecord.id) == col(TipRecord.id))
            .where(
                col(TipRecord.desk) == self.desk,
                col(TipRecord.status).in_(_COUNTED),
                col(TipRecord.arrived) >= since,
                col(TipRecord.arrived) < before,
            )
            .order_by(col(TipRecord.arrived).desc(), col(TipRecord.id))
            .limit(count)
        )
        if seen.area:
            query = query.where(col(TipRecord.area) == seen.area)
        if seen.drug:
            query = query.where(col(TipRecord.drug_group) == seen.drug)

        async def work(session: AsyncSession) -> list[Sealed]:
            found = [
                Sealed(id=tip_id, body=body, key=sealed)
                for tip_id, body, sealed in await session.execute(query)
            ]
            act = Act(by=key.name, action=Action.SURVEYED, note=_note(len(found), seen))
            await self.recorder.record(session, act)
            return found

        sealed = await self.database.write(work)
        return await asyncio.to_thread(_open_all, sealed, secret)


def _note(count: int, seen: Seen) -> str:
    """Enough to tell which tips they were: the newest so many of these."""
    parts = [f"{count} tips", f"{seen.period.since} to {seen.period.until}", seen.area, seen.drug]
    return ", ".join(filter(None, parts))


def _open_all(sealed: list[Sealed], secret: bytes) -> tuple[Details, ...]:
    found: list[Details] = []
    for each in sealed:
        try:
            found.append(open_details(each, secret))
        except Tampered:
            continue
    return tuple(found)

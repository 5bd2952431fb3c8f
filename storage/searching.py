"""How tips are read by the lot, newest first, and opened away from the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, Text, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened, Unlocked, Wanted
from core.desk_search import Looked
from core.errors import Tampered
from core.tip import Priority, Status, TipRow
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import Bodies
from storage.columns import UtcDateTime
from storage.engine import Database
from storage.keys import opened
from storage.rows import cells, page, stretch
from storage.sealed_tips import Sealed, open_tip
from storage.tables import AdditionRecord, TipKeyRecord, TipRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlLots:
    """Sealed tips by the lot (core.desk_search.Lots)."""

    database: Database
    recorder: Recorder
    desk: str

    async def newest(
        self, wanted: Wanted, key: Unlocked, *, before: TipRow | None, count: int
    ) -> Looked:
        """At most ``count`` tips, newest first, from behind ``before``, opened.

        Raises:
            KeyClosed: the desk's key is no longer open.
            NotSaved: the store could not be read in time.
        """
        secret = opened(key).secret
        query = newest_query(self.desk, wanted, before, count)

        async def work(session: AsyncSession) -> list[Bodies]:
            return await bodies_of(session, await page(session, query))

        bodies = await self.database.read(work)
        return Looked(
            tuple(row for row, _, _ in bodies), await asyncio.to_thread(_open, bodies, secret)
        )

    async def record(self, key: Unlocked, looked_at: int, found: Sequence[str]) -> None:
        """Write into the audit that somebody searched, and which tips it showed.

        Raises:
            NotSaved: the store could not commit in time.
        """
        note = f"{looked_at} looked through, {len(found)} found"
        acts = [Act(by=key.name, action=Action.SEARCHED, note=note)]
        acts += [Act(by=key.name, action=Action.FOUND, subject=tip_id) for tip_id in found]

        async def work(session: AsyncSession) -> None:
            for act in acts:
                await self.recorder.record(session, act)

        await self.database.write(work)


def newest_query(
    desk: str, wanted: Wanted, before: TipRow | None, count: int
) -> CompoundSelect[str, Priority, datetime]:
    """Ids of a lot, newest first, merged from one stretch of an index for each state of tips."""
    merged = union_all(*(_stretch(desk, wanted, cell, before) for cell in cells(wanted)))
    named = merged.selected_columns
    return merged.order_by(named.arrived.desc(), named.id.desc()).limit(count)


def _stretch(
    desk: str, wanted: Wanted, cell: tuple[Status, Priority], before: TipRow | None
) -> Select[str, Priority, datetime]:
    query = stretch(desk, wanted, cell)
    if before is None:
        return query
    place = tuple_(before.arrived, before.id, types=(UtcDateTime(), Text()))
    return query.where(tuple_(col(TipRecord.arrived), col(TipRecord.id)) < place)


async def bodies_of(session: AsyncSession, rows: Sequence[TipRow]) -> list[Bodies]:
    """What is sealed of some tips, in their order; those that were shredded are left out."""
    ids = [row.id for row in rows]
    tips = await session.execute(
        select(col(TipRecord.id), col(TipRecord.body)).where(col(TipRecord.id).in_(ids))
    )
    bodies = {tip.id: tip.body for tip in tips}
    found = await session.scalars(select(TipKeyRecord).where(col(TipKeyRecord.tip).in_(ids)))
    keys = {key.id: key.sealed for key in found}
    additions: dict[str, list[Sealed]] = {}
    query = select(AdditionRecord).where(col(AdditionRecord.tip).in_(ids))
    for each in await session.scalars(query.order_by(col(AdditionRecord.number))):
        sealed = Sealed(id=each.id, key=keys.get(each.id, b""), body=each.body)
        additions.setdefault(each.tip, []).append(sealed)
    return [
        (row, Sealed(id=row.id, key=keys.get(row.id, b""), body=body), additions.get(row.id, []))
        for row in rows
        if (body := bodies.get(row.id)) is not None
    ]


def _open(bodies: Sequence[Bodies], secret: bytes) -> tuple[Opened, ...]:
    found: list[Opened] = []
    for each in bodies:
        try:
            found.append(open_tip(*each, secret))
        except Tampered:
            continue
    return tuple(found)

"""How a tip is read and changed within a transaction that does more besides."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import NoSuchTip, TipChanged
from core.tip import TipRow
from storage.rows import one_row
from storage.sealed_tips import Sealed
from storage.tables import AdditionRecord, TipKeyRecord, TipRecord
from storage.tallies import tally

type Bodies = tuple[TipRow, Sealed, list[Sealed]]
"""The row of a tip, its sealed body, and its additions, oldest first."""


async def found_row(session: AsyncSession, desk: str, tip_id: str) -> TipRow:
    """The row of a tip of this desk.

    Raises:
        NoSuchTip: none has this id.
    """
    found = await one_row(session, desk, tip_id)
    if found is None:
        raise NoSuchTip
    return found


async def change_row(
    session: AsyncSession, desk: str, row: TipRow, change: Callable[[TipRow], TipRow]
) -> TipRow:
    """Change the plain columns of a tip if nobody did since ``row`` was read.

    Raises:
        TipChanged: somebody did.
        NoSuchTip: the tip is gone.
    """
    before = await found_row(session, desk, row.id)
    changed = change(before)
    query = (
        update(TipRecord)
        .where(col(TipRecord.id) == row.id, col(TipRecord.version) == row.version)
        .values(
            status=changed.status.value,
            arrived=changed.arrived,
            priority=changed.priority,
            drug_group=changed.drug_group,
            area=changed.area,
            claimed_by=changed.claimed_by,
            claim_until=changed.claim_until,
            review_on=changed.review_on,
            version=row.version + 1,
        )
        .returning(col(TipRecord.version))
    )
    if await session.scalar(query) is None:
        raise TipChanged
    await tally(session, desk, before, changed)
    return changed


async def read_bodies(session: AsyncSession, desk: str, tip_id: str) -> Bodies:
    """What is sealed of a tip.

    Raises:
        NoSuchTip: none has this id, or its key was shredded.
    """
    row = await found_row(session, desk, tip_id)
    body = await session.scalar(select(col(TipRecord.body)).where(col(TipRecord.id) == tip_id))
    keys = await session.scalars(select(TipKeyRecord).where(col(TipKeyRecord.tip) == tip_id))
    sealed_keys = {key.id: key.sealed for key in keys}
    if body is None or tip_id not in sealed_keys:
        raise NoSuchTip
    additions = await session.scalars(
        select(AdditionRecord)
        .where(col(AdditionRecord.tip) == tip_id)
        .order_by(col(AdditionRecord.number))
    )
    return (
        row,
        Sealed(id=tip_id, key=sealed_keys[tip_id], body=body),
        [Sealed(id=a.id, key=sealed_keys.get(a.id, b""), body=a.body) for a in additions],
    )


async def keep_key(session: AsyncSession, tip_id: str, sealed: Sealed) -> None:
    """Store the key of a body of this tip: it is shredded with the tip."""
    values = {"id": sealed.id, "tip": tip_id, "sealed": sealed.key}
    await session.execute(insert(TipKeyRecord).values(**values))


async def destroy_key(session: AsyncSession, body_id: str) -> None:
    """Destroy the key of one body."""
    await session.execute(delete(TipKeyRecord).where(col(TipKeyRecord.id) == body_id))

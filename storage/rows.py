"""How the queue is asked for, and how a stored tip becomes a row of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Wanted
from core.tip import Status, TipRow
from storage.columns import PriorityRank, UtcDateTime
from storage.tables import AdditionRecord, AnswerRecord, MailboxRecord, TipRecord

_COUNTED = frozenset({"answers_waiting", "additions"})
_PLAIN = tuple(f.name for f in fields(TipRow) if f.name not in _COUNTED)


def page_query(desk: str, wanted: Wanted, after: TipRow | None, count: int) -> Select[Any]:
    """The rows of a page, most pressing first, then oldest; ``after`` is the last row before it."""
    order = (col(TipRecord.priority), col(TipRecord.arrived), col(TipRecord.id))
    query = _rows().where(col(TipRecord.desk) == desk, *_conditions(wanted))
    if after is not None:
        kinds = (PriorityRank(), UtcDateTime(), Text())
        query = query.where(
            tuple_(*order) > tuple_(after.priority, after.arrived, after.id, types=kinds)
        )
    return query.order_by(*order).limit(count)


async def one_row(session: AsyncSession, desk: str, tip_id: str) -> TipRow | None:
    """The row of a tip, or None when the desk has none with this id."""
    query = _rows().where(col(TipRecord.id) == tip_id, col(TipRecord.desk) == desk)
    found = (await session.execute(query)).one_or_none()
    return None if found is None else as_row(found)


def as_row(found: Row[Any]) -> TipRow:
    """What `page_query` found, as a row of the queue."""
    values = found._asdict()
    return TipRow(**(values | {"status": Status(values["status"])}))


def _rows() -> Select[Any]:
    answers = (
        select(func.count())
        .select_from(AnswerRecord)
        .join(MailboxRecord, col(MailboxRecord.lookup) == col(AnswerRecord.mailbox))
        .where(col(MailboxRecord.tip) == col(TipRecord.id))
    )
    additions = (
        select(func.count())
        .select_from(AdditionRecord)
        .where(col(AdditionRecord.tip) == col(TipRecord.id))
    )
    return select(
        *(getattr(TipRecord, name) for name in _PLAIN),
        answers.correlate(TipRecord).scalar_subquery().label("answers_waiting"),
        additions.correlate(TipRecord).scalar_subquery().label("additions"),
    )


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.statuses:
        yield col(TipRecord.status).in_([status.value for status in wanted.statuses])
    if wanted.priorities:
        yield col(TipRecord.priority).in_(wanted.priorities)
    if wanted.drug_group:
        yield col(TipRecord.drug_group) == wanted.drug_group
    if wanted.area:
        yield col(TipRecord.area) == wanted.area
    if wanted.is_safeguarding is not None:
        yield col(TipRecord.safeguarding).is_(wanted.is_safeguarding)

"""How the queue is asked for, and how a stored tip becomes a row of it.

A page is merged from one stretch of an index for each status and priority that is wanted, each of
them in order already, so that nothing is sorted and its cost does not grow with the number of tips.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Row,
    Select,
    Text,
    false,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Wanted
from core.tip import Priority, Status, TipRow
from storage.columns import PriorityRank, UtcDateTime
from storage.tables import AdditionRecord, AnswerRecord, MailboxRecord, TipRecord

_COUNTED = frozenset({"answers_waiting", "additions"})
_PLAIN = tuple(f.name for f in fields(TipRow) if f.name not in _COUNTED)
_ID = (col(TipRecord.id), col(TipRecord.priority), col(TipRecord.arrived))
_ORDER = (col(TipRecord.priority), col(TipRecord.arrived), col(TipRecord.id))
_RANKS = {priority: rank for rank, priority in enumerate(Priority)}


def page_query(
    desk: str, wanted: Wanted, after: TipRow | None, count: int
) -> Select[str, Priority, datetime] | CompoundSelect[str, Priority, datetime]:
    """Ids of a page, most pressing first, then oldest; ``after`` is the last row before it."""
    if wanted.has_answers:
        return _few(desk, wanted, after).limit(count)
    statuses = dict.fromkeys(wanted.statuses or tuple(Status))
    priorities = [
        priority
        for priority in dict.fromkeys(wanted.priorities or tuple(Priority))
        if after is None or _RANKS[priority] >= _RANKS[after.priority]
    ]
    stretches = [
        _stretch(desk, wanted, (status, priority), after)
        for status, priority in product(statuses, priorities)
    ]
    if not stretches:
        return select(*_ID).where(false())
    merged = union_all(*stretches)
    named = merged.selected_columns
    return merged.order_by(named.priority, named.arrived, named.id).limit(count)


async def page(session: AsyncSession, query: Executable) -> tuple[TipRow, ...]:
    """The rows whose ids `page_query` finds, in its order."""
    ids = [found.id for found in await session.execute(query)]
    rows = await session.execute(_rows().where(col(TipRecord.id).in_(ids)))
    by_id = {row.id: row for row in map(as_row, rows)}
    return tuple(by_id[tip_id] for tip_id in ids)


def counts_query(desk: str, wanted: Wanted) -> Select[Priority, str, int]:
    """How many tips there are of each priority and status."""
    cell = (col(TipRecord.priority), col(TipRecord.status))
    return select(*cell, func.count()).where(*_all_of(desk, wanted)).group_by(*cell)


async def one_row(session: AsyncSession, desk: str, tip_id: str) -> TipRow | None:
    """The row of a tip, or None when the desk has none with this id."""
    query = _rows().where(col(TipRecord.id) == tip_id, col(TipRecord.desk) == desk)
    found = (await session.execute(query)).one_or_none()
    return None if found is None else as_row(found)


def as_row(found: Row[Any]) -> TipRow:
    """What `page_query` found, as a row of the queue."""
    values = found._asdict()
    return TipRow(**(values | {"status": Status(values["status"])}))


def matching(desk: str, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What makes a tip of a desk wanted, for queries that need no order."""
    return _all_of(desk, wanted)


def _few(desk: str, wanted: Wanted, after: TipRow | None) -> Select[str, Priority, datetime]:
    """Ids of all that is wanted behind ``after``, where that is little."""
    query = select(*_ID).where(*_all_of(desk, wanted)).order_by(*_ORDER)
    if after is None:
        return query
    place = tuple_(
        after.priority, after.arrived, after.id, types=(PriorityRank(), UtcDateTime(), Text())
    )
    return query.where(tuple_(*_ORDER) > place)


def _stretch(
    desk: str, wanted: Wanted, cell: tuple[Status, Priority], after: TipRow | None
) -> Select[str, Priority, datetime]:
    """Ids behind ``after`` of one status and priority; an index has them from old to new."""
    status, priority = cell
    query = select(*_ID).where(
        col(TipRecord.desk) == desk,
        col(TipRecord.status) == status.value,
        col(TipRecord.priority) == priority,
        *_conditions(wanted),
    )
    if after is None or after.priority is not priority:
        return query
    place = tuple_(after.arrived, after.id, types=(UtcDateTime(), Text()))
    return query.where(tuple_(col(TipRecord.arrived), col(TipRecord.id)) > place)


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


def _all_of(desk: str, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """Everything that makes a tip wanted."""
    # Few tips have answers waiting: they are looked up by their ids. Without the disguise SQLite
    # takes an index that begins with the desk, and reads all of it.
    hidden = func.coalesce(col(TipRecord.desk), "")
    yield (hidden if wanted.has_answers else col(TipRecord.desk)) == desk
    yield col(TipRecord.status).in_([status.value for status in wanted.statuses or tuple(Status)])
    if wanted.priorities:
        yield col(TipRecord.priority).in_(wanted.priorities)
    yield from _conditions(wanted)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What narrows the queue besides status and priority."""
    if wanted.drug_group:
        yield col(TipRecord.drug_group) == wanted.drug_group
    if wanted.area:
        yield col(TipRecord.area) == wanted.area
    if wanted.area_starts:
        start = wanted.area_starts.lower()
        yield func.lower(col(TipRecord.area)).startswith(start, autoescape=True)
    if wanted.is_safeguarding is not None:
        yield col(TipRecord.safeguarding).is_(wanted.is_safeguarding)
    if wanted.since is not None:
        yield col(TipRecord.arrived) >= wanted.since
    if wanted.before is not None:
        yield col(TipRecord.arrived) < wanted.before
    if wanted.has_answers is not None:
        answered = select(col(MailboxRecord.tip)).join(
            AnswerRecord, col(MailboxRecord.lookup) == col(AnswerRecord.mailbox)
        )
        yield _is_in(answered, is_in=wanted.has_answers)
    if wanted.has_additions is not None:
        yield _is_in(select(col(AdditionRecord.tip)), is_in=wanted.has_additions)


def _is_in(tips: Select[str], *, is_in: bool) -> ColumnElement[bool]:
    return col(TipRecord.id).in_(tips) if is_in else col(TipRecord.id).not_in(tips)

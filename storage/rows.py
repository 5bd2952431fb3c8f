"""How the queue is asked for, and how a stored tip becomes a row of it.

A page is merged from one stretch of an index for each status and priority that is wanted, each of
them in order already, so that nothing is sorted and its cost does not grow with the number of tips.
Counts walk the same stretches, and stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Row,
    Select,
    Text,
    and_,
    case,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Counts, Wanted
from core.tip import Priority, Status, TipRow
from storage.columns import PriorityRank, UtcDateTime
from storage.tables import AdditionRecord, AnswerRecord, MailboxRecord, TipRecord

MOST_COUNTED = 1_000
"""Tips of one priority and status that are counted: in much less than 100 ms, however many there
are. Nobody works through more than that; exact numbers of long periods are the picture's."""

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
    priorities = [
        priority
        for priority in _of(wanted.priorities, Priority)
        if after is None or _RANKS[priority] >= _RANKS[after.priority]
    ]
    stretches = [
        _stretch(desk, wanted, cell, after)
        for cell in product(_of(wanted.statuses, Status), priorities)
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


def counts_query(
    desk: str, wanted: Wanted
) -> Select[Priority, str, int, int] | CompoundSelect[Priority, str, int, int]:
    """How many tips were looked at, and how many of them are wanted, by priority and status.

    Of each cell one more than `MOST_COUNTED` is looked at, so that it shows where there are more.
    """
    if wanted.has_answers:
        cell = (col(TipRecord.priority), col(TipRecord.status))
        all_of = _all_of(desk, wanted)
        return select(*cell, literal(0, Integer()), func.count()).where(*all_of).group_by(*cell)
    return union_all(*(_counted(desk, wanted, cell) for cell in cells(wanted)))


def as_counts(found: Iterable[Any]) -> Counts:
    """What `counts_query` found."""
    cells: dict[tuple[Priority, Status], int] = {}
    cut = set()
    for priority, status, seen, count in found:
        cell = priority, Status(status)
        if seen > MOST_COUNTED:
            cut.add(cell)
        if count:
            cells[cell] = min(count, MOST_COUNTED)
    return Counts(cells, frozenset(cut))


def _counted(
    desk: str, wanted: Wanted, cell: tuple[Status, Priority]
) -> Select[Priority, str, int, int]:
    """One cell of the counts, from its stretch of an index."""
    status, priority = cell
    fits = case((and_(true(), *conditions(wanted)), 1), else_=0).label("fits")
    stretch = (
        select(fits)
        .where(*_stretch_of(desk, cell), *sought(wanted))
        .order_by(col(TipRecord.arrived), col(TipRecord.id))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return select(
        literal(priority, PriorityRank()),
        literal(status.value, Text()),
        func.count(),
        func.coalesce(func.sum(stretch.c.fits), 0),
    ).select_from(stretch)


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
    query = stretch(desk, wanted, cell)
    if after is None or after.priority is not cell[1]:
        return query
    place = tuple_(after.arrived, after.id, types=(UtcDateTime(), Text()))
    return query.where(tuple_(col(TipRecord.arrived), col(TipRecord.id)) > place)


def stretch(
    desk: str, wanted: Wanted, cell: tuple[Status, Priority]
) -> Select[str, Priority, datetime]:
    """Ids of one status and priority, in no order yet; an index has them by arrival."""
    return select(*_ID).where(*_stretch_of(desk, cell), *conditions(wanted))


def cells(wanted: Wanted) -> Iterable[tuple[Status, Priority]]:
    """Every status with every priority that is wanted."""
    return product(_of(wanted.statuses, Status), _of(wanted.priorities, Priority))


def _stretch_of(desk: str, cell: tuple[Status, Priority]) -> Iterable[ColumnElement[bool]]:
    status, priority = cell
    yield col(TipRecord.desk) == desk
    yield col(TipRecord.status) == status.value
    yield col(TipRecord.priority) == priority


def _of[Kind: StrEnum](wanted: Iterable[Kind], kind: type[Kind]) -> Iterable[Kind]:
    """What is wanted, each once; all of its kind where nothing is said."""
    return dict.fromkeys(tuple(wanted) or tuple(kind))


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
    yield from conditions(wanted)


def sought(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What narrows the queue and is found by one index: area or drug, and arrival."""
    if wanted.area:
        yield col(TipRecord.area) == wanted.area
    elif wanted.drug_group:
        yield col(TipRecord.drug_group) == wanted.drug_group
    if wanted.since is not None:
        yield col(TipRecord.arrived) >= wanted.since
    if wanted.before is not None:
        yield col(TipRecord.arrived) < wanted.before


def conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What narrows the queue besides status and priority."""
    yield from sought(wanted)
    if wanted.area and wanted.drug_group:
        yield col(TipRecord.drug_group) == wanted.drug_group
    if wanted.area_starts:
        start = wanted.area_starts.lower()
        yield func.lower(col(TipRecord.area)).startswith(start, autoescape=True)
    if wanted.is_safeguarding is not None:
        yield col(TipRecord.safeguarding).is_(wanted.is_safeguarding)
    if wanted.has_answers is not None:
        answered = select(col(MailboxRecord.tip)).join(
            AnswerRecord, col(MailboxRecord.lookup) == col(AnswerRecord.mailbox)
        )
        yield _is_in(answered, is_in=wanted.has_answers)
    if wanted.has_additions is not None:
        yield _is_in(select(col(AdditionRecord.tip)), is_in=wanted.has_additions)


def _is_in(tips: Select[str], *, is_in: bool) -> ColumnElement[bool]:
    return col(TipRecord.id).in_(tips) if is_in else col(TipRecord.id).not_in(tips)

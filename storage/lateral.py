"""How PostgreSQL is asked for the queue: one stretch of an index for each row of a list of cells.

What `storage.rows` asks SQLite in one statement for each cell, PostgreSQL plans once and does for
each. As it would read every stretch to its end to merge them, each is cut to what can be needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    Values,
    and_,
    case,
    column,
    false,
    func,
    select,
    true,
    tuple_,
    union_all,
    values,
)
from sqlmodel import col

from core.desk_ports import Wanted
from core.tip import Priority, Status, TipRow
from storage import rows
from storage.columns import PriorityRank, UtcDateTime
from storage.rows import cells, conditions, counts_query, page_query, sought
from storage.tables import TipRecord

type Cell = tuple[Status, Priority]

_ID = (col(TipRecord.id), col(TipRecord.priority), col(TipRecord.arrived))
_ORDER = (col(TipRecord.arrived), col(TipRecord.id))
_RANKS = {priority: rank for rank, priority in enumerate(Priority)}


def page_at_once(
    desk: str, wanted: Wanted, after: TipRow | None, count: int
) -> Select[str, Priority, datetime] | CompoundSelect[str, Priority, datetime]:
    """What `storage.rows.page_query` asks, for PostgreSQL."""
    if wanted.has_answers:
        return page_query(desk, wanted, after, count)
    wanted_cells = list(cells(wanted))
    beside, behind = wanted_cells, list[Cell]()
    if after is not None:
        behind = [cell for cell in wanted_cells if cell[1] is after.priority]
        beside = [cell for cell in wanted_cells if _RANKS[cell[1]] > _RANKS[after.priority]]
    place = () if after is None else (_behind(after),)
    parts = [
        _firsts(desk, wanted, group, (more, count))
        for group, more in ((behind, place), (beside, ()))
        if group
    ]
    if not parts:
        return select(*_ID).where(false())
    merged = union_all(*parts)
    named = merged.selected_columns
    return merged.order_by(named.priority, named.arrived, named.id).limit(count)


def counts_at_once(
    desk: str, wanted: Wanted
) -> Select[Priority, str, int, int] | CompoundSelect[Priority, str, int, int]:
    """What `storage.rows.counts_query` asks, for PostgreSQL."""
    if wanted.has_answers:
        return counts_query(desk, wanted)
    cell = _listed(cells(wanted))
    fits = case((and_(true(), *conditions(wanted)), 1), else_=0).label("fits")
    looked = (
        select(fits)
        .where(*_within(desk, cell), *sought(wanted))
        .order_by(*_ORDER)
        .limit(rows.MOST_COUNTED + 1)
        .lateral("looked")
    )
    return (
        select(cell.c.priority, cell.c.status, func.count(), func.sum(looked.c.fits))
        .select_from(cell.join(looked, true()))
        .group_by(cell.c.priority, cell.c.status)
    )


def _firsts(
    desk: str,
    wanted: Wanted,
    group: Iterable[Cell],
    cut: tuple[Iterable[ColumnElement[bool]], int],
) -> Select[str, Priority, datetime]:
    """The first so many ids of each cell, from behind a place."""
    cell, (place, count) = _listed(group), cut
    first = (
        select(*_ID)
        .where(*_within(desk, cell), *conditions(wanted), *place)
        .order_by(*_ORDER)
        .limit(count)
        .lateral("first")
    )
    return select(first.c.id, first.c.priority, first.c.arrived).select_from(
        cell.join(first, true())
    )


def _listed(group: Iterable[Cell]) -> Values:
    named = values(column("status", Text()), column("priority", PriorityRank()), name="cell")
    return named.data([(status.value, priority) for status, priority in group])


def _within(desk: str, cell: Values) -> Iterable[ColumnElement[bool]]:
    yield col(TipRecord.desk) == desk
    yield col(TipRecord.status) == cell.c.status
    yield col(TipRecord.priority) == cell.c.priority


def _behind(after: TipRow) -> ColumnElement[bool]:
    place = tuple_(after.arrived, after.id, types=(UtcDateTime(), Text()))
    return tuple_(*_ORDER) > place

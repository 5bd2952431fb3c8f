"""Counts of tips by day, area and drug, kept up in the transaction of each change.

A year of a million tips is read from its months, some thousand rows; days are read at its edges and
for short periods. A count says nothing that the plain columns of tips do not say: it knows the day
of arrival, which is all that is kept of a closed tip, and it goes down when a tip is destroyed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.picture import Period, Seen, Span, Tallied, Tallies, merged, months_within
from core.tip import Status
from storage.engine import Database
from storage.tally_tables import TallyRecord

_UNCOUNTED = frozenset({Status.JUNK, Status.DUPLICATE})
_DAY, _MONTH = Span.DAY.value, Span.MONTH.value
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Counted(Protocol):
    """What of a tip is counted: a row has it, and so has what is read of one to destroy it."""

    @property
    def arrived(self) -> datetime:
        """UTC."""

    @property
    def area(self) -> str:
        """The coarse area."""

    @property
    def drug_group(self) -> str:
        """The drug most spoken of."""

    @property
    def status(self) -> str:
        """A value of `Status`."""


_TIPS = func.sum(col(TallyRecord.count))

type _Piece = tuple[str, date, date]
"""A span, the first day, and the day after the last."""


async def tally(
    session: AsyncSession, desk: str, before: Counted | None, after: Counted | None
) -> None:
    """Count a tip where it stands now, and no longer where it stood.

    Args:
        session: within the transaction that changes the tip.
        desk: its desk.
        before: the tip as it was; None when it is new.
        after: the tip as it is; None when it is gone.
    """
    changes = Counter[tuple[str, date, str, str]]()
    for key in _keys(after):
        changes[key] += 1
    for key in _keys(before):
        changes[key] -= 1
    insert = _INSERTS[session.get_bind().dialect.name]
    # In one order everywhere, so that two transactions never wait for one another in a ring.
    for (span, day, area, drug), count in sorted(changes.items()):
        if not count:
            continue
        query = insert(TallyRecord).values(
            desk=desk, span=span, day=day, area=area, drug_group=drug, count=count
        )
        place = [col(TallyRecord.desk), col(TallyRecord.span), col(TallyRecord.day)]
        place += [col(TallyRecord.area), col(TallyRecord.drug_group)]
        await session.execute(
            query.on_conflict_do_update(
                index_elements=place, set_={"count": col(TallyRecord.count) + query.excluded.count}
            )
        )


def _keys(row: Counted | None) -> Iterator[tuple[str, date, str, str]]:
    if row is None or row.status in _UNCOUNTED:
        return
    day = row.arrived.date()
    yield _DAY, day, row.area, row.drug_group
    yield _MONTH, day.replace(day=1), row.area, row.drug_group


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlTallies:
    """Reads the counts (core.picture.TallyBook)."""

    database: Database
    desk: str

    async def count(self, seen: Seen) -> Tallies:
        """The counts of a period."""
        by_months = seen.period.span is Span.MONTH

        async def work(session: AsyncSession) -> Tallies:
            days = [
                await self._days(session, seen, piece)
                for piece in _pieces(seen.period, by_months=by_months)
            ]
            # Areas have no columns of days: whole months do for them whatever the trend shows.
            places = [await self._places(session, seen, piece) for piece in _pieces(seen.period)]
            return merged((*days, *places))

        return await self.database.read(work)

    async def _days(self, session: AsyncSession, seen: Seen, piece: _Piece) -> Tallies:
        day, drug = col(TallyRecord.day), col(TallyRecord.drug_group)
        query = select(day, drug, _TIPS).where(*self._conditions(seen, *piece))
        found = await session.execute(query.group_by(day, drug))
        return Tallies(tuple(Tallied(on, name, count) for on, name, count in found if count), {})

    async def _places(self, session: AsyncSession, seen: Seen, piece: _Piece) -> Tallies:
        area, drug = col(TallyRecord.area), col(TallyRecord.drug_group)
        query = select(area, drug, _TIPS).where(*self._conditions(seen, *piece))
        found = await session.execute(query.group_by(area, drug))
        return Tallies((), {(where, name): count for where, name, count in found if count})

    def _conditions(
        self, seen: Seen, span: str, since: date, before: date
    ) -> Iterator[ColumnElement[bool]]:
        yield col(TallyRecord.desk) == self.desk
        yield col(TallyRecord.span) == span
        yield col(TallyRecord.day) >= since
        yield col(TallyRecord.day) < before
        if seen.area:
            yield col(TallyRecord.area) == seen.area
        if seen.drug:
            yield col(TallyRecord.drug_group) == seen.drug


def _pieces(period: Period, *, by_months: bool = True) -> list[_Piece]:
    """What a period is read from: whole months where they do, and days at its edges."""
    behind = period.until + timedelta(days=1)
    whole = months_within(period) if by_months else None
    if whole is None:
        return [(_DAY, period.since, behind)]
    first, end = whole
    pieces = [(_DAY, period.since, first), (_MONTH, first, end), (_DAY, end, behind)]
    return [piece for piece in pieces if piece[1] < piece[2]]

"""Where operations lie, with their tips and results; nothing in them is a word of a tip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Outreach, OutreachRefused
from core.operations import AttachedTip, Operation, Result
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import found_row
from storage.engine import Database
from storage.outreach_tables import OperationRecord, OperationResultRecord, OperationTipRecord
from storage.tables import TipRecord

_COMMA = ", "


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlOperations:
    """Keeps operations (core.operation_ports.Operations)."""

    database: Database
    recorder: Recorder
    desk: str

    async def all(self) -> tuple[Operation, ...]:
        """Every operation, the one that began last first."""
        query = select(OperationRecord).where(col(OperationRecord.desk) == self.desk)
        order = (col(OperationRecord.starts).desc(), col(OperationRecord.name))

        async def work(session: AsyncSession) -> tuple[Operation, ...]:
            return tuple(map(_operation, await session.scalars(query.order_by(*order))))

        return await self.database.read(work)

    async def find(self, operation_id: str) -> Operation:
        """An operation.

        Raises:
            OutreachRefused: there is none.
        """
        return await self.database.read(lambda session: self._found(session, operation_id))

    async def begin(
        self, name: str, areas: tuple[str, ...], starts: date, ends: date | None, *, by: str
    ) -> Operation:
        """Keep a new operation.

        Raises:
            OutreachRefused: there is one of this name.
        """
        made = Operation(id=str(uuid4()), name=name, areas=areas, starts=starts, ends=ends)
        act = Act(by=by, action=Action.OPERATION_BEGUN, subject=made.id, note=name)
        values = {"id": made.id, "desk": self.desk, "name": name, "areas": _COMMA.join(areas)}

        async def work(session: AsyncSession) -> None:
            row = insert(OperationRecord).values(**values, starts=starts, ends=ends)
            await session.execute(row)
            await self.recorder.record(session, act)

        try:
            await self.database.write(work)
        except IntegrityError:
            raise OutreachRefused(Outreach.TAKEN) from None
        return made

    async def end(self, operation_id: str, ends: date, *, by: str) -> None:
        """Set its last day.

        Raises:
            OutreachRefused: there is none.
        """
        act = Act(by=by, action=Action.OPERATION_ENDED, subject=operation_id, note=str(ends))

        async def work(session: AsyncSession) -> None:
            await self._found(session, operation_id)
            await session.execute(_changed(operation_id).values(ends=ends))
            await self.recorder.record(session, act)

        await self.database.write(work)

    async def attach(self, operation_id: str, tip_id: str, *, by: str) -> bool:
        """Attach a tip; whether it was not yet.

        Raises:
            OutreachRefused: there is no such operation.
            NoSuchTip: there is no such tip.
        """
        today = self.recorder.clock.now().date()
        values = {"operation": operation_id, "tip": tip_id, "attached": today}

        async def work(session: AsyncSession) -> None:
            operation = await self._found(session, operation_id)
            await found_row(session, self.desk, tip_id)
            await session.execute(insert(OperationTipRecord).values(**values))
            act = Act(by=by, action=Action.ATTACHED, subject=tip_id, note=operation.name)
            await self.recorder.record(session, act)

        try:
            await self.database.write(work)
        except IntegrityError:
            return False
        return True

    async def detach(self, operation_id: str, tip_id: str, *, by: str) -> bool:
        """Take a tip off; whether it was attached."""
        gone = delete(OperationTipRecord).where(
            col(OperationTipRecord.operation) == operation_id, col(OperationTipRecord.tip) == tip_id
        )

        async def work(session: AsyncSession) -> bool:
            operation = await self._found(session, operation_id)
            taken = await session.scalar(gone.returning(col(OperationTipRecord.tip)))
            if taken is None:
                return False
            act = Act(by=by, action=Action.DETACHED, subject=tip_id, note=operation.name)
            await self.recorder.record(session, act)
            return True

        return await self.database.write(work)

    async def add_result(self, operation_id: str, result: Result, *, by: str) -> None:
        """Note what came of it.

        Raises:
            OutreachRefused: there is no such operation.
        """
        values = {"kind": result.kind, "count": result.count, "day": result.on}
        said = f"{result.count} {result.kind}"
        act = Act(by=by, action=Action.RESULT_NOTED, subject=operation_id, note=said)

        async def work(session: AsyncSession) -> None:
            await self._found(session, operation_id)
            row = insert(OperationResultRecord).values(
                id=str(uuid4()), operation=operation_id, **values
            )
            await session.execute(row)
            await self.recorder.record(session, act)

        await self.database.write(work)

    async def _found(self, session: AsyncSession, operation_id: str) -> Operation:
        query = select(OperationRecord).where(
            col(OperationRecord.id) == operation_id, col(OperationRecord.desk) == self.desk
        )
        record = await session.scalar(query)
        if record is None:
            raise OutreachRefused(Outreach.UNKNOWN)
        return _operation(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlOperationViews:
    """Reads operations (core.operation_ports.OperationViews)."""

    database: Database
    desk: str

    async def tips(self, operation_id: str) -> tuple[AttachedTip, ...]:
        """The tips that are attached, the oldest first."""
        query = (
            select(TipRecord, col(OperationTipRecord.attached))
            .join(OperationTipRecord, col(OperationTipRecord.tip) == col(TipRecord.id))
            .where(
                col(OperationTipRecord.operation) == operation_id,
                col(TipRecord.desk) == self.desk,
            )
            .order_by(col(TipRecord.arrived), col(TipRecord.id))
        )

        async def work(session: AsyncSession) -> tuple[AttachedTip, ...]:
            return tuple(_attached(tip, day) for tip, day in await session.execute(query))

        return await self.database.read(work)

    async def results(self, operation_id: str) -> tuple[Result, ...]:
        """What came of it, the first day first."""
        mine = col(OperationResultRecord.operation) == operation_id
        query = select(OperationResultRecord).where(mine).order_by(col(OperationResultRecord.day))

        async def work(session: AsyncSession) -> tuple[Result, ...]:
            found = await session.scalars(query)
            return tuple(Result(kind=each.kind, count=each.count, on=each.day) for each in found)

        return await self.database.read(work)

    async def of_tip(self, tip_id: str) -> tuple[Operation, ...]:
        """The operations that a tip is attached to."""
        query = (
            select(OperationRecord)
            .join(OperationTipRecord, col(OperationTipRecord.operation) == col(OperationRecord.id))
            .where(col(OperationTipRecord.tip) == tip_id, col(OperationRecord.desk) == self.desk)
            .order_by(col(OperationRecord.starts), col(OperationRecord.name))
        )

        async def work(session: AsyncSession) -> tuple[Operation, ...]:
            return tuple(map(_operation, await session.scalars(query)))

        return await self.database.read(work)


def _changed(operation_id: str) -> Update:
    return update(OperationRecord).where(col(OperationRecord.id) == operation_id)


def _operation(record: OperationRecord) -> Operation:
    return Operation(
        id=record.id,
        name=record.name,
        areas=tuple(record.areas.split(_COMMA)),
        starts=record.starts,
        ends=record.ends,
    )


def _attached(tip: TipRecord, attached: date) -> AttachedTip:
    return AttachedTip(
        id=tip.id,
        arrived=tip.arrived.date(),
        priority=tip.priority.value,
        drug_group=tip.drug_group,
        area=tip.area,
        status=tip.status,
        attached=attached,
    )

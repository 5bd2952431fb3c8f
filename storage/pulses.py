"""Signs of life of the line's processes, and what all senders together did; counts in tens.

A single message in ten minutes would say when a tip came in, which the tips themselves do not:
what is written is cut down to tens, for each process by itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.ports import Clock
from core.steering import Pulse, Slot, Traffic
from storage.engine import Database
from storage.line_tables import PulseRecord, TrafficRecord

SLOT = timedelta(minutes=10)
KEPT = timedelta(hours=48)
"""How long traffic and signs of life are kept."""

_SEEN = timedelta(days=1)
_TENS = 10
_COUNTS = tuple(asdict(Traffic()))


class SqlPulses:
    """Where a process says that it lives (core.steering.Pulses).

    What is left over tens waits in memory until it makes ten, or the slot ends and it is lost.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._slot: datetime | None = None
        self._left = dict.fromkeys(_COUNTS, 0)

    async def beat(self, pulse: Pulse, traffic: Traffic) -> None:
        """Write a sign of life, and add traffic to this slot of the day."""
        slot = slot_of(pulse.at)
        if slot != self._slot:
            self._slot, self._left = slot, dict.fromkeys(_COUNTS, 0)
        total = {name: self._left[name] + count for name, count in asdict(traffic).items()}
        whole = {name: count - count % _TENS for name, count in total.items()}

        async def work(session: AsyncSession) -> None:
            await _put_pulse(session, pulse)
            if any(whole.values()):
                await _add_traffic(session, slot, whole)
            old = pulse.at - KEPT
            await session.execute(delete(PulseRecord).where(col(PulseRecord.at) < old))
            await session.execute(delete(TrafficRecord).where(col(TrafficRecord.at) < old))

        await self._database.write(work)
        self._left = {name: total[name] - whole[name] for name in _COUNTS}


@dataclass(frozen=True, slots=True)
class SqlPulseBoard:
    """What staff see of the line's processes (core.steering.PulseBoard)."""

    database: Database
    clock: Clock

    async def pulses(self) -> tuple[Pulse, ...]:
        """The last sign of each process of the last day, newest first."""
        since = self.clock.now() - _SEEN

        async def work(session: AsyncSession) -> tuple[Pulse, ...]:
            query = select(PulseRecord).where(col(PulseRecord.at) >= since)
            found = await session.scalars(query.order_by(col(PulseRecord.at).desc()))
            return tuple(
                Pulse(
                    process=record.process,
                    at=record.at,
                    is_flooded=record.flooded,
                    degraded=record.degraded,
                    workers_lost=record.workers_lost,
                )
                for record in found
            )

        return await self.database.read(work)

    async def slots(self, since: datetime) -> tuple[Slot, ...]:
        """Traffic since a moment, oldest first; slots in which nothing came are left out."""

        async def work(session: AsyncSession) -> tuple[Slot, ...]:
            query = select(TrafficRecord).where(col(TrafficRecord.at) >= since)
            found = await session.scalars(query.order_by(col(TrafficRecord.at)))
            return tuple(
                Slot(record.at, Traffic(**{name: getattr(record, name) for name in _COUNTS}))
                for record in found
            )

        return await self.database.read(work)


def slot_of(at: datetime) -> datetime:
    """When the ten minutes began in which a moment lies."""
    return at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)


async def _put_pulse(session: AsyncSession, pulse: Pulse) -> None:
    values = {
        "at": pulse.at,
        "flooded": pulse.is_flooded,
        "degraded": pulse.degraded,
        "workers_lost": pulse.workers_lost,
    }
    same = col(PulseRecord.process) == pulse.process
    changed = update(PulseRecord).where(same).values(**values)
    done = await session.execute(changed.returning(col(PulseRecord.process)))
    if done.first() is None:
        made = insert(PulseRecord).values(process=pulse.process, **values)
        await session.execute(made)


async def _add_traffic(session: AsyncSession, slot: datetime, whole: dict[str, int]) -> None:
    same = col(TrafficRecord.at) == slot
    added = {name: getattr(TrafficRecord, name) + count for name, count in whole.items()}
    changed = update(TrafficRecord).where(same).values(**added)
    done = await session.execute(changed.returning(col(TrafficRecord.at)))
    if done.first() is None:
        await session.execute(insert(TrafficRecord).values(at=slot, **whole))

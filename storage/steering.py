"""How the line is steered, in the database: every process reads it, staff write it audited."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.steering import FloodMode, Steering
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import Database
from storage.line_tables import LineNoticeRecord, LineRecord

_ONLY = 1


@dataclass(frozen=True, slots=True)
class SqlSteeringBoard:
    """Reads how the line is steered (core.steering.SteeringBoard)."""

    database: Database

    async def read(self) -> Steering:
        """As it stands."""

        async def work(session: AsyncSession) -> Steering:
            line = await session.get(LineRecord, _ONLY)
            notices = await session.scalars(select(LineNoticeRecord))
            return Steering(
                is_paused=line is not None and line.paused,
                notices={notice.language: notice.text for notice in notices},
                flood=FloodMode(line.flood) if line else FloodMode.AUTO,
            )

        return await self.database.read(work)


@dataclass(frozen=True, slots=True)
class SqlSteering(SqlSteeringBoard):
    """Steers the line, and writes so into the audit (core.steering.SteeringDesk)."""

    recorder: Recorder

    async def pause(self, *, by: str, note: str) -> None:
        """Turn new reports away."""
        await self._set(Act(by=by, action=Action.PAUSED, note=note), paused=True)

    async def resume(self, *, by: str) -> None:
        """Take reports again."""
        await self._set(Act(by=by, action=Action.RESUMED), paused=False)

    async def set_flood(self, mode: FloodMode, *, by: str) -> None:
        """Say whether newcomers are asked for a tap."""
        await self._set(Act(by=by, action=Action.FLOOD_SET, note=mode.value), flood=mode.value)

    async def set_notice(self, language: str, text: str, *, by: str) -> None:
        """Put a notice on the first screen of a language; "" takes it back."""
        act = Act(by=by, action=Action.NOTICE_SET, subject=language, note=text)

        async def work(session: AsyncSession) -> None:
            gone = delete(LineNoticeRecord).where(col(LineNoticeRecord.language) == language)
            await session.execute(gone)
            if text:
                made = insert(LineNoticeRecord).values(language=language, text=text)
                await session.execute(made)
            await self.recorder.record(session, act)

        await self.database.write(work)

    async def _set(self, act: Act, **values: object) -> None:
        async def work(session: AsyncSession) -> None:
            if await session.get(LineRecord, _ONLY, with_for_update=True) is None:
                fresh = {"paused": False, "flood": FloodMode.AUTO.value}
                await session.execute(insert(LineRecord).values(id=_ONLY, **{**fresh, **values}))
            else:
                change = update(LineRecord).where(col(LineRecord.id) == _ONLY).values(**values)
                await session.execute(change)
            await self.recorder.record(session, act)

        await self.database.write(work)

"""How released tips are opened to leave the desk: never past the audit, never past their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_ports import Opened, Unlocked
from core.errors import NotReleased
from core.reports import LEFT
from core.tip import TipRow
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import Bodies, read_bodies
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.sealed_tips import open_tip


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlReleased:
    """Opens released tips (core.export_ports.Released)."""

    database: Database
    recorder: Recorder
    desk: str

    async def open_for(self, tip_id: str, key: Unlocked, *, recipient: str, today: date) -> Opened:
        """Break the seal of a released tip, and write into the audit for whom.

        Raises:
            NotReleased: it was not released, or its review day has come.
            NoSuchTip: none has this id, or its key was shredded.
            Tampered: what is stored does not open under the desk's key.
            KeyClosed: the desk's key is no longer open.
        """
        mine = unlocked(key)
        act = Act(by=key.name, action=Action.REPORTED, subject=tip_id, note=recipient)

        async def work(session: AsyncSession) -> Bodies:
            bodies = await read_bodies(session, self.desk, tip_id)
            if not may_leave(bodies[0], today):
                raise NotReleased
            await self.recorder.record(session, act)
            return bodies

        return open_tip(*await self.database.write(work), mine.secret)


def may_leave(row: TipRow, today: date) -> bool:
    """Whether two people let a tip go, and nobody has to decide anew about keeping it."""
    return row.status in LEFT and row.review_on > today

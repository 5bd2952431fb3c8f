"""The blind index: keyed hashes of what tips speak of, so that the desk finds tips alike.

A mark is HMAC-SHA256, cut to 16 bytes, under a key that is drawn from the desk's secret: without
it nobody can tell what a mark stands for, or try plates and numbers against it. Which kind of
thing it is goes into the hash too. Marks are filled up with random ones to a multiple of eight,
so that their number says little. What the database alone does show is that two tips have a mark
in common.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from nacl.utils import random
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened, Unlocked
from core.errors import NoSuchTip, Tampered, TipChanged
from core.links import Thing, Trace
from core.tip import TipRow
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.changing import Bodies, found_row, read_bodies
from storage.desk_tables import TraceRecord
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.sealed_tips import open_tip
from storage.stretching import hkdf
from storage.tables import TipRecord

MARK_BYTES = 16
_KEY_BYTES = 32
_USE = b"tipline/1/traces"
_LOT = 8
_MOST = 240
"""Marks of one tip; far more than a tip of 8,000 characters has things in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlTraces:
    """Keeps and finds marks (core.desk_work_ports.Traces).

    Attributes:
        sketch: runs of words kept of a tip, those with the smallest hashes: two texts that are
            nearly the same have some of them in common, whichever they are.
    """

    database: Database
    recorder: Recorder
    desk: str
    sketch: int

    async def write(self, row: TipRow, traces: Collection[Trace], key: Unlocked) -> None:
        """Store the marks of a tip in place of earlier ones; nothing when they are there.

        Raises:
            TipChanged: somebody changed the tip since ``row`` was read; perhaps words were cut.
            NoSuchTip: the tip is gone.
            KeyClosed: the desk's key is no longer open.
            NotSaved: the store could not be used in time.
        """
        wanted = self._marks(traces, unlocked(key).secret)
        size = max(1, -(-len(wanted) // _LOT)) * _LOT
        mine = col(TraceRecord.tip) == row.id
        query = select(col(TraceRecord.mark)).where(mine)

        async def look(session: AsyncSession) -> set[bytes]:
            return set(await session.scalars(query))

        there = await self.database.read(look)
        if wanted <= there and len(there) == size:
            return
        filled = [*wanted, *(random(MARK_BYTES) for _ in range(size - len(wanted)))]

        async def work(session: AsyncSession) -> None:
            if (await found_row(session, self.desk, row.id)).version != row.version:
                raise TipChanged
            await session.execute(delete(TraceRecord).where(mine))
            rows = [{"mark": mark, "tip": row.id} for mark in sorted(filled)]
            await session.execute(insert(TraceRecord), rows)

        await self.database.write(work)

    async def alike(
        self, tip_id: str, traces: Collection[Trace], key: Unlocked, *, count: int
    ) -> dict[str, int]:
        """At most ``count`` other tips with a mark in common, most in common first, and versions.

        Raises:
            KeyClosed: the desk's key is no longer open.
        """
        marks = self._marks(traces, unlocked(key).secret)
        common = func.count()
        query = (
            select(col(TraceRecord.tip), func.max(col(TipRecord.version)).label("version"))
            .join(TipRecord, col(TipRecord.id) == col(TraceRecord.tip))
            .where(
                col(TraceRecord.mark).in_(marks),
                col(TraceRecord.tip) != tip_id,
                col(TipRecord.desk) == self.desk,
            )
            .group_by(col(TraceRecord.tip))
            .order_by(common.desc(), func.max(col(TipRecord.arrived)).desc(), col(TraceRecord.tip))
            .limit(count)
        )

        async def work(session: AsyncSession) -> dict[str, int]:
            return {found.tip: found.version for found in await session.execute(query)}

        return await self.database.read(work)

    async def compare(self, tip_ids: Collection[str], key: Unlocked) -> tuple[Opened, ...]:
        """Open tips to compare them; those gone or damaged are left out.

        Raises:
            KeyClosed: the desk's key is no longer open.
        """
        secret = unlocked(key).secret

        async def work(session: AsyncSession) -> list[Bodies]:
            found: list[Bodies] = []
            for tip_id in tip_ids:
                try:
                    found.append(await read_bodies(session, self.desk, tip_id))
                except NoSuchTip:
                    continue
                act = Act(by=key.name, action=Action.COMPARED, subject=tip_id)
                await self.recorder.record(session, act)
            return found

        others: list[Opened] = []
        for bodies in await self.database.write(work):
            try:
                others.append(open_tip(*bodies, secret))
            except Tampered:
                continue
        return tuple(others)

    def _marks(self, traces: Collection[Trace], secret: bytes) -> set[bytes]:
        key = hkdf(secret, _USE, _KEY_BYTES)
        things = sorted(mark(key, trace) for trace in traces if trace.thing is not Thing.WORDS)
        runs = sorted(mark(key, trace) for trace in traces if trace.thing is Thing.WORDS)
        return {*things[: _MOST - self.sketch], *runs[: self.sketch]}


def mark(key: bytes, trace: Trace) -> bytes:
    """What stands for a trace in the database."""
    said = f"{trace.thing.value}\0{trace.value}".encode()
    return hmac.digest(key, said, hashlib.sha256)[:MARK_BYTES]

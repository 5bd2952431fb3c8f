"""What staff did, in the database: written in the transaction of the deed, and checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, fields

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.audit import Anchor, Verdict
from core.desk_ports import Entry
from core.ports import Clock
from storage.anchors import AnchorFile
from storage.chain import START, Act, Head, Walk, head_seal, link
from storage.engine import Database
from storage.tables import AuditHeadRecord, AuditRecord

_ONLY = 1
_LOT = 1000
_COLUMNS = tuple(column.name for column in fields(Entry))


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes acts into the audit."""

    clock: Clock
    key: bytes = field(repr=False)

    async def record(self, session: AsyncSession, act: Act) -> None:
        """Add an act at the end of the chain, as part of the session's transaction."""
        await self.record_all(session, [act])

    async def record_all(self, session: AsyncSession, acts: Sequence[Act]) -> None:
        """Add acts in order, at one time, as part of the session's transaction."""
        if not acts:
            return
        head = await session.get(
            AuditHeadRecord, _ONLY, with_for_update=True, populate_existing=True
        )
        number, before = 1, START
        if head is not None:
            last = await session.get(AuditRecord, head.number)
            number, before = head.number + 1, last.digest if last else START
        at = self.clock.now()
        entries: list[Entry] = []
        for act in acts:
            entries.append(link(act, number=number + len(entries), at=at, before=before))
            before = entries[-1].digest
        rows = [{name: getattr(entry, name) for name in _COLUMNS} for entry in entries]
        await session.execute(insert(AuditRecord), rows)
        number = entries[-1].number
        end = {"number": number, "seal": head_seal(self.key, number, before)}
        if head is None:
            await session.execute(insert(AuditHeadRecord).values(id=_ONLY, **end))
        else:
            await session.execute(
                update(AuditHeadRecord).where(col(AuditHeadRecord.id) == _ONLY).values(**end)
            )


@dataclass(frozen=True, slots=True)
class SqlAudit:
    """The record of what staff did (core.desk_ports.Audit)."""

    database: Database
    key: bytes = field(repr=False)
    anchor: AnchorFile | None = None

    async def latest(self, count: int) -> tuple[Entry, ...]:
        """The newest entries, newest first."""

        async def work(session: AsyncSession) -> tuple[Entry, ...]:
            query = select(AuditRecord).order_by(col(AuditRecord.number).desc()).limit(count)
            return tuple(_entry(record) for record in await session.scalars(query))

        return await self.database.read(work)

    async def history(self, subject: str) -> tuple[Entry, ...]:
        """What was done to a tip or an account, oldest first."""
        of = select(AuditRecord).where(col(AuditRecord.subject) == subject)

        async def work(session: AsyncSession) -> tuple[Entry, ...]:
            found = await session.scalars(of.order_by(col(AuditRecord.number)))
            return tuple(_entry(record) for record in found)

        return await self.database.read(work)

    async def first_break(self, newest: int | None = None) -> int | None:
        """Number of the first entry that the chain does not hold, or None when all do.

        Args:
            newest: how many of the newest to look at; those before are taken as they are.
        """
        return (await self.verify(newest=newest)).broken_at

    async def verify(
        self,
        anchors: Collection[Anchor] = (),
        *,
        newest: int | None = None,
        on_lot: Callable[[int, int], None] = lambda _, __: None,
    ) -> Verdict:
        """Walk the chain, and compare its end with what was noted of it elsewhere.

        Args:
            anchors: ends that somebody noted; the one in the data directory is looked at anyway.
            newest: how many of the newest entries to walk; None: all.
            on_lot: told now and then how many entries were checked, and of how many.

        Raises:
            NotSaved: the store could not be read in time.
        """
        noted = [*anchors, *filter(None, [self.anchor.read() if self.anchor else None])]

        async def work(session: AsyncSession) -> Verdict:
            found = await session.get(AuditHeadRecord, _ONLY)
            head = Head(found.number, found.seal) if found else None
            walk = Walk([(anchor.number, anchor.digest) for anchor in noted])
            if newest is not None and head is not None:
                await _skip(session, walk, head.number - newest)
            broken = await _walked(session, walk, head, self.key, on_lot)
            end = Anchor(walk.last, walk.digest)
            return Verdict(entries=walk.last, end=end, broken_at=broken)

        return await self.database.read(work)

    def remember(self, end: Anchor) -> None:
        """Note an end in the data directory: a later check finds what was cut behind it.

        Raises:
            NotSaved: the file could not be written.
        """
        if self.anchor is not None:
            self.anchor.write(end)


async def _skip(session: AsyncSession, walk: Walk, number: int) -> None:
    """Begin behind an entry, whose digest is taken as it is."""
    digest = col(AuditRecord.digest)
    found = await session.scalar(select(digest).where(col(AuditRecord.number) == number))
    if found is not None:
        walk.last, walk.digest = number, found


async def _walked(
    session: AsyncSession,
    walk: Walk,
    head: Head | None,
    key: bytes,
    on_lot: Callable[[int, int], None],
) -> int | None:
    """Walk to the end; number of the first entry that does not hold."""
    columns = (getattr(AuditRecord, name) for name in _COLUMNS)
    number, total = col(AuditRecord.number), head.number if head else 0
    query = select(*columns).where(number > walk.last).order_by(number)
    found = await session.stream(query.execution_options(yield_per=_LOT))
    async for lot in found.partitions(_LOT):
        for each in lot:
            if not walk.goes_on(Entry(**dict(zip(_COLUMNS, each, strict=True)))):
                return walk.last + 1
        on_lot(walk.last, total)
    return walk.end(head, key)


def _entry(record: AuditRecord) -> Entry:
    return Entry(
        number=record.number,
        at=record.at,
        by=record.by,
        action=record.action,
        subject=record.subject,
        note=record.note,
        digest=record.digest,
    )

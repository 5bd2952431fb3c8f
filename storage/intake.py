"""Where approved reports are written: with public keys only, so that nothing here reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import NotSaved
from core.ports import Clock
from core.receipt import Receipt, dedupe_of, of_secret
from core.tip import Part, Tip
from storage.engine import Database
from storage.keys import desk_id
from storage.moving import MAX_ADDITIONS, new_row
from storage.receipts import MailboxKeys, ReceiptKeys
from storage.sealed_tips import Sealed, seal_parts, seal_tip
from storage.secret_files import PublicSecrets
from storage.tables import (
    AdditionRecord,
    MailboxRecord,
    NoticeRecord,
    TipKeyRecord,
    TipRecord,
)
from storage.tallies import tally

_TRIES = 5
"""Of numbering an addition while others number theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlIntake:
    """Keeps reports (core.ports.Intake)."""

    database: Database
    receipts: ReceiptKeys
    secrets: PublicSecrets = field(repr=False)
    clock: Clock

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        """Seal and store a tip; the same secret again gives the same receipt.

        Raises:
            NotSaved: the store could not commit in time; nothing was kept.
        """
        known = await self.recall(secret)
        if known is not None:
            return known
        receipt = of_secret(secret, self.secrets.pepper)
        keys = await self.receipts.of(receipt)
        sealed = seal_tip(tip, self.secrets.desk_public)
        try:
            await self.database.write(
                lambda session: self._insert(session, secret, tip, (sealed, keys)), adds=True
            )
        except IntegrityError:
            if await self.recall(secret) is None:
                raise NotSaved from None
        return receipt

    async def recall(self, secret: bytes) -> Receipt | None:
        """The receipt of a tip stored under this secret, or None when none was.

        Raises:
            NotSaved: the store could not be read in time.
        """
        dedupe = dedupe_of(secret, self.secrets.pepper)
        query = select(col(TipRecord.id)).where(col(TipRecord.dedupe) == dedupe)
        found = await self.database.read(lambda session: session.scalar(query))
        return None if found is None else of_secret(secret, self.secrets.pepper)

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:
        """Seal and store an addition to the tip of a receipt; once for each secret.

        Raises:
            NotSaved: the store could not commit in time; nothing was kept.
        """
        keys = await self.receipts.of(receipt)
        sealed = seal_parts(parts, self.secrets.desk_public)
        dedupe = dedupe_of(secret, self.secrets.pepper)
        for _ in range(_TRIES):
            try:
                return await self.database.write(
                    lambda session: self._insert_addition(session, keys.lookup, dedupe, sealed)
                )
            except IntegrityError:
                continue
        raise NotSaved

    async def _insert(
        self, session: AsyncSession, secret: bytes, tip: Tip, made: tuple[Sealed, MailboxKeys]
    ) -> None:
        sealed, keys = made
        row = new_row(tip)
        columns = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in _COUNTED}
        await session.execute(
            insert(TipRecord).values(
                **columns,
                desk=desk_id(self.secrets.desk_public),
                dedupe=dedupe_of(secret, self.secrets.pepper),
                body=sealed.body,
            )
        )
        await session.execute(insert(TipKeyRecord).values(id=tip.id, tip=tip.id, sealed=sealed.key))
        await tally(session, desk_id(self.secrets.desk_public), None, row)
        await session.execute(
            insert(MailboxRecord).values(
                lookup=keys.lookup, tip=tip.id, reply_public=keys.reply.public
            )
        )
        await session.execute(
            insert(NoticeRecord)
            .values(priority=row.priority, area=row.area, safeguarding=row.safeguarding)
            .inline()
        )

    async def _insert_addition(
        self, session: AsyncSession, lookup: bytes, dedupe: bytes, sealed: Sealed
    ) -> bool:
        tip = await session.scalar(
            select(col(MailboxRecord.tip)).where(col(MailboxRecord.lookup) == lookup)
        )
        if tip is None:
            return False
        stored = await session.scalar(
            select(col(AdditionRecord.tip)).where(col(AdditionRecord.dedupe) == dedupe)
        )
        if stored is not None:
            return stored == tip
        last = await session.scalar(
            select(func.max(col(AdditionRecord.number))).where(col(AdditionRecord.tip) == tip)
        )
        number = (last or 0) + 1
        if number > MAX_ADDITIONS:
            return False
        await session.execute(
            insert(AdditionRecord).values(
                id=sealed.id,
                tip=tip,
                number=number,
                arrived=self.clock.now().date(),
                dedupe=dedupe,
                body=sealed.body,
            )
        )
        await session.execute(insert(TipKeyRecord).values(id=sealed.id, tip=tip, sealed=sealed.key))
        return True


_COUNTED = frozenset({"answers_waiting", "additions"})
"""Fields of a row that are counted when it is read."""

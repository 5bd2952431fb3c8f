"""Where the desk's answers wait, and how they are read once and destroyed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.receipt import Receipt
from core.tip import Answer
from storage.engine import Database
from storage.receipts import ReceiptKeys
from storage.sealed_tips import Sealed, open_answers
from storage.tables import AnswerRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlMailbox:
    """Reads answers (core.ports.Mailbox)."""

    database: Database
    receipts: ReceiptKeys

    async def read(self, receipt: Receipt) -> tuple[Answer, ...]:
        """Answers for a receipt, oldest first; none for an unknown receipt, in the same time.

        Raises:
            NotSaved: the store could not be read in time.
        """
        keys = await self.receipts.of(receipt)

        async def work(session: AsyncSession) -> list[Sealed]:
            query = (
                select(AnswerRecord)
                .where(col(AnswerRecord.mailbox) == keys.lookup)
                .order_by(col(AnswerRecord.number))
            )
            found = await session.scalars(query)
            return [Sealed(id=a.id, key=a.key_sealed, body=a.body) for a in found]

        return open_answers(await self.database.read(work), keys.reply.secret)

    async def burn(self, receipt: Receipt, answers: tuple[Answer, ...]) -> None:
        """Destroy answers that have been shown.

        Raises:
            NotSaved: the store could not commit in time.
        """
        keys = await self.receipts.of(receipt)
        query = delete(AnswerRecord).where(
            col(AnswerRecord.mailbox) == keys.lookup,
            col(AnswerRecord.id).in_([answer.id for answer in answers]),
        )
        await self.database.write(lambda session: session.execute(query))
        await self.database.scrub()

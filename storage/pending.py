"""Acts that wait for a tap in the console, and how a tap becomes what was asked for.

The row of an act is used up in the transaction of its effect, so that two taps, or a crash between
two steps, do it once or not at all. An act counts only while its chat is still the account's.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from nacl.utils import random
from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.pending import (
    LIFE,
    MOST,
    RIGHTS,
    Deed,
    NotPending,
    Outcome,
    Pending,
    Settled,
    TooManyPending,
)
from core.people import NotAllowed, Role
from storage.accounts import find_member
from storage.chain import Act, Action
from storage.invitations import SqlInvitations
from storage.joined import Joined
from storage.keyring import SqlKeyring
from storage.news import SqlNewsDesk
from storage.people import SqlPeople
from storage.staff_tables import PendingRecord, SeatRecord
from storage.steering import SqlSteering

KEPT = timedelta(hours=1)
"""How long after its time an act is kept for a chat that cannot be told."""


@dataclass(frozen=True, slots=True)
class SqlPending:
    """Acts that wait (core.pending.PendingDesk and PendingBook)."""

    keyring: SqlKeyring

    async def ask(self, deed: Deed, arguments: Mapping[str, str], *, by: str, chat: int) -> str:
        """Keep an act until it is tapped.

        Raises:
            TooManyPending: the account taps less than it asks for.
            NotAllowed: the chat is not the account's any more, or it lacks the right.
        """
        act_id = str(uuid.UUID(bytes=random(16), version=4))
        now = self.keyring.recorder.clock.now()
        values = {
            "id": act_id,
            "account": by,
            "chat": chat,
            "deed": deed.value,
            "arguments": json.dumps(dict(arguments)),
            "until": now + LIFE,
        }
        seated = select(col(SeatRecord.chat)).where(
            col(SeatRecord.account) == by, col(SeatRecord.chat) == chat
        )
        waiting = select(func.count()).where(
            col(PendingRecord.account) == by, col(PendingRecord.outcome).is_(None)
        )

        async def work(session: AsyncSession) -> None:
            await self._must_be_allowed(session, by, deed)
            if await session.scalar(seated) is None:
                raise NotAllowed(RIGHTS[deed])
            if (await session.scalar(waiting) or 0) >= MOST:
                raise TooManyPending
            await session.execute(insert(PendingRecord).values(**values))
            asked = Act(by=by, action=Action.ASKED_FOR, subject=_subject(arguments), note=deed)
            await self.keyring.recorder.record(session, asked)

        await self.keyring.database.write(work)
        return act_id

    async def announced(self, act_id: str, message: int) -> None:
        """Remember the message that says that an act waits."""
        same = col(PendingRecord.id) == act_id
        change = update(PendingRecord).where(same).values(message=message)
        await self.keyring.database.write(lambda session: session.execute(change))

    async def settled(self, count: int, *, besides: frozenset[int]) -> tuple[Settled, ...]:
        """Acts that were done or refused, or whose time is up, but for those of some chats."""
        now = self.keyring.recorder.clock.now()
        is_late = and_(col(PendingRecord.outcome).is_(None), col(PendingRecord.until) <= now)
        is_lost = col(PendingRecord.until) <= now - KEPT
        over = col(PendingRecord.outcome).is_not(None)
        query = select(PendingRecord).where(over, col(PendingRecord.chat).not_in(besides))

        async def look(session: AsyncSession) -> bool:
            return (
                await session.scalar(select(col(PendingRecord.id)).where(is_late | is_lost))
                is not None
            )

        async def close(session: AsyncSession) -> None:
            # A tap that comes in this moment wins, or finds that it is too late.
            late = update(PendingRecord).where(is_late).values(outcome=Outcome.LATE.value)
            await session.execute(late)
            await session.execute(delete(PendingRecord).where(is_lost))

        async def read(session: AsyncSession) -> tuple[Settled, ...]:
            return tuple(map(_settled, await session.scalars(query.limit(count))))

        if await self.keyring.database.read(look):
            await self.keyring.database.write(close)
        return await self.keyring.database.read(read)

    async def told(self, act_id: str) -> None:
        """The chat knows: forget the act."""
        gone = delete(PendingRecord).where(col(PendingRecord.id) == act_id)
        await self.keyring.database.write(lambda session: session.execute(gone))

    async def of(self, name: str) -> tuple[Pending, ...]:
        """What waits for an account, the oldest first."""
        query = select(PendingRecord).where(self._waits_for(name))
        order = (col(PendingRecord.until), col(PendingRecord.id))

        async def work(session: AsyncSession) -> tuple[Pending, ...]:
            found = await session.scalars(query.order_by(*order))
            return tuple(map(_pending, found))

        return await self.keyring.database.read(work)

    async def carry_out(self, act_id: str, *, by: str, text: str = "") -> str:
        """Do it, in the transaction that uses the act up; the code of an invitation, or "".

        Raises:
            NotPending: it does not wait for this account any more.
            NotAllowed: the account lacks the right by now.
            TiplineError: it cannot be done, for a reason of its own; it still waits.
        """

        async def work(session: AsyncSession) -> str:
            pending = await self._use_up(session, act_id, by, Outcome.DONE)
            await self._must_be_allowed(session, by, pending.deed)
            joined = Joined(self.keyring.database, session)
            return await _do(replace(self.keyring, database=joined), pending, text)

        said = await self.keyring.database.write(work)
        await self.keyring.database.scrub()
        return said

    async def refuse(self, act_id: str, *, by: str) -> None:
        """Say no.

        Raises:
            NotPending: it does not wait for this account any more.
        """

        async def work(session: AsyncSession) -> None:
            pending = await self._use_up(session, act_id, by, Outcome.REFUSED)
            subject = _subject(pending.arguments)
            act = Act(by=by, action=Action.DECLINED, subject=subject, note=pending.deed)
            await self.keyring.recorder.record(session, act)

        await self.keyring.database.write(work)

    async def _use_up(
        self, session: AsyncSession, act_id: str, by: str, outcome: Outcome
    ) -> Pending:
        mine = and_(col(PendingRecord.id) == act_id, self._waits_for(by))
        record = await session.scalar(select(PendingRecord).where(mine))
        if record is None:
            raise NotPending
        used = update(PendingRecord).where(mine).values(outcome=outcome.value)
        if await session.scalar(used.returning(col(PendingRecord.id))) is None:
            raise NotPending
        return _pending(record)

    def _waits_for(self, name: str) -> ColumnElement[bool]:
        """The condition that an act is open, and its chat still the account's."""
        return and_(
            col(PendingRecord.account) == name,
            col(PendingRecord.outcome).is_(None),
            col(PendingRecord.until) > self.keyring.recorder.clock.now(),
            exists().where(
                col(SeatRecord.account) == col(PendingRecord.account),
                col(SeatRecord.chat) == col(PendingRecord.chat),
            ),
        )

    async def _must_be_allowed(self, session: AsyncSession, by: str, deed: Deed) -> None:
        actor = await find_member(session, self.keyring.desk, by)
        if actor is None:
            raise NotAllowed(RIGHTS[deed])
        actor.must(RIGHTS[deed])


async def _do(keyring: SqlKeyring, pending: Pending, text: str) -> str:
    """The effect of an act, over a keyring whose work joins the transaction of the tap."""
    database, recorder, by = keyring.database, keyring.recorder, pending.by
    given, steering = pending.arguments, SqlSteering(database, recorder)
    match pending.deed:
        case Deed.INVITE:
            return await SqlInvitations(keyring).invite(given["name"], Role(given["role"]), by=by)
        case Deed.ROLE:
            await SqlPeople(keyring).set_role(given["name"], Role(given["role"]), by=by)
        case Deed.REMOVE:
            await SqlPeople(keyring).remove(given["name"], by=by)
        case Deed.PUBLISH:
            await SqlNewsDesk(database, recorder).publish(text, by=by, subject=given["id"])
        case Deed.PAUSE:
            await steering.pause(by=by, note=given["reason"])
        case Deed.RESUME:
            await steering.resume(by=by)
        case Deed.NOTICE:
            for language, words in given.items():
                await steering.set_notice(language, words, by=by)
    return ""


def _subject(arguments: Mapping[str, str]) -> str:
    """What the audit names: an operation by its id, an account by its name."""
    return arguments.get("id", arguments.get("name", ""))


def _pending(record: PendingRecord) -> Pending:
    return Pending(
        id=record.id,
        by=record.account,
        deed=Deed(record.deed),
        arguments=json.loads(record.arguments),
        until=record.until,
    )


def _settled(record: PendingRecord) -> Settled:
    return Settled(
        id=record.id,
        chat=record.chat,
        message=record.message,
        deed=Deed(record.deed),
        arguments=json.loads(record.arguments),
        outcome=Outcome(record.outcome or Outcome.LATE),
    )

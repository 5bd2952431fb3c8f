"""Which chats of the staff bot are of which accounts, and how they come to be."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from nacl.utils import random
from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.people import Member, NotAllowed, Right
from core.staff_ports import Duty, Seat
from storage.accounts import find_member, find_members
from storage.chain import Act, Action
from storage.faults import NoAccount
from storage.keyring import SqlKeyring
from storage.staff_tables import PendingRecord, SeatCodeRecord, SeatRecord

LIFE = timedelta(days=1)
_BYTES = 10
"""80 random bits, 16 letters: nobody guesses that within a day."""
_GROUP = 4


@dataclass(frozen=True, slots=True)
class SqlSeats:
    """The chats of a desk's staff (core.staff_ports.Seats)."""

    keyring: SqlKeyring

    async def invite(self, name: str, *, by: str) -> str:
        """A code that ties a chat to an account; an earlier one counts no longer.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
            NoAccount: there is no such account.
        """
        secret, now = random(_BYTES), self.keyring.recorder.clock.now()

        async def work(session: AsyncSession) -> None:
            await self._must_be_allowed(session, by, Right.PEOPLE)
            if await find_member(session, self.keyring.desk, name) is None:
                raise NoAccount
            same = col(SeatCodeRecord.account) == name
            stale = same | (col(SeatCodeRecord.until) <= now)
            await session.execute(delete(SeatCodeRecord).where(stale))
            values = {"account": name, "code_hash": _hash(secret), "until": now + LIFE}
            await session.execute(insert(SeatCodeRecord).values(**values))
            await self._record(session, Act(by=by, action=Action.SEAT_OFFERED, subject=name))

        await self.keyring.database.write(work)
        return _written(secret)

    async def take(self, code: str, chat: int) -> Member | None:
        """Tie a chat to the account of a code; the code is used up."""
        secret = _read(code)
        if secret is None:
            return None
        now = self.keyring.recorder.clock.now()
        is_good = and_(
            col(SeatCodeRecord.code_hash) == _hash(secret), col(SeatCodeRecord.until) > now
        )

        async def work(session: AsyncSession) -> Member | None:
            used = delete(SeatCodeRecord).where(is_good).returning(col(SeatCodeRecord.account))
            name = await session.scalar(used)
            member = await find_member(session, self.keyring.desk, name) if name else None
            if name is None or member is None:
                return None
            taken = (col(SeatRecord.account) == name) | (col(SeatRecord.chat) == chat)
            await session.execute(delete(PendingRecord).where(_asked_there(name, chat)))
            await session.execute(delete(SeatRecord).where(taken))
            await session.execute(insert(SeatRecord).values(account=name, chat=chat, rank=0))
            await self._record(session, Act(by=name, action=Action.SEAT_TAKEN, subject=name))
            return member

        return await self.keyring.database.write(work)

    async def member(self, chat: int) -> Member | None:
        """Who sits in a chat, as their account stands now; None for everybody else."""

        async def work(session: AsyncSession) -> Member | None:
            of = select(col(SeatRecord.account)).where(col(SeatRecord.chat) == chat)
            name = await session.scalar(of)
            return await find_member(session, self.keyring.desk, name) if name else None

        return await self.keyring.database.read(work)

    async def everybody(self) -> tuple[Seat, ...]:
        """All chats of staff, by name of the account."""

        async def work(session: AsyncSession) -> tuple[Seat, ...]:
            seats = (await session.scalars(select(SeatRecord).order_by(SeatRecord.account))).all()
            desk = self.keyring.desk
            found = [(await find_member(session, desk, seat.account), seat) for seat in seats]
            return tuple(Seat(member, seat.chat, _duty(seat)) for member, seat in found if member)

        return await self.keyring.database.read(work)

    async def colleagues(self) -> tuple[Member, ...]:
        """All accounts by name, with a chat or without; whether they read is not looked up."""
        return await self.keyring.database.read(lambda s: find_members(s, self.keyring.desk))

    async def set_rota(self, names: tuple[str, ...], *, by: str) -> None:
        """Say who is told first of what is urgent, and who next; others are off the rota.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
            NoAccount: one of them has no chat.
        """
        act = Act(by=by, action=Action.ROTA_SET, note=" ".join(names))

        async def work(session: AsyncSession) -> None:
            await self._must_be_allowed(session, by, Right.STEER)
            await session.execute(update(SeatRecord).values(rank=0))
            for rank, name in enumerate(names, 1):
                on = update(SeatRecord).where(col(SeatRecord.account) == name).values(rank=rank)
                if await session.scalar(on.returning(col(SeatRecord.account))) is None:
                    raise NoAccount
            await self._record(session, act)

        await self.keyring.database.write(work)

    async def set_quiet(self, name: str, quiet: tuple[int, int] | None) -> None:
        """Set one's own quiet hours."""
        start, end = quiet or (None, None)
        change = update(SeatRecord).where(col(SeatRecord.account) == name)
        values = {"quiet_from": start, "quiet_until": end}
        await self.keyring.database.write(lambda s: s.execute(change.values(**values)))

    async def leave(self, name: str, *, by: str) -> bool:
        """Untie an account's chat; whether it had one.

        Raises:
            NotAllowed: ``by`` may not, or is gone, and it is not their own.
        """

        async def work(session: AsyncSession) -> bool:
            if by != name:
                await self._must_be_allowed(session, by, Right.PEOPLE)
            await session.execute(delete(PendingRecord).where(col(PendingRecord.account) == name))
            gone = delete(SeatRecord).where(col(SeatRecord.account) == name)
            if await session.scalar(gone.returning(col(SeatRecord.account))) is None:
                return False
            await self._record(session, Act(by=by, action=Action.SEAT_LEFT, subject=name))
            return True

        return await self.keyring.database.write(work)

    async def _must_be_allowed(self, session: AsyncSession, by: str, right: Right) -> None:
        actor = await find_member(session, self.keyring.desk, by)
        if actor is None:
            raise NotAllowed(right)
        actor.must(right)

    async def _record(self, session: AsyncSession, act: Act) -> None:
        await self.keyring.recorder.record(session, act)


def _asked_there(name: str, chat: int) -> ColumnElement[bool]:
    """What was asked for by an account, or in a chat: it does not outlive the tie of both."""
    return (col(PendingRecord.account) == name) | (col(PendingRecord.chat) == chat)


def _duty(seat: SeatRecord) -> Duty:
    if seat.quiet_from is None or seat.quiet_until is None:
        return Duty(seat.rank)
    return Duty(seat.rank, (seat.quiet_from, seat.quiet_until))


def _written(secret: bytes) -> str:
    text = base64.b32encode(secret).decode("ascii")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _read(typed: str) -> bytes | None:
    """The secret of a typed code, or None; case, spaces and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    try:
        secret = base64.b32decode("".join(c for c in plain if c.isalnum()))
    except ValueError:
        return None
    return secret if len(secret) == _BYTES else None


def _hash(secret: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32, person=b"tipline seat").digest()

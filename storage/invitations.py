"""How somebody new comes to an account: a code on paper, good once and for three days."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from nacl.utils import random
from sqlalchemy import ColumnElement, and_, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.people import Member, NotAllowed, Right, Role, Standing, may_invite
from core.people_ports import Joined, Proof
from storage.accounts import as_member, check_name, find_account, insert_account, is_taken
from storage.chain import Act, Action
from storage.factors import SharedSecret, proven_step, put_authenticator
from storage.faults import BadInvitation, NameTaken, WrongCode
from storage.keyring import SqlKeyring
from storage.keys import KeyPair, fingerprint
from storage.tables import AccountRecord, InvitationRecord

LIFE = timedelta(days=3)
_BYTES = 16
_CHARS = 26
_GROUP = 4
_LOOK_ALIKE = str.maketrans("018", "OIB")
"""Digits that base 32 does not have, and the letters that they are taken for."""


@dataclass(frozen=True, slots=True)
class SqlInvitations:
    """The invitations of a desk (core.people_ports.Invitations)."""

    keyring: SqlKeyring

    async def invite(self, name: str, role: Role, *, by: str) -> str:
        """Invite somebody; an invitation of the same name that was not used counts no longer.

        Args:
            name: that the account will have.
            role: that the account will have.
            by: account that invites.

        Returns:
            The code as it is told to them once. It is kept nowhere.

        Raises:
            NotAllowed: the inviting account may not, or is gone.
            BadName: the name could be taken for another.
            NameTaken: there is an account with this name, in capitals or not.
        """
        check_name(name)
        secret, recorder, desk = random(_BYTES), self.keyring.recorder, self.keyring.desk
        now = recorder.clock.now()

        async def work(session: AsyncSession) -> None:
            await self._must_invite(session, by, role)
            if await is_taken(session, name):
                raise NameTaken
            stale = (func.lower(col(InvitationRecord.name)) == name.lower()) | (
                col(InvitationRecord.until) <= now
            )
            await session.execute(delete(InvitationRecord).where(stale))
            values = {"name": name, "desk": desk, "role": role.value, "until": now + LIFE}
            await session.execute(
                insert(InvitationRecord).values(code_hash=_hash(secret), **values)
            )
            act = Act(by=by, action=Action.INVITED, subject=name, note=role.value)
            await recorder.record(session, act)

        await self.keyring.database.write(work)
        return _written(secret)

    async def look(self, code: str) -> Member:
        """The account that a code would make.

        Raises:
            BadInvitation: it opens nothing (any more).
        """
        query = select(InvitationRecord).where(self._is_good(_read(code)))
        found = await self.keyring.database.read(lambda session: session.scalar(query))
        if found is None:
            raise BadInvitation
        today = self.keyring.recorder.clock.now().date()
        return as_member(found.name, found.role, today, opens=False)

    async def redeem(self, code: str, passphrase: str, proof: Proof | None) -> Joined:
        """Make the account of an invitation; the code is used up.

        Args:
            code: as typed.
            passphrase: of the new account.
            proof: its authenticator; a practice desk needs none.

        Raises:
            BadInvitation: it opens nothing (any more).
            WeakPassphrase: it would be guessed.
            WrongCode: the authenticator does not show this code, or there is no authenticator.
            NameTaken: an account with the name was made in another way.
        """
        member, hashed, pair = await self.look(code), _read(code), KeyPair.draw()
        step = await self._step(proof)
        wrapped = await self.keyring.protect(member.name, passphrase, pair)

        async def work(session: AsyncSession) -> None:
            used = delete(InvitationRecord).where(self._is_good(hashed))
            if await session.scalar(used.returning(col(InvitationRecord.name))) is None:
                raise BadInvitation
            await insert_account(session, self.keyring.desk, member, wrapped)
            if proof is not None:
                sealed = SharedSecret(proof.secret).sealed(member.name, pair.secret)
                await put_authenticator(session, member.name, sealed, step)
            act = Act(by=member.name, action=Action.JOINED, subject=member.name)
            await self.keyring.recorder.record(session, act)

        try:
            await self.keyring.database.write(work)
        except IntegrityError:
            raise NameTaken from None
        await self.keyring.database.scrub()
        return Joined(member=member, fingerprint=fingerprint(pair.public))

    async def expire(self) -> int:
        """Destroy invitations whose time is up, as the janitor does; how many there were.

        Raises:
            NotSaved: the store could not commit in time.
        """
        now = self.keyring.recorder.clock.now()
        query = delete(InvitationRecord).where(
            col(InvitationRecord.until) <= now, col(InvitationRecord.desk) == self.keyring.desk
        )

        async def work(session: AsyncSession) -> int:
            done = await session.execute(query.returning(col(InvitationRecord.until)))
            return len(done.all())

        return await self.keyring.database.write(work)

    async def pending(self) -> tuple[Member, ...]:
        """Accounts that could still be made, by name; `Member.added` is when the code ends."""
        now = self.keyring.recorder.clock.now()
        query = select(InvitationRecord).where(
            col(InvitationRecord.until) > now, col(InvitationRecord.desk) == self.keyring.desk
        )

        async def work(session: AsyncSession) -> tuple[Member, ...]:
            rows = await session.scalars(query.order_by(col(InvitationRecord.name)))
            return tuple(
                Member(
                    name=row.name,
                    role=Role(row.role),
                    standing=Standing.WAITING,
                    added=row.until.date(),
                )
                for row in rows
            )

        return await self.keyring.database.read(work)

    async def _must_invite(self, session: AsyncSession, by: str, role: Role) -> None:
        desk = self.keyring.desk
        found = await find_account(session, desk, by)
        administrators = select(col(AccountRecord.name)).where(
            col(AccountRecord.desk) == desk, col(AccountRecord.role) == Role.ADMINISTRATOR.value
        )
        has_one = await session.scalar(administrators.limit(1)) is not None
        if found is None or not may_invite(found.member, role, has_administrator=has_one):
            raise NotAllowed(Right.PEOPLE)

    async def _step(self, proof: Proof | None) -> int:
        if proof is None:
            if await self.keyring.is_practice():
                return 0
            raise WrongCode
        return proven_step(proof, self.keyring.recorder.clock.now())

    def _is_good(self, hashed: bytes) -> ColumnElement[bool]:
        return and_(
            col(InvitationRecord.code_hash) == hashed,
            col(InvitationRecord.desk) == self.keyring.desk,
            col(InvitationRecord.until) > self.keyring.recorder.clock.now(),
        )


def _written(secret: bytes) -> str:
    text = base64.b32encode(secret).decode("ascii")[:_CHARS]
    return "-".join(text[at : at + _GROUP] for at in range(0, _CHARS, _GROUP))


def _read(typed: str) -> bytes:
    """The hash of a typed code; case, spaces and dashes do not matter.

    Raises:
        BadInvitation: it has not the form of one.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    text = "".join(c for c in plain if c.isalnum()).translate(_LOOK_ALIKE)
    if len(text) != _CHARS:
        raise BadInvitation
    try:
        return _hash(base64.b32decode(text.encode("ascii") + b"======"))
    except ValueError:  # binascii.Error and UnicodeEncodeError are such
        raise BadInvitation from None


def _hash(secret: bytes) -> bytes:
    """What is kept of a code: 128 random bits need no stretching."""
    return hashlib.blake2b(secret, digest_size=32, person=b"tipline invite").digest()

"""Accounts of a desk: who can open its key, and how that changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Tampered
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import Database
from storage.faults import BadName, BadRecoveryKey, NameTaken, NoDesk
from storage.keys import KeyPair, OpenKey, Wrapped, Wrapper, opened
from storage.passphrase import check_passphrase
from storage.recovery_code import read_code
from storage.sealing import open_key
from storage.stretching import Cost
from storage.tables import AccountRecord, DeskRecord

_NAME = re.compile(r"[\w.-]{1,40}", re.ASCII)
_RESERVED = frozenset({"system"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlKeyring:
    """Accounts and their wrapped keys (core.desk_ports.Keyring)."""

    database: Database
    recorder: Recorder
    wrapper: Wrapper
    desk: str

    async def unlock(self, name: str, passphrase: str) -> OpenKey:
        """Open the desk's key.

        Raises:
            WrongPassphrase: no such account, or not its passphrase; both take as long.
        """
        key = await self._open(name, passphrase)
        act = Act(by=name, action=Action.UNLOCKED, subject=name)
        await self.database.write(lambda session: self.recorder.record(session, act))
        return key

    async def names(self) -> tuple[str, ...]:
        """Names of all accounts, in order."""
        query = select(col(AccountRecord.name)).order_by(col(AccountRecord.name))

        async def work(session: AsyncSession) -> tuple[str, ...]:
            return tuple(await session.scalars(query.where(col(AccountRecord.desk) == self.desk)))

        return await self.database.read(work)

    async def is_practice(self) -> bool:
        """Whether the desk is for practice only.

        Raises:
            NoDesk: it is gone.
        """
        return (await self._record()).is_practice

    async def add(self, name: str, passphrase: str, *, key: OpenKey) -> None:
        """Let another account open the desk; ``key`` says who lets it.

        Raises:
            BadName: the name could be taken for another.
            NameTaken: there is such an account.
            WeakPassphrase: it would be guessed.
            KeyClosed: the desk's key is no longer open.
        """
        secret = opened(key).secret
        wrapped = await self._wrap(name, passphrase, secret)
        act = Act(by=key.name, action=Action.ACCOUNT_ADDED, subject=name)

        async def work(session: AsyncSession) -> None:
            await insert_account(session, self.desk, name, wrapped, self._today())
            await self.recorder.record(session, act)

        try:
            await self.database.write(work)
        except IntegrityError:
            raise NameTaken from None

    async def remove(self, name: str, *, by: str) -> bool:
        """Destroy an account's keys; whether there was one.

        Whoever copied the desk's key while the account was open still has it.
        """

        async def work(session: AsyncSession) -> bool:
            query = delete(AccountRecord).where(
                col(AccountRecord.name) == name, col(AccountRecord.desk) == self.desk
            )
            gone = await session.execute(query.returning(col(AccountRecord.name)))
            if not gone.all():
                return False
            act = Act(by=by, action=Action.ACCOUNT_REMOVED, subject=name)
            await self.recorder.record(session, act)
            return True

        done = await self.database.write(work)
        await self.database.scrub()
        return done

    async def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Wrap an account's keys anew; the old wrapping is destroyed.

        Raises:
            WrongPassphrase: no such account, or ``old`` is not its passphrase.
            WeakPassphrase: ``new`` would be guessed.
        """
        key = await self._open(name, old)
        wrapped = await self._wrap(name, new, key.secret)
        key.close()
        await self._replace(name, wrapped, Action.REWRAPPED)

    async def recover(self, code: str, name: str, passphrase: str) -> OpenKey:
        """Open the desk with the recovery key, and give an account a new passphrase.

        Args:
            code: as typed from the paper.
            name: of an account, which is made if there is none.
            passphrase: its new one.

        Raises:
            BadRecoveryKey: it is mistyped, or of another desk.
            BadName: the name could be taken for another.
            WeakPassphrase: it would be guessed.
        """
        pair = KeyPair.of(read_code(code))
        record = await self._record()
        try:
            secret = open_key(record.recovery_sealed, pair.secret)
        except Tampered:
            raise BadRecoveryKey("it belongs to another desk") from None
        wrapped = await self._wrap(name, passphrase, secret)
        await self._replace(name, wrapped, Action.RECOVERED)
        return OpenKey(name, secret)

    async def _open(self, name: str, passphrase: str) -> OpenKey:
        query = select(AccountRecord).where(
            col(AccountRecord.name) == name, col(AccountRecord.desk) == self.desk
        )
        found = await self.database.read(lambda session: session.scalar(query))
        wrapped = _wrapped(found) if found else None
        return OpenKey(name, await self.wrapper.unwrap(name, passphrase, wrapped))

    async def _wrap(self, name: str, passphrase: str, secret: bytes) -> Wrapped:
        check_name(name)
        if not await self.is_practice():
            check_passphrase(passphrase, name)
        return await self.wrapper.wrap(name, passphrase, secret)

    async def _replace(self, name: str, wrapped: Wrapped, action: Action) -> None:
        async def work(session: AsyncSession) -> None:
            query = update(AccountRecord).where(
                col(AccountRecord.name) == name, col(AccountRecord.desk) == self.desk
            )
            changed = query.values(**_columns(wrapped)).returning(col(AccountRecord.name))
            if await session.scalar(changed) is None:
                await insert_account(session, self.desk, name, wrapped, self._today())
            await self.recorder.record(session, Act(by=name, action=action, subject=name))

        await self.database.write(work)
        await self.database.scrub()

    async def _record(self) -> DeskRecord:
        found = await self.database.read(lambda session: session.get(DeskRecord, self.desk))
        if found is None:
            raise NoDesk
        return found

    def _today(self) -> date:
        return self.recorder.clock.now().date()


def check_name(name: str) -> None:
    """Refuse a name that could be taken for another, or for the system's.

    Raises:
        BadName: it has other characters than ASCII letters, digits and ``._-``.
    """
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise BadName


async def insert_account(
    session: AsyncSession, desk: str, name: str, wrapped: Wrapped, added: date
) -> None:
    """Store a new account."""
    values = {"name": name, "desk": desk, "added": added, **_columns(wrapped)}
    await session.execute(insert(AccountRecord).values(**values))


def _columns(wrapped: Wrapped) -> dict[str, bytes | int]:
    return {
        "public_key": wrapped.public,
        "salt": wrapped.salt,
        "passes": wrapped.cost.passes,
        "memory_kib": wrapped.cost.memory_kib,
        "wrapped": wrapped.secret,
        "desk_sealed": wrapped.desk_sealed,
    }


def _wrapped(record: AccountRecord) -> Wrapped:
    return Wrapped(
        public=record.public_key,
        salt=record.salt,
        cost=Cost(passes=record.passes, memory_kib=record.memory_kib),
        secret=record.wrapped,
        desk_sealed=record.desk_sealed,
    )

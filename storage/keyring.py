"""Passphrases of a desk's accounts: what each opens, and how it is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Tampered, WrongPassphrase
from core.gate import Confirmed
from core.people import Member, NotAdmitted, NotAllowed, Right, Role, Standing, reads
from storage.accounts import (
    Account,
    check_name,
    delete_account,
    find_account,
    forget_factors,
    insert_account,
    open_desk_to,
    rewrap_account,
    set_role,
)
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import Database
from storage.faults import BadRecoveryKey, NameTaken, NoDesk
from storage.keys import KeyPair, OpenKey, Wrapped, Wrapper, opened
from storage.passphrase import check_passphrase
from storage.recovery_code import read_code
from storage.sealing import open_key
from storage.tables import AccountRecord, DeskRecord


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody whose passphrase was right.

    Attributes:
        account: theirs, as it was read before the passphrase was tried.
        secret: of the account's own pair.
    """

    account: Account
    secret: bytes = field(repr=False)

    @property
    def member(self) -> Member:
        """The account as others see it."""
        return self.account.member

    def desk_key(self) -> OpenKey | None:
        """The desk's key, or None when the account may not read.

        Raises:
            WrongPassphrase: what is stored does not open under the account's key.
        """
        sealed = self.account.wrapped.desk_sealed
        if sealed is None or not self.member.may(Right.READ):
            return None
        try:
            return OpenKey(self.member.name, open_key(sealed, self.secret))
        except Tampered:
            raise WrongPassphrase from None


def as_entered(confirmed: Confirmed) -> Entered:
    """Whoever typed their passphrase again, as this package made it.

    Raises:
        WrongPassphrase: it is another's make.
    """
    if not isinstance(confirmed, Entered):
        raise WrongPassphrase
    return confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlKeyring:
    """Accounts and their wrapped keys (core.desk_ports.Keyring)."""

    database: Database
    recorder: Recorder
    wrapper: Wrapper
    desk: str

    async def unlock(self, name: str, passphrase: str) -> OpenKey:
        """Open the desk's key, on a machine where the database lies open anyway.

        Raises:
            WrongPassphrase: no such account, or not its passphrase; both take as long.
            NotAllowed: the account's role does not read.
            NotAdmitted: nobody has let it read yet.
        """
        entered = await self.enter(name, passphrase)
        key = entered.desk_key()
        if key is None:
            if entered.member.standing is Standing.WAITING:
                raise NotAdmitted
            raise NotAllowed(Right.READ)
        act = Act(by=name, action=Action.UNLOCKED, subject=name)
        await self.database.write(lambda session: self.recorder.record(session, act))
        return key

    async def enter(self, name: str, passphrase: str) -> Entered:
        """Find out whether a passphrase is right, whatever the account may do.

        Raises:
            WrongPassphrase: no such account, or not its passphrase; both take as long.
        """
        found = await self.database.read(lambda session: find_account(session, self.desk, name))
        secret = await self.wrapper.enter(name, passphrase, found.wrapped if found else None)
        if found is None:
            raise WrongPassphrase
        return Entered(found, secret)

    async def still_there(self, session: AsyncSession, entered: Entered) -> Member:
        """The account as it stands in this transaction, with the keys that somebody entered by.

        Raises:
            WrongPassphrase: it was removed, or its keys changed.
        """
        found = await find_account(session, self.desk, entered.member.name)
        if found is None or found.wrapped.secret != entered.account.wrapped.secret:
            raise WrongPassphrase
        return found.member

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
        query = select(col(DeskRecord.is_practice)).where(col(DeskRecord.id) == self.desk)
        found = await self.database.read(lambda session: session.scalar(query))
        if found is None:
            raise NoDesk
        return found

    async def add(
        self, name: str, passphrase: str, *, key: OpenKey, role: Role = Role.ANALYST
    ) -> None:
        """Make an account at a practice desk in one step; ``key`` says who does.

        Raises:
            BadName: the name could be taken for another.
            NameTaken: there is such an account.
            WeakPassphrase: it would be guessed.
            KeyClosed: the desk's key is no longer open.
            NotAllowed: the desk is a real one, where it takes an invitation.
        """
        secret = opened(key).secret
        wrapped = await self.protect(name, passphrase, KeyPair.draw())
        if not await self.is_practice():
            raise NotAllowed(Right.PEOPLE)
        member = Member(name=name, role=role, standing=Standing.ACTIVE, added=self._today())
        kept = wrapped.admitted(secret) if reads(role) else wrapped
        act = Act(by=key.name, action=Action.ACCOUNT_ADDED, subject=name)

        async def work(session: AsyncSession) -> None:
            await insert_account(session, self.desk, member, kept)
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
            if not await delete_account(session, self.desk, name):
                return False
            act = Act(by=by, action=Action.ACCOUNT_REMOVED, subject=name)
            await self.recorder.record(session, act)
            return True

        done = await self.database.write(work)
        await self.database.scrub()
        return done

    async def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Wrap an account's key anew; the old wrapping is destroyed, second factors stay.

        Raises:
            WrongPassphrase: no such account, or ``old`` is not its passphrase.
            WeakPassphrase: ``new`` would be guessed.
        """
        entered = await self.enter(name, old)
        wrapped = await self.protect(name, new, KeyPair.of(entered.secret))
        act = Act(by=name, action=Action.REWRAPPED, subject=name)

        async def work(session: AsyncSession) -> None:
            await self.still_there(session, entered)
            await rewrap_account(session, self.desk, name, wrapped)
            await self.recorder.record(session, act)

        await self.database.write(work)
        await self.database.scrub()

    async def recover(self, code: str, name: str, passphrase: str) -> OpenKey:
        """Open the desk with the recovery key, and give an account a new passphrase.

        Its second factors are gone with its old keys: they have to be set up again.

        Args:
            code: as typed from the paper.
            name: of an account, which is made if there is none, and becomes a lead if its role
                does not read.
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
        wrapped = await self.protect(name, passphrase, KeyPair.draw())
        await self._recover(name, wrapped.admitted(secret))
        return OpenKey(name, secret)

    async def check(self, name: str, passphrase: str) -> None:
        """Refuse a name or a passphrase that is not good enough for this desk.

        Raises:
            BadName, WeakPassphrase: one is not; every passphrase will do for practice.
        """
        check_name(name)
        if not await self.is_practice():
            check_passphrase(passphrase, name)

    async def protect(self, name: str, passphrase: str, pair: KeyPair) -> Wrapped:
        """Wrap an account's pair under a passphrase.

        Raises:
            BadName, WeakPassphrase: see `check`.
        """
        await self.check(name, passphrase)
        return await self.wrapper.protect(name, passphrase, pair)

    async def _recover(self, name: str, wrapped: Wrapped) -> None:
        lead = Member(name=name, role=Role.LEAD, standing=Standing.ACTIVE, added=self._today())

        async def work(session: AsyncSession) -> None:
            found = await find_account(session, self.desk, name)
            if found is None:
                await insert_account(session, self.desk, lead, wrapped)
            else:
                await forget_factors(session, name)
                await rewrap_account(session, self.desk, name, wrapped)
                await open_desk_to(session, self.desk, name, wrapped)
                if not reads(found.member.role):
                    await set_role(session, self.desk, name, Role.LEAD)
            act = Act(by=name, action=Action.RECOVERED, subject=name)
            await self.recorder.record(session, act)

        await self.database.write(work)
        await self.database.scrub()

    async def _record(self) -> DeskRecord:
        found = await self.database.read(lambda session: session.get(DeskRecord, self.desk))
        if found is None:
            raise NoDesk
        return found

    def _today(self) -> date:
        return self.recorder.clock.now().date()

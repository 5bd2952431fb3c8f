"""Who may do what at the desk, and how that changes: let in to read, given a role, removed."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Unlocked
from core.people import Member, NotAllowed, Right, Role, Standing, reads
from core.people_ports import Person
from storage.accounts import (
    Account,
    as_member,
    delete_account,
    find_account,
    is_account,
    open_desk_to,
    set_role,
)
from storage.chain import Act, Action
from storage.faults import LastLead, NoAccount, NothingToAdmit, OwnAccount, WrongFingerprint
from storage.keyring import SqlKeyring
from storage.keys import fingerprint, opened
from storage.tables import AccountRecord, AuthenticatorRecord, PasskeyRecord


@dataclass(frozen=True, slots=True)
class SqlPeople:
    """The accounts of a desk (core.people_ports.People).

    Whoever acts is looked up in the transaction of the act.
    """

    keyring: SqlKeyring

    async def member(self, name: str) -> Member | None:
        """An account as it stands now, or None when there is none."""
        query = _members().where(is_account(self.keyring.desk, name))

        async def work(session: AsyncSession) -> Member | None:
            found = (await session.execute(query)).one_or_none()
            return None if found is None else _member(found)

        return await self.keyring.database.read(work)

    async def everybody(self) -> tuple[Person, ...]:
        """All accounts, by name."""
        query = _members().where(col(AccountRecord.desk) == self.keyring.desk)

        async def work(session: AsyncSession) -> tuple[Person, ...]:
            factors = {
                *await session.scalars(select(col(AuthenticatorRecord.account))),
                *await session.scalars(select(col(PasskeyRecord.account))),
            }
            rows = await session.execute(query.order_by(col(AccountRecord.name)))
            return tuple(Person(_member(row), row.name in factors) for row in rows)

        return await self.keyring.database.read(work)

    async def admit(self, name: str, typed: str, *, key: Unlocked) -> None:
        """Let an account read: the desk's key is sealed to it.

        Args:
            name: of the account.
            typed: fingerprint of its key, as its owner read it to the lead. Without it whoever
                found the invitation first, or can write to the database, would be let in.
            key: the desk's key, open for a lead.

        Raises:
            NotAllowed: the key is not a lead's.
            NoAccount: none has this name.
            NothingToAdmit: the account reads already, or its role does not read.
            WrongFingerprint: it is of another key.
            KeyClosed: the desk's key is no longer open.
        """
        secret = opened(key).secret

        async def work(session: AsyncSession, account: Account) -> Act:
            member = account.member
            if not reads(member.role) or member.standing is not Standing.WAITING:
                raise NothingToAdmit
            if not _is_same(typed, fingerprint(account.wrapped.public)):
                raise WrongFingerprint
            await open_desk_to(session, self.keyring.desk, name, account.wrapped.admitted(secret))
            return Act(by=key.name, action=Action.ADMITTED, subject=name)

        await self._change(name, key.name, Right.LEAD, work)

    async def set_role(self, name: str, role: Role, *, by: str) -> None:
        """Give an account another role; one that does not read shuts the desk to it at once.

        An account that comes to read waits until a lead admits it. Whoever copied the desk's key
        while the account was open still has it.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
            NoAccount: none has this name.
            OwnAccount: it is the account of ``by``.
            LastLead: nobody could let anybody read afterwards.
        """

        async def work(session: AsyncSession, account: Account) -> Act:
            await self._keep_a_lead(session, account, role)
            shuts = not reads(role)
            await set_role(session, self.keyring.desk, name, role, shuts=shuts)
            return Act(by=by, action=Action.ROLE_SET, subject=name, note=role.value)

        await self._change(name, by, Right.PEOPLE, work)

    async def remove(self, name: str, *, by: str) -> None:
        """Destroy an account's keys and second factors; works at once.

        Whoever copied the desk's key while the account was open still has it.

        Raises:
            NotAllowed, NoAccount, OwnAccount, LastLead: as for `set_role`.
        """

        async def work(session: AsyncSession, account: Account) -> Act:
            await self._keep_a_lead(session, account, None)
            await delete_account(session, self.keyring.desk, name)
            return Act(by=by, action=Action.ACCOUNT_REMOVED, subject=name)

        await self._change(name, by, Right.PEOPLE, work)

    async def _change(
        self,
        name: str,
        by: str,
        right: Right,
        change: Callable[[AsyncSession, Account], Awaitable[Act]],
    ) -> None:
        """Change an account and write so into the audit, if ``by`` has the right now."""
        desk = self.keyring.desk

        async def work(session: AsyncSession) -> None:
            actor = await find_account(session, desk, by)
            if actor is None:
                raise NotAllowed(right)
            actor.member.must(right)
            if name == by:
                raise OwnAccount
            account = await find_account(session, desk, name)
            if account is None:
                raise NoAccount
            act = await change(session, account)
            await self.keyring.recorder.record(session, act)

        await self.keyring.database.write(work)
        await self.keyring.database.scrub()

    async def _keep_a_lead(
        self, session: AsyncSession, account: Account, role: Role | None
    ) -> None:
        member = account.member
        is_lead = member.role is Role.LEAD and member.standing is Standing.ACTIVE
        if not is_lead or role is Role.LEAD:
            return
        others = (
            select(func.count())
            .select_from(AccountRecord)
            .where(
                col(AccountRecord.desk) == self.keyring.desk,
                col(AccountRecord.role) == Role.LEAD.value,
                col(AccountRecord.desk_sealed).is_not(None),
                col(AccountRecord.name) != member.name,
            )
        )
        if not await session.scalar(others):
            raise LastLead


def _members() -> Select[str, str, date, bool]:
    return select(
        col(AccountRecord.name),
        col(AccountRecord.role),
        col(AccountRecord.added),
        col(AccountRecord.desk_sealed).is_not(None).label("opens"),
    )


def _member(row: Row[str, str, date, bool]) -> Member:
    name, role, added, opens = row
    return as_member(name, role, added, opens=opens)


def _is_same(typed: str, right: str) -> bool:
    def plain(text: str) -> bytes:
        return "".join(c for c in text.upper() if c.isalnum()).encode()

    return hmac.compare_digest(plain(typed), plain(right))

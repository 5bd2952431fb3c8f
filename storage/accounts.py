"""How an account lies in the database: found, stored, and shown as a member of the desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Tampered
from core.people import Member, Role, Standing, reads
from storage.desk_tables import ViewRecord
from storage.faults import BadName
from storage.keys import Wrapped
from storage.staff_tables import AlertRecord, PendingRecord, SeatCodeRecord, SeatRecord
from storage.stretching import Cost
from storage.tables import AccountRecord, AuthenticatorRecord, PasskeyRecord

_NAME = re.compile(r"[\w.-]{1,40}", re.ASCII)
_RESERVED = frozenset({"system"})


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is stored."""

    member: Member
    wrapped: Wrapped


def check_name(name: str) -> None:
    """Refuse a name that could be taken for another, or for the system's.

    Raises:
        BadName: it has other characters than ASCII letters, digits and ``._-``.
    """
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise BadName


async def find_account(session: AsyncSession, desk: str, name: str) -> Account | None:
    """The account of a name, or None when there is none at this desk."""
    record = await session.scalar(select(AccountRecord).where(is_account(desk, name)))
    if record is None:
        return None
    wrapped = Wrapped(
        public=record.public_key,
        salt=record.salt,
        cost=Cost(passes=record.passes, memory_kib=record.memory_kib),
        secret=record.wrapped,
        desk_sealed=record.desk_sealed,
    )
    opens = record.desk_sealed is not None
    return Account(as_member(record.name, record.role, record.added, opens=opens), wrapped)


async def find_member(session: AsyncSession, desk: str, name: str) -> Member | None:
    """An account by the columns that every process of staff sees; that it reads is not looked up.

    Whoever opens no tip needs no more, and the staff bot may not see what lies sealed.
    """
    found = await find_members(session, desk, name)
    return found[0] if found else None


async def find_members(session: AsyncSession, desk: str, name: str = "") -> tuple[Member, ...]:
    """The same of all accounts, by name, or of one."""
    columns = (col(AccountRecord.name), col(AccountRecord.role), col(AccountRecord.added))
    wanted = is_account(desk, name) if name else col(AccountRecord.desk) == desk
    found = await session.execute(select(*columns).where(wanted).order_by(columns[0]))
    return tuple(as_member(row.name, row.role, row.added, opens=False) for row in found)


async def is_taken(session: AsyncSession, name: str) -> bool:
    """Whether an account has this name, or one that differs only in capitals."""
    query = select(col(AccountRecord.name)).where(
        func.lower(col(AccountRecord.name)) == name.lower()
    )
    return await session.scalar(query.limit(1)) is not None


async def insert_account(
    session: AsyncSession, desk: str, member: Member, wrapped: Wrapped
) -> None:
    """Store a new account.

    Raises:
        IntegrityError: there is one with this name.
    """
    values = {
        "name": member.name,
        "desk": desk,
        "role": member.role.value,
        "added": member.added,
        "desk_sealed": wrapped.desk_sealed,
    }
    await session.execute(insert(AccountRecord).values(**values, **_wrapping(wrapped)))


async def rewrap_account(session: AsyncSession, desk: str, name: str, wrapped: Wrapped) -> bool:
    """Put an account's pair under another passphrase; whether there is such an account.

    What opens the desk stays as it is: somebody may be taking it away meanwhile.
    """
    return await _change(session, desk, name, _wrapping(wrapped))


async def open_desk_to(session: AsyncSession, desk: str, name: str, wrapped: Wrapped) -> bool:
    """Let the pair of ``wrapped`` open the desk; whether the account still has that pair."""
    query = (
        update(AccountRecord)
        .where(is_account(desk, name), col(AccountRecord.public_key) == wrapped.public)
        .values(desk_sealed=wrapped.desk_sealed)
        .returning(col(AccountRecord.name))
    )
    return await session.scalar(query) is not None


async def set_role(
    session: AsyncSession, desk: str, name: str, role: Role, *, shuts: bool = False
) -> bool:
    """Give an account a role; whether there is such an account.

    Args:
        session: in a transaction that writes.
        desk: of the account.
        name: of the account.
        role: its new one.
        shuts: whether what opens the desk for it is destroyed.
    """
    values: dict[str, Any] = {"role": role.value}
    return await _change(session, desk, name, values | ({"desk_sealed": None} if shuts else {}))


async def delete_account(session: AsyncSession, desk: str, name: str) -> bool:
    """Destroy an account's keys, second factors and saved views; whether there was one."""
    query = select(col(AccountRecord.name)).where(is_account(desk, name))
    if await session.scalar(query) is None:
        return False
    await forget_factors(session, name)
    await session.execute(delete(ViewRecord).where(col(ViewRecord.account) == name))
    await session.execute(delete(PendingRecord).where(col(PendingRecord.account) == name))
    await session.execute(delete(SeatRecord).where(col(SeatRecord.account) == name))
    await session.execute(delete(AlertRecord).where(col(AlertRecord.account) == name))
    await session.execute(delete(SeatCodeRecord).where(col(SeatCodeRecord.account) == name))
    await session.execute(delete(AccountRecord).where(is_account(desk, name)))
    return True


async def forget_factors(session: AsyncSession, name: str) -> None:
    """Destroy an account's authenticator and security keys."""
    codes = delete(AuthenticatorRecord).where(col(AuthenticatorRecord.account) == name)
    await session.execute(codes)
    await session.execute(delete(PasskeyRecord).where(col(PasskeyRecord.account) == name))


def is_account(desk: str, name: str) -> ColumnElement[bool]:
    """The condition that a row is this account."""
    return and_(col(AccountRecord.name) == name, col(AccountRecord.desk) == desk)


def as_member(name: str, role: str, added: date, *, opens: bool) -> Member:
    """The columns of an account as others see it; ``opens``: the desk's key is sealed to it.

    Raises:
        Tampered: there is no such role.
    """
    if role not in Role:
        raise Tampered
    kind = Role(role)
    standing = Standing.WAITING if reads(kind) and not opens else Standing.ACTIVE
    return Member(name=name, role=kind, standing=standing, added=added)


async def _change(session: AsyncSession, desk: str, name: str, values: dict[str, Any]) -> bool:
    query = update(AccountRecord).where(is_account(desk, name)).values(**values)
    return await session.scalar(query.returning(col(AccountRecord.name))) is not None


def _wrapping(wrapped: Wrapped) -> dict[str, bytes | int]:
    return {
        "public_key": wrapped.public,
        "salt": wrapped.salt,
        "passes": wrapped.cost.passes,
        "memory_kib": wrapped.cost.memory_kib,
        "wrapped": wrapped.secret,
    }

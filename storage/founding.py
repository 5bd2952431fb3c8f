"""How a desk begins: its keys are made, and its recovery key is shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.people import Member, Role, Standing
from core.ports import Clock
from storage.accounts import check_name, insert_account
from storage.audit import Recorder
from storage.chain import Act, Action
from storage.engine import PATIENCE, Database, open_engine
from storage.faults import DeskExists
from storage.keys import KeyPair, Wrapped, Wrapper, desk_id
from storage.migrating import migrate
from storage.passphrase import check_passphrase
from storage.recovery_code import write_code
from storage.sealing import seal_key
from storage.secret_files import create_secrets, forget_desk, load_staff
from storage.stretching import PASSPHRASE_COST, Cost, Stretcher
from storage.tables import DeskRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who begins a desk.

    Attributes:
        name: of the first account, a lead.
        passphrase: of the first account; weak ones pass at a practice desk only.
        is_practice: whether the desk is for practice: demos, teaching, tests.
    """

    name: str
    passphrase: str = field(repr=False)
    is_practice: bool = False

    def check(self) -> None:
        """Refuse a first account that would not be safe.

        Raises:
            BadName, WeakPassphrase: it would not.
        """
        check_name(self.name)
        if not self.is_practice:
            check_passphrase(self.passphrase, self.name)


async def create_desk(
    url: str, data_dir: Path, founder: Founder, *, clock: Clock, cost: Cost = PASSPHRASE_COST
) -> str:
    """Migrate the database, make a host's secrets and the desk, all or nothing.

    Args:
        url: of the database.
        data_dir: where the host's secrets lie; made if missing.
        founder: the first account.
        clock: gives the day.
        cost: of the first account's passphrase.

    Returns:
        The recovery key as it must be written on paper. It exists nowhere else.

    Raises:
        BadUrl, NotSaved: the database cannot be opened or written.
        BadName, WeakPassphrase: the first account's.
        DeskExists: the database or the directory has a desk; it stays as it is.
        LooseFile, BrokenFile: a secret of this host is not fit for use.
    """
    founder.check()
    await migrate(url)
    made = await _make_keys(founder, Wrapper(Stretcher(), cost))
    async with open_engine(url) as engine:
        database = Database(engine, patience=PATIENCE)
        if await database.read(_has_desk):
            raise DeskExists
        create_secrets(data_dir, made.desk.public)
        try:
            recorder = Recorder(clock, load_staff(data_dir).audit_key)
            await database.write(lambda session: _insert(session, recorder, founder, made))
        except BaseException:
            forget_desk(data_dir)
            raise
    return write_code(made.recovery.secret)


@dataclass(frozen=True, slots=True)
class _Made:
    desk: KeyPair
    recovery: KeyPair
    wrapped: Wrapped


async def _make_keys(founder: Founder, wrapper: Wrapper) -> _Made:
    desk = KeyPair.draw()
    wrapped = await wrapper.wrap(founder.name, founder.passphrase, desk.secret)
    return _Made(desk, KeyPair.draw(), wrapped)


async def _has_desk(session: AsyncSession) -> bool:
    return await session.scalar(select(col(DeskRecord.id)).limit(1)) is not None


async def _insert(session: AsyncSession, recorder: Recorder, founder: Founder, made: _Made) -> None:
    if await _has_desk(session):
        raise DeskExists
    name, today = desk_id(made.desk.public), recorder.clock.now().date()
    await session.execute(
        insert(DeskRecord).values(
            id=name,
            public_key=made.desk.public,
            recovery_public=made.recovery.public,
            recovery_sealed=seal_key(made.desk.secret, made.recovery.public),
            is_practice=founder.is_practice,
            founded=today,
        )
    )
    lead = Member(name=founder.name, role=Role.LEAD, standing=Standing.ACTIVE, added=today)
    await insert_account(session, name, lead, made.wrapped)
    await recorder.record(session, Act(by=founder.name, action=Action.FOUNDED, subject=name))

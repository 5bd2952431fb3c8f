"""One front for both sides of the line: what the public bot may do, and what staff may do.

The public side holds public keys only. The staff side holds no secret key either until an
account is unlocked; the key then lives in the hands of whoever unlocked it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from nacl.utils import random
from sqlalchemy import select
from sqlmodel import col

from core.alerts import Alerts, Watchbook
from core.desk_ports import Outbox, Shredder
from core.gate import Gate, Site
from core.people_ports import Codes, Invitations, Passkeys, People
from core.ports import Clock, Intake, Mailbox, NewsBoard
from core.staff_ports import Seats
from core.steering import PulseBoard, Pulses, SteeringBoard, SteeringDesk
from core.throttle import Throttle
from storage.alerts import SqlAlerts
from storage.anchors import AnchorFile
from storage.audit import Recorder, SqlAudit
from storage.challenges import Challenges
from storage.desk import SqlDesk
from storage.engine import PATIENCE, Database, open_engine
from storage.factors import SqlCodes
from storage.faults import DeskKeyChanged, NoDesk, NotMigrated
from storage.gate import SqlGate
from storage.intake import SqlIntake
from storage.invitations import SqlInvitations
from storage.keyring import SqlKeyring
from storage.keys import Wrapper, desk_id
from storage.mailbox import SqlMailbox
from storage.migrating import is_current
from storage.news import SqlNews, SqlNewsDesk
from storage.outbox import SqlOutbox
from storage.passkeys import SqlPasskeys
from storage.pending import SqlPending
from storage.people import SqlPeople
from storage.pulses import SqlPulseBoard, SqlPulses
from storage.receipts import ReceiptKeys
from storage.seats import SqlSeats
from storage.secret_files import PublicSecrets, StaffSecrets, load_public, load_staff
from storage.shredder import SqlShredder
from storage.steering import SqlSteering, SqlSteeringBoard
from storage.stretching import PASSPHRASE_COST, RECEIPT_COST, Cost, Stretcher
from storage.tables import DeskRecord
from storage.watchbook import SqlWatchbook
from storage.work import DeskWork, desk_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a store spends: Argon2id on receipts and passphrases, and seconds on a locked database.

    The defaults are the promise; tests and demos take cheaper ones. Receipts made at one cost
    are not found at another.
    """

    receipt: Cost = RECEIPT_COST
    passphrase: Cost = PASSPHRASE_COST
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSide:
    """What the public bot may do. It writes tips and cannot read them."""

    intake: Intake
    mailbox: Mailbox
    news: NewsBoard
    steering: SteeringBoard
    pulses: Pulses


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSide:
    """What staff may do; words only with a key from the keyring."""

    keyring: SqlKeyring
    people: People
    invitations: Invitations
    codes: Codes
    passkeys: Passkeys
    gate: Gate
    desk: SqlDesk
    work: DeskWork
    shredder: Shredder
    audit: SqlAudit
    outbox: Outbox
    news: SqlNewsDesk
    steering: SteeringDesk
    pulses: PulseBoard
    seats: Seats
    alerts: Alerts
    pending: SqlPending
    watchbook: Watchbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Both sides on one machine."""

    public: PublicSide
    staff: StaffSide


@asynccontextmanager
async def open_public(
    url: str, data_dir: Path, *, clock: Clock, limits: Limits | None = None
) -> AsyncIterator[PublicSide]:
    """Open what the public bot may do.

    Raises:
        BadUrl, NotMigrated, NoDesk, DeskKeyChanged, LooseFile, BrokenFile, NotSaved: nothing is
            opened.
    """
    secrets, spend = load_public(data_dir), limits or Limits()
    async with _open_database(url, secrets.desk_public, spend) as database:
        yield _public(database, secrets, clock, spend)


async def is_for_practice(url: str, data_dir: Path) -> bool:
    """Whether the desk is for practice only: all that the public bot's host has to know of it.

    Raises:
        NoDesk and the others of `open_public`.
    """
    desk_public = load_public(data_dir).desk_public
    query = select(col(DeskRecord.is_practice)).where(col(DeskRecord.id) == desk_id(desk_public))
    async with _open_database(url, desk_public, Limits()) as database:
        return bool(await database.read(lambda session: session.scalar(query)))


@asynccontextmanager
async def open_staff(
    url: str,
    data_dir: Path,
    *,
    clock: Clock,
    limits: Limits | None = None,
    site: Site | None = None,
) -> AsyncIterator[StaffSide]:
    """Open what staff may do; raises as `open_public` does.

    ``site`` is where the console is reached, for security keys.
    """
    secrets, spend = load_staff(data_dir), limits or Limits()
    async with _open_database(url, secrets.desk_public, spend) as database:
        yield _staff(database, secrets, clock, spend, site or Site())


@asynccontextmanager
async def open_store(
    url: str,
    data_dir: Path,
    *,
    clock: Clock,
    limits: Limits | None = None,
    site: Site | None = None,
) -> AsyncIterator[Store]:
    """Open both sides over one engine, for one machine; takes and raises as `open_staff` does."""
    public, staff, spend = load_public(data_dir), load_staff(data_dir), limits or Limits()
    async with _open_database(url, public.desk_public, spend) as database:
        yield Store(
            public=_public(database, public, clock, spend),
            staff=_staff(database, staff, clock, spend, site or Site()),
        )


@asynccontextmanager
async def _open_database(url: str, desk_public: bytes, limits: Limits) -> AsyncIterator[Database]:
    async with open_engine(url) as engine:
        database = Database(engine, patience=limits.patience)
        await _check(database, desk_public)
        yield database


async def _check(database: Database, desk_public: bytes) -> None:
    if not await is_current(database):
        raise NotMigrated
    query = select(col(DeskRecord.public_key))
    found = (await database.read(lambda session: session.scalars(query))).all()
    if not found:
        raise NoDesk
    if desk_public not in found:
        raise DeskKeyChanged


def _public(database: Database, secrets: PublicSecrets, clock: Clock, limits: Limits) -> PublicSide:
    receipts = ReceiptKeys(
        stretcher=Stretcher(),
        cost=limits.receipt,
        salt=secrets.receipt_salt,
        pepper=secrets.pepper,
    )
    return PublicSide(
        intake=SqlIntake(database=database, receipts=receipts, secrets=secrets, clock=clock),
        mailbox=SqlMailbox(database=database, receipts=receipts),
        news=SqlNews(database),
        steering=SqlSteeringBoard(database),
        pulses=SqlPulses(database),
    )


def _staff(
    database: Database, secrets: StaffSecrets, clock: Clock, limits: Limits, site: Site
) -> StaffSide:
    recorder = Recorder(clock, secrets.audit_key)
    wrapper = Wrapper(Stretcher(), limits.passphrase)
    desk = desk_id(secrets.desk_public)
    keyring = SqlKeyring(database=database, recorder=recorder, wrapper=wrapper, desk=desk)
    gate = _gate(keyring, Throttle(secrets.device_key, clock, random), site)
    return StaffSide(
        keyring=keyring,
        people=gate.people,
        invitations=SqlInvitations(keyring),
        codes=gate.codes,
        passkeys=gate.passkeys,
        gate=gate,
        desk=SqlDesk(
            database=database, recorder=recorder, desk=desk, desk_public=secrets.desk_public
        ),
        work=desk_work(database, recorder, secrets.desk_public),
        shredder=SqlShredder(database=database, recorder=recorder, desk=desk),
        audit=SqlAudit(database, secrets.audit_key, AnchorFile(secrets.directory)),
        outbox=SqlOutbox(database),
        news=SqlNewsDesk(database, recorder),
        steering=SqlSteering(database, recorder),
        pulses=SqlPulseBoard(database, clock),
        seats=SqlSeats(keyring),
        alerts=SqlAlerts(database),
        pending=SqlPending(keyring),
        watchbook=SqlWatchbook(database),
    )


def _gate(keyring: SqlKeyring, throttle: Throttle, site: Site) -> SqlGate:
    challenges = Challenges(keyring.recorder.clock)
    return SqlGate(
        keyring=keyring,
        people=SqlPeople(keyring),
        codes=SqlCodes(keyring),
        passkeys=SqlPasskeys(keyring=keyring, challenges=challenges, site=site),
        throttle=throttle,
    )

"""Where partners lie, and what was referred to them: extracts sealed with their tip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Select, case, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.desk_ports import Opened, Unlocked
from core.desk_referring import PASSED
from core.errors import Outreach, OutreachRefused, Tampered
from core.partners import Extract, Partner, Referral, ReferralState, answers_of
from storage.audit import Recorder
from storage.chain import Act, Action, answered
from storage.changing import found_row, keep_key
from storage.engine import Database
from storage.keys import opened as unlocked
from storage.outreach_tables import PartnerRecord, ReferralRecord
from storage.sealed_tips import Sealed, open_paper, seal_paper
from storage.sealing import Kind
from storage.tables import TipKeyRecord

_REFERRAL = (
    col(ReferralRecord.id),
    col(ReferralRecord.tip),
    col(ReferralRecord.state),
    col(ReferralRecord.sent),
    col(ReferralRecord.changed),
    col(ReferralRecord.sent_by),
    col(PartnerRecord.id),
    col(PartnerRecord.name),
    col(PartnerRecord.kind),
    col(PartnerRecord.is_active),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlPartners:
    """Keeps partners (core.partner_ports.Partners)."""

    database: Database
    recorder: Recorder
    desk: str

    async def all(self) -> tuple[Partner, ...]:
        """Every partner, by name; those that are no longer active too."""
        query = select(PartnerRecord).where(col(PartnerRecord.desk) == self.desk)

        async def work(session: AsyncSession) -> tuple[Partner, ...]:
            found = await session.scalars(query.order_by(col(PartnerRecord.name)))
            return tuple(_partner(record) for record in found)

        return await self.database.read(work)

    async def find(self, partner_id: str) -> Partner:
        """A partner.

        Raises:
            OutreachRefused: there is none.
        """
        query = select(PartnerRecord).where(
            col(PartnerRecord.id) == partner_id, col(PartnerRecord.desk) == self.desk
        )
        record = await self.database.read(lambda session: session.scalar(query))
        if record is None:
            raise OutreachRefused(Outreach.UNKNOWN)
        return _partner(record)

    async def add(self, name: str, kind: str, *, by: str) -> Partner:
        """Keep a new partner.

        Raises:
            OutreachRefused: there is one of this name.
        """
        partner = Partner(id=str(uuid4()), name=name, kind=kind)
        values = {"id": partner.id, "desk": self.desk, "name": name, "kind": kind}
        act = Act(by=by, action=Action.PARTNER_ADDED, subject=partner.id, note=name)

        async def work(session: AsyncSession) -> None:
            await session.execute(insert(PartnerRecord).values(**values, is_active=True))
            await self.recorder.record(session, act)

        try:
            await self.database.write(work)
        except IntegrityError:
            raise OutreachRefused(Outreach.TAKEN) from None
        return partner

    async def set_active(self, partner_id: str, *, is_active: bool, by: str) -> None:
        """Let new referrals go to a partner, or no longer.

        Raises:
            OutreachRefused: there is none.
        """
        query = (
            update(PartnerRecord)
            .where(col(PartnerRecord.id) == partner_id, col(PartnerRecord.desk) == self.desk)
            .values(is_active=is_active)
            .returning(col(PartnerRecord.name))
        )
        action = Action.PARTNER_RESUMED if is_active else Action.PARTNER_PAUSED

        async def work(session: AsyncSession) -> None:
            name = await session.scalar(query)
            if name is None:
                raise OutreachRefused(Outreach.UNKNOWN)
            act = Act(by=by, action=action, subject=partner_id, note=name)
            await self.recorder.record(session, act)

        await self.database.write(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlReferrals:
    """Keeps referrals (core.partner_ports.Referrals)."""

    database: Database
    recorder: Recorder
    desk: str
    desk_public: bytes

    async def send(self, tip_id: str, partner: Partner, extract: Extract, *, by: str) -> str:
        """Seal an extract with its tip; the id of the referral.

        Raises:
            NoSuchTip: the tip is gone.
            OutreachRefused: the tip is not released any more.
        """
        sealed = seal_paper(extract, Kind.REFERRAL, self.desk_public)
        today = self.recorder.clock.now().date()
        act = Act(by=by, action=Action.REFERRED, subject=tip_id, note=partner.name)

        async def work(session: AsyncSession) -> str:
            if (await found_row(session, self.desk, tip_id)).status not in PASSED:
                raise OutreachRefused(Outreach.NOT_RELEASED)
            await keep_key(session, tip_id, sealed)
            await session.execute(
                insert(ReferralRecord).values(
                    id=sealed.id,
                    tip=tip_id,
                    partner=partner.id,
                    state=ReferralState.SENT.value,
                    sent=today,
                    changed=today,
                    sent_by=by,
                    body=sealed.body,
                )
            )
            await self.recorder.record(session, act)
            return sealed.id

        return await self.database.write(work)

    async def find(self, referral_id: str) -> Referral:
        """A referral.

        Raises:
            OutreachRefused: there is none.
        """
        query = self._query().where(col(ReferralRecord.id) == referral_id)

        async def work(session: AsyncSession) -> Referral | None:
            found = (await session.execute(query)).one_or_none()
            return None if found is None else _referral(found)

        referral = await self.database.read(work)
        if referral is None:
            raise OutreachRefused(Outreach.UNKNOWN)
        return referral

    async def latest(self, count: int) -> tuple[Referral, ...]:
        """The newest referrals, those without a final answer first."""
        open_states = [state.value for state in ReferralState if answers_of(state)]
        is_done = case((col(ReferralRecord.state).in_(open_states), 0), else_=1)
        query = self._query().order_by(is_done, col(ReferralRecord.sent).desc(), _REFERRAL[0])

        async def work(session: AsyncSession) -> tuple[Referral, ...]:
            return tuple(_referral(row) for row in await session.execute(query.limit(count)))

        return await self.database.read(work)

    async def of_tip(
        self, opened: Opened, key: Unlocked
    ) -> tuple[tuple[Referral, Extract | None], ...]:
        """The referrals of an opened tip, oldest first; None where an extract does not open.

        Raises:
            KeyClosed: the desk's key is no longer open.
        """
        secret = unlocked(key).secret
        query = (
            self._query()
            .add_columns(col(ReferralRecord.body), col(TipKeyRecord.sealed))
            .join(TipKeyRecord, col(TipKeyRecord.id) == col(ReferralRecord.id))
            .where(col(ReferralRecord.tip) == opened.row.id)
            .order_by(col(ReferralRecord.sent), _REFERRAL[0])
        )

        async def work(session: AsyncSession) -> list[tuple[Referral, Sealed]]:
            found = await session.execute(query)
            return [(_referral(row), Sealed(id=row[0], body=row[-2], key=row[-1])) for row in found]

        return tuple(
            (referral, _extract(sealed, secret))
            for referral, sealed in await self.database.read(work)
        )

    async def answer(self, referral: Referral, to: ReferralState, *, by: str) -> None:
        """Note what came back, if nobody did since ``referral`` was read.

        Raises:
            OutreachRefused: somebody did, or the referral is gone.
        """
        query = (
            update(ReferralRecord)
            .where(
                col(ReferralRecord.id) == referral.id,
                col(ReferralRecord.state) == referral.state.value,
            )
            .values(state=to.value, changed=self.recorder.clock.now().date())
            .returning(col(ReferralRecord.id))
        )
        act = Act(by=by, action=answered(to), subject=referral.tip, note=referral.partner.name)

        async def work(session: AsyncSession) -> None:
            if await session.scalar(query) is None:
                raise OutreachRefused(Outreach.ANSWERED)
            await self.recorder.record(session, act)

        await self.database.write(work)

    def _query(self) -> Select[Any]:
        columns: Sequence[Any] = _REFERRAL
        return (
            select(*columns)
            .join(PartnerRecord, col(PartnerRecord.id) == col(ReferralRecord.partner))
            .where(col(PartnerRecord.desk) == self.desk)
        )


def _extract(sealed: Sealed, secret: bytes) -> Extract | None:
    try:
        return open_paper(Extract, sealed, Kind.REFERRAL, secret)
    except Tampered:
        return None


def _partner(record: PartnerRecord) -> Partner:
    return Partner(id=record.id, name=record.name, kind=record.kind, is_active=record.is_active)


def _referral(row: Row[Any]) -> Referral:
    values: tuple[Any, ...] = tuple(row)
    name, tip, state, sent, changed, by = values[:6]
    partner_id, partner_name, kind, is_active = values[6:10]
    return Referral(
        id=name,
        tip=tip,
        partner=Partner(id=partner_id, name=partner_name, kind=kind, is_active=is_active),
        state=ReferralState(state),
        sent=sent,
        changed=changed,
        sent_by=by,
    )

"""Which tables hold partners, what was referred to them, and operations with their results."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from storage.tables import NO_ROWID, Record


class PartnerRecord(Record, table=True):
    """Somebody outside the desk who acts on tips."""

    __tablename__ = "partners"
    __table_args__ = (UniqueConstraint("desk", "name"), NO_ROWID)

    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    is_active: bool


class ReferralRecord(Record, table=True):
    """That a tip was referred, and the sealed extract. Its key lies with the keys of the tip."""

    __tablename__ = "referrals"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    tip: str = Field(foreign_key="tips.id", index=True, sa_type=Text)
    partner: str = Field(foreign_key="partners.id", index=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    sent: date = Field(index=True)
    changed: date
    sent_by: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)


class OperationRecord(Record, table=True):
    """An operation; its areas stand between commas."""

    __tablename__ = "operations"
    __table_args__ = (UniqueConstraint("desk", "name"), NO_ROWID)

    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    name: str = Field(sa_type=Text)
    areas: str = Field(sa_type=Text)
    starts: date
    ends: date | None = Field(default=None)


class OperationTipRecord(Record, table=True):
    """That a tip is attached to an operation."""

    __tablename__ = "operation_tips"
    __table_args__ = (NO_ROWID,)

    operation: str = Field(primary_key=True, foreign_key="operations.id", sa_type=Text)
    tip: str = Field(primary_key=True, foreign_key="tips.id", index=True, sa_type=Text)
    attached: date


class OperationResultRecord(Record, table=True):
    """What came of an operation on a day, as a number."""

    __tablename__ = "operation_results"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    operation: str = Field(foreign_key="operations.id", index=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    count: int = Field(sa_type=Integer)
    day: date

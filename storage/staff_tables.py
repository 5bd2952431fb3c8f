"""Which tables tie chats of the staff bot to accounts, and hold what waits in between."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.tables import NO_ROWID, Record


class SeatRecord(Record, table=True):
    """The chat in which the staff bot talks with a member of staff."""

    __tablename__ = "seats"
    __table_args__ = (NO_ROWID,)

    account: str = Field(primary_key=True, foreign_key="accounts.name", sa_type=Text)
    chat: int = Field(sa_type=BigInteger, unique=True)
    rank: int = Field(sa_type=Integer)
    quiet_from: int | None = Field(default=None, sa_type=Integer)
    quiet_until: int | None = Field(default=None, sa_type=Integer)


class AlertRecord(Record, table=True):
    """Something that one member of staff is being told; gone once it was."""

    __tablename__ = "alerts"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(foreign_key="accounts.name", index=True, sa_type=Text)
    about: str = Field(sa_type=Text)
    message: int | None = Field(default=None, sa_type=BigInteger)


class SeatCodeRecord(Record, table=True):
    """A code that ties a chat to an account; the code itself is not kept."""

    __tablename__ = "seat_codes"
    __table_args__ = (NO_ROWID,)

    account: str = Field(primary_key=True, foreign_key="accounts.name", sa_type=Text)
    code_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    until: datetime = Field(sa_type=UtcDateTime)


class PendingRecord(Record, table=True):
    """An act that was asked for in a chat and waits for a tap; gone once the chat was told."""

    __tablename__ = "pending_acts"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(foreign_key="accounts.name", index=True, sa_type=Text)
    chat: int = Field(sa_type=BigInteger)
    message: int | None = Field(default=None, sa_type=BigInteger)
    deed: str = Field(sa_type=Text)
    arguments: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=UtcDateTime)
    outcome: str | None = Field(default=None, sa_type=Text)


class EscalationRecord(Record, table=True):
    """An urgent tip that nobody has claimed yet, and whom that was told to."""

    __tablename__ = "escalations"
    __table_args__ = (NO_ROWID,)

    tip: str = Field(primary_key=True, foreign_key="tips.id", sa_type=Text)
    since: datetime = Field(sa_type=UtcDateTime)
    step: int = Field(sa_type=Integer)


class AlarmRecord(Record, table=True):
    """Something that is wrong and was told; gone once it is over."""

    __tablename__ = "alarms"
    __table_args__ = (NO_ROWID,)

    kind: str = Field(primary_key=True, sa_type=Text)

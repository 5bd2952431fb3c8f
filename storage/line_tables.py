"""Which tables steer the line and say that it lives. No column of them tells of one sender."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text
from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.tables import NO_ROWID, Record


class LineRecord(Record, table=True):
    """How moderators steer the line: one row, or none while nobody has."""

    __tablename__ = "line"

    id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    paused: bool
    flood: str = Field(sa_type=Text)


class LineNoticeRecord(Record, table=True):
    """What staff want said on the first screen of a language."""

    __tablename__ = "line_notices"
    __table_args__ = (NO_ROWID,)

    language: str = Field(primary_key=True, sa_type=Text)
    text: str = Field(sa_type=Text)


class PulseRecord(Record, table=True):
    """The last sign of life of a process of the line."""

    __tablename__ = "pulses"
    __table_args__ = (NO_ROWID,)

    process: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    flooded: bool
    degraded: int = Field(sa_type=Integer)
    workers_lost: int = Field(sa_type=Integer)


class TrafficRecord(Record, table=True):
    """What all senders together did in ten minutes, in tens."""

    __tablename__ = "traffic"
    __table_args__ = (NO_ROWID,)

    at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    messages: int = Field(sa_type=Integer)
    refused: int = Field(sa_type=Integer)
    reports: int = Field(sa_type=Integer)
    echoes: int = Field(sa_type=Integer)
    challenged: int = Field(sa_type=Integer)
    proved: int = Field(sa_type=Integer)
    turned_away: int = Field(sa_type=Integer)

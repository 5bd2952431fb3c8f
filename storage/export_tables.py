"""Which tables hold requests to let tips leave. No word of a tip stands in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text
from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.tables import NO_ROWID, Record


class ExportRecord(Record, table=True):
    """Who asked for an export, for whom, who decided it, and how far it has come."""

    __tablename__ = "exports"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    asked_by: str = Field(sa_type=Text)
    asked: datetime = Field(sa_type=UtcDateTime, index=True)
    format: str = Field(sa_type=Text)
    purpose: str = Field(sa_type=Text)
    recipient: str = Field(sa_type=Text)
    tips: int = Field(sa_type=Integer)
    state: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=UtcDateTime)
    decided_by: str = Field(sa_type=Text)


class ExportTipRecord(Record, table=True):
    """A tip that a waiting export would take along."""

    __tablename__ = "export_tips"
    __table_args__ = (NO_ROWID,)

    export: str = Field(primary_key=True, foreign_key="exports.id", sa_type=Text)
    tip: str = Field(primary_key=True, foreign_key="tips.id", index=True, sa_type=Text)

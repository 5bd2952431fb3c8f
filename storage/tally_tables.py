"""The table of the counts of tips: by day or month, area and drug."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, Text
from sqlmodel import Field

from storage.tables import NO_ROWID, Record


class TallyRecord(Record, table=True):
    """How many tips of an area and a drug came on a day, or in the month that begins on it."""

    __tablename__ = "tallies"
    __table_args__ = (NO_ROWID,)

    desk: str = Field(primary_key=True, foreign_key="desks.id", sa_type=Text)
    span: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True, sa_type=Date)
    area: str = Field(primary_key=True, sa_type=Text)
    drug_group: str = Field(primary_key=True, sa_type=Text)
    count: int = Field(sa_type=Integer)

"""Which indexes the queue needs, and which tables hold what the desk adds to a tip."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, col

from storage.tables import NO_ROWID, AuditRecord, Record, TipRecord


class GradeRecord(Record, table=True):
    """The grade that was decided of a tip; who decided it stands plain, to tell the second person.

    The key of its body lies with the other keys of the tip.
    """

    __tablename__ = "grades"
    __table_args__ = (NO_ROWID,)

    tip: str = Field(primary_key=True, foreign_key="tips.id", sa_type=Text)
    id: str = Field(sa_type=Text)
    graded_by: str = Field(sa_type=Text)
    graded: date
    body: bytes = Field(sa_type=LargeBinary)


class NoteRecord(Record, table=True):
    """A note, a label, or a link to a duplicate; which of them only the desk can read."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("tip", "number"), NO_ROWID)

    id: str = Field(primary_key=True, sa_type=Text)
    tip: str = Field(foreign_key="tips.id", sa_type=Text)
    number: int = Field(sa_type=Integer)
    body: bytes = Field(sa_type=LargeBinary)


class TraceRecord(Record, table=True):
    """A keyed hash of something that a tip speaks of, or random bytes that look like one."""

    __tablename__ = "traces"
    __table_args__ = (NO_ROWID,)

    mark: bytes = Field(primary_key=True, sa_type=LargeBinary)
    tip: str = Field(primary_key=True, foreign_key="tips.id", index=True, sa_type=Text)


class ViewRecord(Record, table=True):
    """A filter of the queue under a name that its account gave it."""

    __tablename__ = "views"
    __table_args__ = (NO_ROWID,)

    account: str = Field(primary_key=True, foreign_key="accounts.name", sa_type=Text)
    name: str = Field(primary_key=True, sa_type=Text)
    query: str = Field(sa_type=Text)


_PLACE = (
    col(TipRecord.status),
    col(TipRecord.priority),
    col(TipRecord.arrived),
    col(TipRecord.id),
)

# In the order of a page within one status and priority. What other filters look at stands behind
# it, so that rows, which are wide, are fetched only for what is shown.
Index(
    "ix_tips_queue",
    col(TipRecord.desk),
    *_PLACE,
    col(TipRecord.area),
    col(TipRecord.drug_group),
    col(TipRecord.safeguarding),
)
Index(
    "ix_tips_area",
    col(TipRecord.desk),
    col(TipRecord.area),
    *_PLACE,
    col(TipRecord.drug_group),
    col(TipRecord.safeguarding),
)
Index(
    "ix_tips_drug",
    col(TipRecord.desk),
    col(TipRecord.drug_group),
    *_PLACE,
    col(TipRecord.area),
    col(TipRecord.safeguarding),
)
Index("ix_audit_subject", col(AuditRecord.subject), col(AuditRecord.number))

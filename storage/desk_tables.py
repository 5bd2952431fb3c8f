"""Which indexes the queue needs, and which tables hold what the desk adds to a tip."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import col

from storage.tables import TipRecord

_PLACE = (
    col(TipRecord.status),
    col(TipRecord.priority),
    col(TipRecord.arrived),
    col(TipRecord.id),
)

# In the order of a page within one status and priority. What filters look at stands behind it,
# so that rows, which are wide, are fetched only for what is shown.
Index(
    "ix_tips_queue",
    col(TipRecord.desk),
    *_PLACE,
    col(TipRecord.area),
    col(TipRecord.drug_group),
    col(TipRecord.safeguarding),
)
Index("ix_tips_area", col(TipRecord.desk), col(TipRecord.area), *_PLACE)
Index("ix_tips_drug", col(TipRecord.desk), col(TipRecord.drug_group), *_PLACE)

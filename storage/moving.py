"""What a tip's plain columns become when staff act on it; shared by every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core.retention import arrival_after_move, cut_to_hour, first_review, review_after_move
from core.tip import Priority, Status, Tip, TipRow

MAX_ADDITIONS = 20
"""To one tip: whoever has more to say has another report."""


def new_row(tip: Tip) -> TipRow:
    """The plain columns of a tip that has just arrived."""
    arrived = cut_to_hour(tip.arrived)
    return TipRow(
        id=tip.id,
        arrived=arrived,
        priority=tip.priority,
        machine_priority=tip.priority,
        safeguarding=tip.safeguarding,
        drug_group=tip.drug_group,
        area=tip.area,
        status=Status.NEW,
        claimed_by="",
        claim_until=None,
        version=1,
        review_on=first_review(arrived),
    )


def after_move(
    row: TipRow, to: Status, *, by: str, claim_until: datetime | None, today: date
) -> TipRow:
    """The row with a new status.

    Who claims a tip is at work on it until it is released or set aside; the name stays while it
    is graded, so that the second person can be told from the first.
    """
    names = {Status.CLAIMED: by, Status.GRADED: row.claimed_by}
    return replace(
        row,
        status=to,
        arrived=arrival_after_move(row.arrived, to),
        claimed_by=names.get(to, ""),
        claim_until=claim_until if to in names else None,
        review_on=review_after_move(row.review_on, old=row.status, new=to, today=today),
        version=row.version + 1,
    )


def after_priority(row: TipRow, to: Priority) -> TipRow:
    """The row with its priority overruled."""
    return replace(row, priority=to, version=row.version + 1)


def after_keeping(row: TipRow, until: date) -> TipRow:
    """The row with a later review day."""
    return replace(row, review_on=until, version=row.version + 1)

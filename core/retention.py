"""How long things are kept: when keeping a tip must be decided again, and how exact its age stays.

The lives are the project's own promise (docs/privacy.md); a tip outlives its review day only by
a decision that the audit records.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.tip import Status

TIP_LIFE = timedelta(days=365)
JUNK_LIFE = timedelta(days=30)
ANSWER_LIFE = timedelta(days=30)
"""From the day an answer was written, read or not."""


def cut_to_hour(moment: datetime) -> datetime:
    """The UTC hour of an aware moment: nothing finer is stored of an arrival."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def cut_to_day(moment: datetime) -> datetime:
    """Midnight UTC at the start of an aware moment's day."""
    return cut_to_hour(moment).replace(hour=0)


def first_review(arrived: datetime) -> date:
    """The day on which keeping a new tip must be decided."""
    return arrived.astimezone(UTC).date() + TIP_LIFE


def review_after_move(review_on: date, *, old: Status, new: Status, today: date) -> date:
    """The review day of a tip whose status changes.

    Junk is due within 30 days, and never later than it would have been; what comes back from
    junk has its full year again, counted from today.
    """
    if new is Status.JUNK:
        return min(review_on, today + JUNK_LIFE)
    if old is Status.JUNK:
        return today + TIP_LIFE
    return review_on


def arrival_after_move(arrived: datetime, new: Status) -> datetime:
    """What is kept of the arrival: only its day, once the tip is closed."""
    return cut_to_day(arrived) if new is Status.CLOSED else arrived


def answers_expire_before(today: date) -> date:
    """Answers written before this day are due to be destroyed."""
    return today - ANSWER_LIFE

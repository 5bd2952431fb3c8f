from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.retention import (
    answers_expire_before,
    arrival_after_move,
    cut_to_day,
    cut_to_hour,
    first_review,
    review_after_move,
)
from core.tip import Status

LATE = datetime.fromisoformat("2026-07-01T00:59:59.9+01:00")
TODAY = date(2026, 7, 1)


def test_arrival_is_cut_to_the_hour_in_utc() -> None:
    assert cut_to_hour(LATE) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert cut_to_day(LATE) == datetime(2026, 6, 30, tzinfo=UTC)


def test_a_tip_is_reviewed_after_a_year() -> None:
    assert first_review(LATE) == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("review_on", "old", "new", "expected"),
    [
        pytest.param(date(2027, 6, 30), Status.NEW, Status.CLAIMED, date(2027, 6, 30), id="claim"),
        pytest.param(date(2027, 6, 30), Status.NEW, Status.JUNK, date(2026, 7, 31), id="junk"),
        pytest.param(date(2026, 7, 9), Status.NEW, Status.JUNK, date(2026, 7, 9), id="due sooner"),
        pytest.param(date(2026, 7, 9), Status.JUNK, Status.NEW, date(2027, 7, 1), id="not junk"),
        pytest.param(date(2026, 7, 9), Status.RELEASED, Status.CLOSED, date(2026, 7, 9), id="end"),
    ],
)
def test_review_day_after_a_move(review_on: date, old: Status, new: Status, expected: date) -> None:
    assert review_after_move(review_on, old=old, new=new, today=TODAY) == expected


def test_only_closing_cuts_the_arrival_to_the_day() -> None:
    hour = cut_to_hour(LATE)
    kept = {status: arrival_after_move(hour, status) for status in Status}
    assert kept.pop(Status.CLOSED) == hour.replace(hour=0)
    assert set(kept.values()) == {hour}


def test_answers_live_for_thirty_days() -> None:
    assert answers_expire_before(TODAY) == TODAY - timedelta(days=30)

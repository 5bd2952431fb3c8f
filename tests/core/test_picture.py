"""Periods, trends and changes of the picture."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.picture import (
    Change,
    Period,
    Seen,
    Span,
    Tallied,
    Tallies,
    changes,
    draw,
    months_within,
)

_DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_columns_of_a_trend_grow_with_the_period() -> None:
    def span(days: int) -> Span:
        return Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1)).span

    assert [span(days) for days in (1, 31, 32, 92, 93, 366)] == [
        *[Span.DAY] * 2,
        *[Span.WEEK] * 2,
        *[Span.MONTH] * 2,
    ]


@given(since=_DAYS, days=st.integers(1, 900))
def test_every_day_has_a_column_within_the_period(since: date, days: int) -> None:
    period = Period(since, since + timedelta(days=days - 1))
    buckets = period.buckets()
    assert list(buckets) == sorted(set(buckets))
    assert buckets[0] == since
    assert all(period.bucket_of(since + timedelta(days=n)) in buckets for n in range(days))
    assert period.before.days == days
    assert period.before.until + timedelta(days=1) == since


@given(since=_DAYS, days=st.integers(1, 900))
def test_whole_months_lie_within_the_period(since: date, days: int) -> None:
    period = Period(since, since + timedelta(days=days - 1))
    found = months_within(period)
    if found is None:
        assert days < 62
        return
    first, end = found
    assert first.day == end.day == 1
    assert since <= first < end <= period.until + timedelta(days=1)
    assert (first - since).days < 31
    assert (period.until + timedelta(days=1) - end).days < 31


def test_a_picture_adds_up() -> None:
    seen = Seen(period=Period(date(2026, 3, 1), date(2026, 3, 3)))
    tallies = Tallies(
        (
            Tallied(date(2026, 3, 1), "crack", 2),
            Tallied(date(2026, 3, 3), "crack", 1),
            Tallied(date(2026, 3, 3), "", 4),
        ),
        {("SS1", "crack"): 3, ("SS2", ""): 4},
    )
    picture = draw(seen, tallies)
    assert picture.total == 7
    assert picture.trend == {"": (0, 0, 4), "crack": (2, 0, 1)}
    assert list(picture.areas.items()) == [("SS2", 4), ("SS1", 3)]
    assert list(picture.drugs.items()) == [("", 4), ("crack", 3)]


def test_what_changed_most_comes_first() -> None:
    found = changes({"SS1": 9, "SS2": 4, "SS9": 1}, {"SS1": 8, "SS3": 6, "SS9": 1})
    assert found == (
        Change("SS3", 0, 6),
        Change("SS2", 4, 0),
        Change("SS1", 9, 8),
        Change("SS9", 1, 1),
    )
    assert [change.difference for change in found] == [-6, 4, 1, 0]

"""Do buckets refill evenly, say "too fast" once, and stay small? And do strays stay bounded?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.limits import ALL_CODES, CODES, MESSAGES, Buckets, Pass, Rate
from core.session import MAX_TRAIL
from core.strays import Strays

RATE = Rate(3, 60)
KEY = b"a"


def passes(buckets: Buckets, *ticks: float, key: bytes = KEY) -> list[Pass]:
    return [buckets.take(key, tick) for tick in ticks]


def test_a_burst_goes_then_one_notice_then_silence() -> None:
    assert passes(Buckets(RATE), 0, 0, 0, 0, 0, 0) == [
        Pass.GO, Pass.GO, Pass.GO, Pass.NOTICE, Pass.DROP, Pass.DROP,
    ]  # fmt: skip


def test_it_refills_evenly() -> None:
    buckets = Buckets(RATE)
    passes(buckets, 0, 0, 0)
    assert passes(buckets, 19, 20, 20) == [Pass.NOTICE, Pass.GO, Pass.NOTICE]


def test_it_never_holds_more_than_a_burst() -> None:
    buckets = Buckets(RATE)
    passes(buckets, 0)
    assert passes(buckets, 9_999, 9_999, 9_999, 9_999)[-1] is Pass.NOTICE


def test_senders_do_not_share_a_bucket() -> None:
    buckets = Buckets(RATE)
    passes(buckets, 0, 0, 0, 0)
    assert passes(buckets, 0, key=b"b") == [Pass.GO]


def test_the_longest_idle_is_forgotten_first() -> None:
    buckets = Buckets(Rate(1, 60), most=2)
    for key in (b"a", b"b", b"a", b"c"):
        buckets.take(key, 0)
    assert passes(buckets, 0, key=b"a") == [Pass.DROP]
    assert passes(buckets, 0, key=b"b") == [Pass.GO]


def test_ten_thousand_messages_in_a_minute_give_one_notice() -> None:
    found = passes(Buckets(MESSAGES), *(at * 0.006 for at in range(10_000)))
    assert found.count(Pass.GO) <= MESSAGES.burst * 2
    assert found.count(Pass.NOTICE) <= MESSAGES.burst * 2
    assert found.count(Pass.DROP) > 9_900


@given(st.lists(st.floats(0, 30), max_size=80))
def test_no_more_go_than_the_rate_allows(gaps: list[float]) -> None:
    ticks = [sum(gaps[: n + 1]) for n in range(len(gaps))]
    gone = passes(Buckets(RATE), *ticks).count(Pass.GO)
    assert gone <= RATE.burst + (ticks[-1] if ticks else 0) * RATE.burst / RATE.per + 1e-6


@pytest.mark.parametrize(("rate", "an_hour"), [(CODES, 5), (ALL_CODES, 60)])
def test_codes_an_hour(rate: Rate, an_hour: int) -> None:
    assert passes(Buckets(rate), *[0.0] * 100).count(Pass.GO) == an_hour


def test_what_does_not_count_is_given_back() -> None:
    buckets = Buckets(RATE)
    for _ in range(10):
        assert passes(buckets, 0) == [Pass.GO]
        buckets.give_back(KEY)
    buckets.give_back(b"unknown")
    assert passes(buckets, 0, 0, 0, 0) == [Pass.GO, Pass.GO, Pass.GO, Pass.NOTICE]


def test_no_more_is_given_back_than_a_burst() -> None:
    buckets = Buckets(RATE)
    passes(buckets, 0)
    for _ in range(10):
        buckets.give_back(KEY)
    assert passes(buckets, 0, 0, 0, 0) == [Pass.GO, Pass.GO, Pass.GO, Pass.NOTICE]


def test_strays_are_taken_once() -> None:
    strays = Strays()
    strays.add(KEY, [1, 2])
    strays.add(KEY, [3])
    assert strays.take(KEY) == (1, 2, 3)
    assert strays.take(KEY) == ()


def test_strays_are_bounded() -> None:
    strays = Strays(most=2)
    strays.add(b"b", [1])
    for at in range(3 * MAX_TRAIL):
        strays.add(KEY, [at])
    strays.add(b"c", [1])
    assert len(strays.take(KEY)) == MAX_TRAIL
    assert strays.take(b"b") == ()

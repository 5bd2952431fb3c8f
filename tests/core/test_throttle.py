"""Is guessing slow, and is nobody shut out by another's guesses?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.limits import ALL_SIGN_INS, SIGN_INS
from core.throttle import Throttle
from tests.storage.samples import HandClock


class Counting:
    """Bytes that are never the same twice."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, count: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(count)


def a_throttle(clock: HandClock | None = None, key: bytes = b"k" * 32) -> Throttle:
    return Throttle(key, clock or HandClock(), Counting())


def goes(throttle: Throttle, name: str = "ann", device: str = "") -> bool:
    return throttle.begin(name, device) is not None


def test_five_tries_then_one_in_three_minutes() -> None:
    clock = HandClock()
    throttle = a_throttle(clock)
    assert [goes(throttle) for _ in range(7)] == [True] * 5 + [False] * 2
    clock.seconds += 179
    assert not goes(throttle)
    clock.seconds += 2
    assert [goes(throttle), goes(throttle)] == [True, False]


def test_names_have_buckets_of_their_own() -> None:
    throttle = a_throttle()
    for _ in range(9):
        goes(throttle)
    assert goes(throttle, "ben")


def test_what_succeeded_does_not_count() -> None:
    throttle = a_throttle()
    for _ in range(3 * ALL_SIGN_INS.burst):
        attempt = throttle.begin("ann", "")
        assert attempt is not None
        attempt.succeeded()


def test_a_known_browser_has_a_bucket_of_its_own() -> None:
    throttle = a_throttle()
    device = throttle.device("ann")
    for _ in range(9):
        goes(throttle)
    assert [goes(throttle, device=device) for _ in range(6)] == [True] * 5 + [False]
    assert goes(throttle, device=throttle.device("ann"))


def test_a_token_is_of_one_name() -> None:
    throttle = a_throttle()
    device = throttle.device("eve")
    for _ in range(9):
        goes(throttle)
    assert not goes(throttle, device=device)


def test_a_token_counts_after_a_restart_and_not_elsewhere() -> None:
    device = a_throttle().device("ann")
    again, elsewhere = a_throttle(), a_throttle(key=b"other" * 6)
    for throttle in (again, elsewhere):
        for _ in range(9):
            goes(throttle)
    assert (goes(again, device=device), goes(elsewhere, device=device)) == (True, False)


def test_whoever_is_over_their_limit_uses_up_nothing_of_the_others() -> None:
    throttle = a_throttle()
    for _ in range(10 * ALL_SIGN_INS.burst):
        goes(throttle)
    assert goes(throttle, "ben")


@pytest.mark.parametrize("device", ["", "x", "====", "é", "\udc80", "QUJD" * 8, "a" * 10_000])
def test_what_is_no_token_counts_for_the_name(device: str) -> None:
    throttle = a_throttle()
    assert [goes(throttle, device=device) for _ in range(6)] == [True] * 5 + [False]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_and_token_can_be_tried(name: str, device: str) -> None:
    assert goes(a_throttle(), name, device)


@given(st.lists(st.sampled_from(["ann", "ben", "cat"]), max_size=200))
def test_all_together_never_try_more_than_their_limit(names: list[str]) -> None:
    throttle = a_throttle()
    gone = [name for name in names if goes(throttle, name)]
    assert len(gone) <= ALL_SIGN_INS.burst
    assert all(gone.count(name) <= SIGN_INS.burst for name in names)

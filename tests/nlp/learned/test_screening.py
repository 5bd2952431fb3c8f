"""Do tips that tell of danger stand early in the order, on tips that took no part in training?"""

from __future__ import annotations

import time

import pytest

from nlp.corpus.read import Split
from nlp.learned.dataset import Labelled, tips
from nlp.learned.screening import Screening, found_early
from nlp.learned.settings import read_config

QUARTER_FLOOR = 0.70
"""Share of the 999 tips of dev in the first quarter; measured 0.73 of 0.83 that are possible, as
30 in 100 tips of dev are. With each batch of train left out in turn it is 0.76."""
HALF_FLOOR = 0.94
"""The same for the first half; measured 0.967, and 0.971 on batches of train left out in turn."""


@pytest.fixture(scope="module")
def screening() -> Screening:
    return Screening.shipped()


@pytest.fixture(scope="module")
def dev() -> list[Labelled]:
    assert "dev" not in read_config().screening.splits
    return list(tips(Split.DEV))


@pytest.mark.parametrize(("share", "floor"), [(0.25, QUARTER_FLOOR), (0.5, HALF_FLOOR)])
def test_emergencies_stand_early_in_the_order(
    screening: Screening, dev: list[Labelled], share: float, floor: float
) -> None:
    scores = [screening.urgency(tip.text) for tip in dev]
    assert found_early(scores, [tip.triage == "999" for tip in dev], share) >= floor


def test_a_text_takes_far_less_than_a_millisecond(
    screening: Screening, dev: list[Labelled]
) -> None:
    taken = []
    for tip in dev:
        began = time.thread_time()
        screening.urgency(tip.text)
        taken.append(time.thread_time() - began)
    assert sorted(taken)[len(taken) // 2] < 0.001


@pytest.mark.parametrize("text", ["", "\ud800\x00", "x" * 9_000, "?" * 5_000, "0 " * 4_000])
def test_every_text_has_a_place(screening: Screening, text: str) -> None:
    assert 0 <= screening.urgency(text) <= 1


def test_danger_goes_before_the_past(screening: Screening) -> None:
    now = "theyve got him on the floor and wont let him up, hes bleeding, the flat above ours"
    then = "He used to sell weed from the garage years ago, nobody has seen him since the summer"
    assert screening.urgency(now) > screening.urgency(then) + 0.3


@pytest.mark.parametrize(("share", "found"), [(0.25, 0.5), (0.5, 0.5), (1.0, 1.0), (0.0, 0.0)])
def test_what_is_early_is_counted(share: float, found: float) -> None:
    assert found_early([0.9, 0.8, 0.2, 0.1], [True, False, False, True], share) == found

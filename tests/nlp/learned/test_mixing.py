from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.learned.mixing import blended, mixed

SHARES = st.floats(0, 1)


@given(SHARES, SHARES, SHARES)
def test_a_mix_lies_between_the_two(linear: float, encoded: float, weight: float) -> None:
    (share,) = mixed([linear], [encoded], weight)
    low, high = sorted((linear, encoded))
    # Neither counts as surer than one in ten thousand.
    assert min(low, 1 - 1e-4) - 1e-9 <= share <= max(high, 1e-4) + 1e-9


@pytest.mark.parametrize(("weight", "expected"), [(0.0, 0.2), (1.0, 0.8), (0.5, 0.5)])
def test_the_weight_says_who_counts(weight: float, expected: float) -> None:
    assert mixed([0.2], [0.8], weight) == pytest.approx([expected])


@given(
    st.lists(SHARES, min_size=3, max_size=3),
    st.lists(SHARES, min_size=3, max_size=3),
    SHARES,
)
def test_blended_classes_sum_to_one(
    linear: list[float], encoded: list[float], weight: float
) -> None:
    shares = blended(linear, encoded, weight)
    assert shares.sum() == pytest.approx(1)
    assert np.all(shares > 0)


def test_where_both_agree_the_class_is_theirs() -> None:
    assert blended([0.1, 0.2, 0.7], [0.1, 0.3, 0.6], 0.5).argmax() == 2

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.encoder.windows import LENGTH, OVERLAP, owners, windows


@given(st.integers(0, 3000))
def test_every_piece_counts_once_and_has_neighbours(count: int) -> None:
    counted: list[int] = []
    for window in windows(count):
        assert 0 < window.end - window.start <= LENGTH
        assert window.start <= window.counts_from < window.counts_to <= window.end
        if window.start > 0:
            assert window.counts_from - window.start >= OVERLAP // 2
        if window.end < count:
            assert window.end - window.counts_to >= OVERLAP // 2
        counted += range(window.counts_from, window.counts_to)
    assert counted == list(range(count))


def test_each_piece_knows_its_word() -> None:
    assert owners([(7,), (8, 9), (1,)]) == [0, 1, 1, 2]

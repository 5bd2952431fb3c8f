"""Small counts in what leaves the desk: nothing that is shown depends on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.suppression import LEAST, hidden, protect

_KEYS = st.tuples(st.sampled_from("ABCD"), st.sampled_from(["weed", "crack", "coke"]))
_TABLES = st.dictionaries(_KEYS, st.integers(0, 60), max_size=12)


def shown(table: dict[tuple[str, str], int], least: int) -> tuple[object, ...]:
    """Everything that a page or a file can tell of a table."""
    told = protect(table, least=least)
    return (
        {key: told.said(key) for key in table},
        told.total,
        told.totals(lambda key: key[0]),
        told.totals(lambda key: key[1]),
        told.cells,
    )


@given(table=_TABLES, least=st.integers(2, 12), data=st.data())
def test_whatever_small_counts_are_the_same_is_shown(
    table: dict[tuple[str, str], int], least: int, data: st.DataObject
) -> None:
    """So nobody can work one out, from totals or however else."""
    small = st.integers(1, least - 1)
    other = {k: data.draw(small) if 0 < n < least else n for k, n in table.items()}
    assert shown(other, least) == shown(table, least)


@given(table=_TABLES, least=st.integers(2, 12), data=st.data())
def test_nor_does_it_tell_one_tip_more_or_less(
    table: dict[tuple[str, str], int], least: int, data: st.DataObject
) -> None:
    """Two tables over nearly the same tips differ only where a multiple is crossed."""
    other = {
        k: data.draw(st.integers(n - n % least, n - n % least + least - 1)) if n >= least else n
        for k, n in table.items()
    }
    assert shown(other, least) == shown(table, least)


@given(table=_TABLES)
def test_no_small_count_is_shown_and_none_is_overstated(table: dict[tuple[str, str], int]) -> None:
    told = protect(table)
    for key, count in table.items():
        cell = told.cells[key]
        assert cell is None if 0 < count < LEAST else cell is not None
        assert cell is None or (cell % LEAST == 0 and count - LEAST < cell <= count)
    assert set(hidden(told)) == {key for key, count in table.items() if 0 < count < LEAST}
    assert told.total <= sum(table.values())


def test_it_says_so_in_words() -> None:
    told = protect({"none": 0, "few": 4, "five": 5, "many": 1238})
    said = [told.said(key) for key in ("none", "few", "five", "many", "unheard of")]
    assert said == ["0", "under 5", "5+", "1,235+", "0"]
    assert told.total == 1240


@pytest.mark.parametrize(("counts", "least"), [({}, 1), ({"a": -1}, 5)])
def test_what_would_hide_nothing_is_refused(counts: dict[str, int], least: int) -> None:
    with pytest.raises(ValueError, match="least"):
        protect(counts, least=least)

"""Are items read by several processes handed back in order, and faults with them?"""

from collections.abc import Sequence

import pytest

from nlp.learned.readers import Source, readers

NOWHERE = Source("no_such_model", None)


def lengths(source: Source, items: Sequence[str]) -> list[tuple[str | None, int]]:
    return [(source.name, len(item)) for item in items]


def broken(_: Source, items: Sequence[str]) -> list[str]:
    raise ValueError(items[0])


def test_what_is_made_stands_in_order_and_is_counted() -> None:
    told: list[str] = []
    with readers(NOWHERE) as crowd:
        made = crowd.read(lengths, ["x" * n for n in range(450)], told.append)
    assert made == [("no_such_model", n) for n in range(450)]
    assert told == [f"read {n} of 450 texts" for n in (200, 400, 450)]


def test_nothing_to_read_makes_nothing() -> None:
    with readers(NOWHERE) as crowd:
        assert crowd.read(lengths, []) == []


def test_a_fault_in_a_process_is_raised_here() -> None:
    with readers(NOWHERE) as crowd, pytest.raises(ValueError, match="this one"):
        crowd.read(broken, ["this one"])

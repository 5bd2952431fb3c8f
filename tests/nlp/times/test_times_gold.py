"""Own sentences from all over the UK with the times they state, one behaviour a row.

`gold.tsv` holds the moment of writing, the text, and each time as
``span|kind|start_at|end_at|rrule``; rows without a time are the counter-examples.
"""

from datetime import datetime
from pathlib import Path

import pytest

from nlp.plain import read_plain
from nlp.times.finder import TimeFinder

FINDER = TimeFinder()


def _rows() -> list[tuple[str, str, list[str]]]:
    lines = (Path(__file__).parent / "gold.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(at, text.replace("\\n", "\n"), times) for at, text, *times in rows]


ROWS = _rows()


@pytest.mark.parametrize(("at", "text", "expected"), ROWS, ids=[row[1][:60] for row in ROWS])
def test_times_of_a_sentence(at: str, text: str, expected: list[str]) -> None:
    found = FINDER.find(read_plain(text, datetime.fromisoformat(at)))
    said = [
        "|".join((t.text, t.kind.value, t.start_at or "", t.end_at or "", t.rrule or ""))
        for t in found
    ]
    assert said == expected


def test_the_table_is_large_and_holds_counter_examples() -> None:
    assert len(ROWS) >= 200
    assert sum(not times for _, _, times in ROWS) >= 50

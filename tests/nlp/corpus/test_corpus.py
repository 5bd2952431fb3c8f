"""The corpus: every annotation right in form, no tip twice, and diverse enough to measure by."""

from collections import Counter
from typing import Any

import pytest

from nlp.contract import BadInput
from nlp.corpus.check import faults, repetitions
from nlp.corpus.marked import SPANS, marked_line, marked_lines
from nlp.corpus.read import TIPS, Region, Register, Split, batches, rows

PATHS = sorted(TIPS.glob("*.jsonl"))


def tips(split: Split | None = None) -> list[dict[str, Any]]:
    paths = PATHS if split is None else batches(split)
    return [row for path in paths for row in rows(path)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_annotation_is_right_in_form(path: Any) -> None:
    wrong = {row["id"]: found for row in rows(path) if (found := list(faults(row)))}
    assert wrong == {}


def test_no_id_stands_there_twice() -> None:
    ids = Counter(row["id"] for row in tips())
    assert [tip_id for tip_id, count in ids.items() if count > 1] == []


def test_no_tip_repeats_another() -> None:
    assert list(repetitions((row["id"], row["text"]) for row in tips())) == []


def test_every_file_belongs_to_a_split() -> None:
    assert {path for split in Split for path in batches(split)} == set(PATHS)


@pytest.mark.parametrize("split", list(Split))
def test_each_split_has_every_class_and_most_kinds_of_people(split: Split) -> None:
    some = tips(split)
    assert {row["triage"] for row in some} == {"999", "ask", "101"}
    assert len({row["register"] for row in some}) >= len(Register) - 1
    assert len({row["region"] for row in some}) >= len(Region) // 2


MARKED = sorted(SPANS.glob("*.txt"))


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_every_marked_line_is_right_in_form(path: Any) -> None:
    found = list(marked_lines(path))
    repeated = [text for text, count in Counter(line.text for line in found).items() if count > 1]
    assert found
    assert repeated == []
    assert all(line.text[a:b].strip() for line in found for a, b in line.marked)


def test_marks_are_taken_out_and_remembered() -> None:
    line = marked_line("[[my ex]] sells, says [[my mum]]")
    assert line.text == "my ex sells, says my mum"
    assert [line.text[a:b] for a, b in line.marked] == ["my ex", "my mum"]


@pytest.mark.parametrize("line", ["[[my ex sells", "my ex]] sells", "[[my [[ex]] sells", "[[]] x"])
def test_broken_marks_are_told(line: str) -> None:
    with pytest.raises(BadInput, match="bracket"):
        marked_line(line)


GOOD: dict[str, Any] = {
    "id": "x-1",
    "ref": "2026-03-27T22:40:00",
    "text": "my brother sells weed at 9 Hill Road every Friday",
    "triage": "101",
    "reasons": [],
    "safeguarding": False,
    "in_scope": True,
    "locations": ["9 Hill Road"],
    "places_generic": [],
    "times": [{"text": "every Friday", "kind": "recurring", "rrule": "FREQ=WEEKLY;BYDAY=FR"}],
    "drugs": ["weed"],
    "remove": ["my brother"],
    "keep": ["weed", "9 Hill Road", "every Friday"],
    "region": "london",
    "register": "plain",
}


def test_a_good_row_has_no_fault() -> None:
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"locations": ["9 Hill Rd"]}, "locations"),
        ({"keep": ["weed", "every Friday"]}, "does not repeat '9 Hill Road'"),
        ({"remove": ["my brother sells weed"]}, "is to go and"),
        ({"reasons": ["weapon"]}, "reasons belong"),
        ({"triage": "999"}, "reasons belong"),
        ({"region": "mars"}, "region"),
        ({"ref": "yesterday"}, "ref"),
        ({"times": [{"text": "every Friday", "kind": "recurring"}]}, "no rrule"),
        ({"times": [{"text": "every Friday", "kind": "point"}]}, "no start"),
        ({"times": [{"text": "every Friday", "kind": "often"}]}, "strange kind"),
        ({"drugs": [" weed"]}, "spaces around"),
        ({"text": GOOD["text"] + " 07912 345678"}, "numbers for drama"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_each_fault_is_told(change: dict[str, Any], told: str) -> None:
    assert any(told in fault for fault in faults(GOOD | change))


def test_a_repetition_is_told() -> None:
    text = "there is a man who sells weed from the blue door on our road every single night"
    assert len(list(repetitions([("a", text), ("b", text + " again")]))) == 1

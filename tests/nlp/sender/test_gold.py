"""Is every tip cut where it must be, and left whole where the police need it?"""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.analysis import Place, PlaceKind, Time, TimeKind
from core.redact import cut
from nlp.document import Document
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.sender.redactor import Redactor, label
from nlp.things.drugs import DrugFinder
from nlp.things.handles import HandleFinder
from nlp.things.people import PersonFinder
from nlp.things.phones import PhoneFinder
from nlp.things.vehicles import VehicleFinder

AT = datetime(2026, 11, 24, 18, 0)
ROWS: list[dict[str, Any]] = [
    row
    for name in (
        "gold.toml",
        "gold_more.toml",
        "gold_clauses.toml",
        "gold_notes.toml",
        "gold_names.toml",
    )
    for row in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["message"]
]
REDACTOR = Redactor()
DRUGS, VEHICLES, PHONES = DrugFinder(), VehicleFinder(), PhoneFinder()
HANDLES, PEOPLE = HandleFinder(), PersonFinder()


def spans(text: str, strings: list[str]) -> list[tuple[int, int]]:
    found = []
    for string in strings:
        assert string in text, string
        found.append((text.index(string), text.index(string) + len(string)))
    return sorted(found)


def found(doc: Document, row: dict[str, Any]) -> Findings:
    text = doc.text
    return Findings(
        places=tuple(
            Place(start=a, end=b, text=text[a:b], kind=PlaceKind.OTHER)
            for a, b in spans(text, row.get("places", []))
        ),
        times=tuple(
            Time(start=a, end=b, text=text[a:b], kind=TimeKind.RECURRING)
            for a, b in spans(text, row.get("times", []))
        ),
        drugs=DRUGS.find(doc),
        vehicles=VEHICLES.find(doc),
        phones=PHONES.find(doc),
        handles=HANDLES.find(doc),
        people=PEOPLE.find(doc),
    )


def sanitised(row: dict[str, Any], *, strict: bool = False) -> str:
    doc = read_plain(row["text"], AT)
    redactions = REDACTOR.find(doc, found(doc, row), strict=strict)
    return cut(row["text"], redactions, label).text


def survives(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def ids(row: dict[str, Any]) -> str:
    return str(row["text"])[:48]


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_what_tells_of_the_sender_is_gone_and_the_rest_survives(row: dict[str, Any]) -> None:
    text = sanitised(row)

    leaked = [words for words in row["gone"] if survives(words, text)]
    lost = [words for words in row["stays"] if not survives(words, text)]
    assert (leaked, lost) == ([], []), text


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_the_strict_mode_leaks_nothing_that_the_usual_one_cuts(row: dict[str, Any]) -> None:
    text = sanitised(row, strict=True)

    assert [words for words in row["gone"] if survives(words, text)] == []


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_the_table_itself_quotes_its_message(row: dict[str, Any]) -> None:
    assert [w for w in row["gone"] + row["stays"] if w not in row["text"]] == []

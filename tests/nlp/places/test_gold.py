"""Gold sentences of all regions and registers, and sentences without a place."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from nlp.places.finder import PlaceFinder
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 22, 40)
HERE = Path(__file__).parent
MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def rows(name: str) -> list[ParameterSet]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [pytest.param(text.replace("\\n", "\n"), id=label) for label, text in cells]


@pytest.mark.parametrize("marked", rows("gold.tsv"))
def test_finds_every_place_with_its_exact_words(marked: str, finder: PlaceFinder) -> None:
    expected = MARKED.findall(marked)
    text = MARKED.sub(r"\1", marked)

    found = [place.text for place in finder.find(read_plain(text, AT))]

    assert found == expected


@pytest.mark.parametrize("text", rows("none.tsv"))
def test_finds_no_place_where_there_is_none(text: str, finder: PlaceFinder) -> None:
    assert [place.text for place in finder.find(read_plain(text, AT))] == []

"""The report as a page: every figure beside its target, and what each component is worth."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from nlp.evaluate.ablations import Ablation, ablations
from nlp.evaluate.floors import read_floors
from nlp.evaluate.gold import read_gold
from nlp.evaluate.measure import DIMENSIONS, Labelled, Measured, figure, measure
from nlp.evaluate.speed import Speed
from nlp.evaluate.written import Column, write_report
from nlp.model import Model

SPEED = Speed(ours_ms=9.0, base_ms=6.0, long_ms=100.0, twice_ms=200.0, grown_mb=0.0)
TEXT = "My brother sells weed from 9 Hill Road, Leeds every Friday at 8pm. He works at Tesco."


@pytest.fixture(scope="module")
def tips() -> list[Labelled]:
    row = {
        "id": "a", "ref": "2026-03-27T22:40:00", "text": TEXT, "triage": "101", "reasons": [],
        "safeguarding": False, "in_scope": True, "locations": ["9 Hill Road, Leeds"],
        "places_generic": [], "drugs": ["weed"], "remove": ["My brother"],
        "keep": ["weed", "9 Hill Road, Leeds"],
        "times": [{"text": "every Friday at 8pm", "kind": "recurring",
                   "rrule": "FREQ=WEEKLY;BYDAY=FR"}],
    }  # fmt: skip
    (tip,) = read_gold([json.dumps(row)])
    return [Labelled(tip, dict.fromkeys(DIMENSIONS, "plain"))]


@pytest.fixture(scope="module")
def without(model: Model, tips: list[Labelled]) -> dict[str, tuple[Ablation, Measured]]:
    return {one.name: (one, measure(one, tips)) for one in ablations(model)}


@pytest.mark.parametrize(
    ("left_out", "lost"),
    [
        ("places", "locations"),
        ("times", "times"),
    ],
)
def test_what_is_left_out_is_not_found(
    without: dict[str, tuple[Ablation, Measured]], left_out: str, lost: str
) -> None:
    assert figure(without[left_out][1].whole, f"{lost}.recall") == 0.0


def test_every_ablation_still_analyses(without: dict[str, tuple[Ablation, Measured]]) -> None:
    assert len(without) >= 10
    assert all(measured.whole.tips == 1 for _, measured in without.values())


def test_clauses_left_out_are_one(model: Model) -> None:
    (undivided,) = [one for one in ablations(model) if one.name == "clauses"]
    doc = undivided._read("he sells weed. she is scared", datetime(2026, 3, 27, 22, 40))
    assert len(doc.clauses) == 1
    assert {token.clause for token in doc.tokens} == {0}


def test_the_page_shows_every_figure_and_hides_the_errors_of_the_last_split(
    without: dict[str, tuple[Ablation, Measured]],
) -> None:
    wrong = without["places"][1]
    right = without["people"][1]
    page = write_report(
        {"dev": [Column("ours", right)], "test": [Column("ours", wrong)]},
        [*without.values()],
        read_floors(),
        SPEED,
    )
    assert all(floor.path in page for floor in read_floors())
    assert "| ratio | 1.50 | <= 1.8 |" in page
    assert "| without | that is |" in page
    worst = page.partition("worst errors")[2]
    assert "Hill Road" not in worst.partition("## Speed")[0]

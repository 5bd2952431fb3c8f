"""Are drug words found, slang included, and innocent words left alone?"""

from __future__ import annotations

import tomllib
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.plain import read_plain
from nlp.things.drugs import DrugFinder

AT = datetime(2026, 11, 24, 18, 0)
TABLE = tomllib.loads(Path(__file__).with_name("drugs.toml").read_text(encoding="utf-8"))
FINDER = DrugFinder()


def words(text: str) -> list[str]:
    return [drug.text for drug in FINDER.find(read_plain(text, AT))]


@pytest.mark.parametrize(("text", "expected"), TABLE["found"].items(), ids=list(TABLE["found"]))
def test_the_drug_word_is_found(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", TABLE["innocent"]["words"])
def test_an_innocent_word_is_no_drug(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("wraps of smack", "heroin"),
        ("some coke", "cocaine"),
        ("2 green teslas off him, took 2 green teslas", "mdma"),
        ("bag of k", "ketamine"),
        ("b and w all day", "heroin and crack"),
        ("tub of gabbies", "gabapentinoids"),
        ("nos canisters", "nitrous oxide"),
        ("selling blues", "benzodiazepines"),
    ],
)
def test_the_word_stands_for_its_drug(text: str, drug: str) -> None:
    assert FINDER.find(read_plain(text, AT))[0].drug == drug


def test_evidence_does_not_cross_a_sentence() -> None:
    assert words("He sells cars. Snow is forecast") == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted(" ".join(TABLE["found"]).split())), max_size=25))
def test_findings_are_in_order_and_quote_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    drugs = FINDER.find(read_plain(text, AT))

    assert all(text[d.start : d.end] == d.text and d.rule for d in drugs)
    assert all(a.end <= b.start for a, b in pairwise(drugs))

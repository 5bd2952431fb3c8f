"""Where clauses begin and end, with and without marks."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.plain import read_plain

SENT = datetime(2026, 3, 3, 21, 0)


def _clauses(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in read_plain(text, SENT).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He sells weed. He lives there.", ["He sells weed.", "He lives there."]),
        ("line one\nline two", ["line one", "line two"]),
        ("no one hurt but he has a knife", ["no one hurt", "but he has a knife"]),
        ("selling crack and heroin", ["selling crack and heroin"]),
        ("he sells weed and she has a gun", ["he sells weed", "and she has a gun"]),
        (
            "theyre dealing outside the shop hes got a knife",
            ["theyre dealing outside the shop", "hes got a knife"],
        ),
        ("i dont think hes got a knife", ["i dont think hes got a knife"]),
        ("he told me hes got a knife", ["he told me hes got a knife"]),
        ("right now theyre dealing", ["right now theyre dealing"]),
        ("the lad that he sells to", ["the lad that he sells to"]),
        ("now and then he sells weed", ["now and then he sells weed"]),
        ("even if he sells", ["even if he sells"]),
        ("he sells weed - she runs it", ["he sells weed -", "she runs it"]),
        ("sells off-peak tickets", ["sells off-peak tickets"]),
        (
            "he sells weed, the other lad has a knife",
            ["he sells weed,", "the other lad has a knife"],
        ),
        ("", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_clauses_are_cut(text: str, expected: list[str]) -> None:
    assert _clauses(text) == expected


@given(st.text(max_size=300))
def test_every_token_is_in_exactly_one_clause(text: str) -> None:
    doc = read_plain(text, SENT)
    places = [i for clause in doc.clauses for i in range(clause.first, clause.last)]
    assert places == list(range(len(doc.tokens)))
    assert all(doc.tokens[i].clause == c.index for c in doc.clauses for i in range(c.first, c.last))

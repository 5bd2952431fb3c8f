"""Do the elements of a pattern match where they say, and nowhere else?"""

from __future__ import annotations

from datetime import datetime

import pytest

from nlp.plain import read_plain
from nlp.sender.lexicon import Lexicon
from nlp.sender.patterns import PatternBook, PatternError, compile_pattern

LEXICON = Lexicon(
    [
        ("brother", "kin"),
        ("half brother", "kin"),
        ("and", "stop"),
        ("hi", "hello"),
        ("sells", "finite"),
    ]
)


def cuts(pattern: str, text: str) -> list[str]:
    reading = LEXICON.read(read_plain(text, datetime(2026, 11, 24)), {}, [])
    book = PatternBook([compile_pattern(pattern, None)])
    return [
        text[reading.tokens[hit.first].start : reading.tokens[hit.last - 1].end]
        for hit in book.find(reading)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[ my @kin ]", "he saw my half brother", ["my half brother"]),
        ("[ my @kin ]", "he saw my sister", []),
        ("my [ old? @kin ]", "my old brother", ["old brother"]),
        ("i [ ..2 van ]", "i drive a van", ["drive a van"]),
        ("i [ ..1 van ]", "i drive a van", []),
        ("i [ ~4 ]", "i drive a van and he deals", ["drive a van"]),
        ("i !saw [ ~2 ]", "i saw him", []),
        ("i !saw [ ~2 ]", "i fed him", ["fed him"]),
        ("!<his [ brother ]", "his brother", []),
        ("!<his [ brother ]", "ask brother", ["brother"]),
        ("!<his [ brother ]", "his\nbrother", ["brother"]),
        ("[<2 me ]", "he sat beside me", ["sat beside me"]),
        ("[<2 me ]", "he sat. me", ["me"]),
        ("^ [ parked ~2 ]", "Parked up here", ["Parked up here"]),
        ("^ [ parked ~2 ]", "he parked up here", []),
        ("[ mine ] $", "that is mine, all of it", ["mine"]),
        ("[ mine ] .", "that is mine, all of it", []),
        ("[ mine ] .", "that is mine. all of it", ["mine"]),
        ("name , [ jo ]", "my name (jo)", ["jo"]),
        ("name , [ jo ]", "my name jo", []),
        ("[ my van ]", "my\nvan", []),
        ("^, [ nurse ]", "deaf, nurse", ["nurse"]),
        ("^, [ nurse ]", "the nurse", []),
        ("^^ [ nurse ]", "Hi. Nurse here", ["Nurse"]),
        ("^^ [ nurse ]", "He left. Nurse here", []),
        ("^ 0$ [ nurse ]", "nurse on nights, he sells", ["nurse"]),
        ("^ 0. [ nurse ]", "nurse on nights, he sells", []),
        ("^ 0. [ nurse ]", "nurse on nights. he sells", ["nurse"]),
    ],
)
def test_a_pattern_cuts_what_it_describes(pattern: str, text: str, expected: list[str]) -> None:
    assert cuts(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern",
    ["my brother", "[ my brother", "my ] [ brother", "[ my | ]", "[ ~4 ]"],
    ids=["no cut", "not closed", "closed first", "empty word", "begins with nothing"],
)
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        PatternBook([compile_pattern(pattern, None)])

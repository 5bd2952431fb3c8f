from datetime import datetime
from itertools import pairwise

import pytest

from nlp.plain import build, read_plain
from nlp.times.direction import Direction, sentences
from nlp.times.lexicon import Tense, load_lexicon

LEXICON = load_lexicon()
AT = datetime(2026, 6, 11, 23, 15)


def tense_at(text: str, word: str) -> Tense:
    doc = read_plain(text, AT)
    token = next(t for t in doc.tokens if t.lower == word)
    return Direction(doc, LEXICON).tense(token.index, token.index + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he came friday", Tense.PAST),
        ("i seen him friday", Tense.PAST),
        ("he was selling friday", Tense.PAST),
        ("saw him dealing friday", Tense.PAST),
        ("was over there friday selling", Tense.PAST),
        ("he didnt come friday", Tense.PAST),
        ("hes coming friday", Tense.PROGRESSIVE),
        ("hes got a drop friday", Tense.PROGRESSIVE),
        ("gonna be there friday", Tense.FUTURE),
        ("they'll meet friday", Tense.FUTURE),
        ("told him to meet friday", Tense.FUTURE),
        ("due friday", Tense.FUTURE),
        ("he sells friday", Tense.PRESENT),
        ("they park there friday", Tense.PRESENT),
        ("sometimes hes there friday", Tense.PRESENT),
        ("in the car park friday", Tense.NONE),
        ("he'll be released friday", Tense.FUTURE),
        ("the drops friday", Tense.NONE),
        ("lots of weed friday", Tense.NONE),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_verb_nearest_to_a_day_gives_its_tense(text: str, expected: Tense) -> None:
    assert tense_at(text, "friday") is expected


def test_the_clause_comes_before_the_rest_of_the_sentence() -> None:
    assert tense_at("he came round and will be back friday", "friday") is Tense.FUTURE


def test_another_sentence_lends_no_tense() -> None:
    assert tense_at("He came round. Friday", "friday") is Tense.NONE


def test_a_tag_shows_a_verb_that_no_list_has() -> None:
    text = "he snuck in friday"
    doc = build(text, AT, tag_at=lambda start, _: "VBD" if start == 3 else "NN")
    assert Direction(doc, LEXICON).tense(3, 4) is Tense.PAST


def test_new_lines_and_full_stops_begin_sentences() -> None:
    numbers = sentences(read_plain("One two. Three\nfour", AT))
    assert numbers == [0, 0, 0, 1, 2]
    assert all(0 <= b - a <= 1 for a, b in pairwise(numbers))

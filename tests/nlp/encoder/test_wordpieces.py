from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.encoder.wordpieces import WORDPIECES, WordPieces

PIECES = WordPieces.shipped()
NAMES = WORDPIECES.read_text(encoding="utf-8").splitlines()


def named(word: str) -> list[str]:
    return [NAMES[number] for number in PIECES.of(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("cannabis", ["cannabis"]),
        ("cuckooing", ["cuckoo", "##ing"]),
        ("café", ["cafe"]),
        ("m6/a1", ["m", "##6", "/", "a1"]),
        ("!!", ["!", "!"]),
        ("💊", ["[UNK]"]),
    ],
)
def test_a_word_is_cut_into_its_longest_pieces(word: str, pieces: list[str]) -> None:
    assert named(word) == pieces


@given(st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=40))
def test_the_pieces_of_a_plain_word_are_its_letters(word: str) -> None:
    assert "".join(piece.removeprefix("##") for piece in named(word)) == word


@given(st.text(max_size=200))
def test_every_word_has_a_piece(word: str) -> None:
    assert PIECES.of(word.lower())


def test_a_word_without_end_costs_nothing() -> None:
    assert named("ab" * 50_000) == ["[UNK]"]


def test_a_vocabulary_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[CLS\]"):
        WordPieces(["[UNK]", "cannabis"])

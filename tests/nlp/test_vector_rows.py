"""Are the rows of words looked up at once those that spaCy's own tokeniser gives?"""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.legible import legible
from nlp.model import default_folder
from nlp.vector_rows import VectorRows, rows_of

_PIPES = ("tok2vec", "tagger", "parser", "ner", "senter", "lemmatizer", "attribute_ruler")


def _language() -> Language:
    return spacy.load(default_folder(), exclude=_PIPES)


@pytest.fixture(scope="module")
def plain() -> Language:
    return _language()


@pytest.fixture(scope="module")
def rows() -> VectorRows:
    return VectorRows(_language())


def _expected(language: Language, text: str) -> list[tuple[int, int, int]]:
    """Those of all tokens that are no blanks: nothing of ours asks for a blank."""
    found = rows_of(language.make_doc(text))
    return [row for row in found if text[row[0] : row[1]].strip()]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("He sells weed, outside the chippy. Fridays!", id="marks behind words"),
        pytest.param("im sure he cant, dont", id="words that are two"),
        pytest.param("J. Smith of the U.K. at 7 p.m. on Fri.", id="stops that belong to words"),
        pytest.param("(he's) it's 9pm, £20; 14/2 e-mail a@b.co", id="everything else"),
        pytest.param(" two\n\n lines\t:) \n( ", id="blanks and faces"),
    ],
)
def test_rows_are_those_of_the_tokeniser(plain: Language, rows: VectorRows, text: str) -> None:
    assert rows.of(text) == _expected(plain, text)


_WORDS = st.sampled_from(
    ["he", "cant", "We'd", "Leeds", "NHS", "A.", "7.15", "9pm", "(ok)", "o.k.", ":)", "x-ray", "£5"]
)


@given(st.lists(st.tuples(_WORDS, st.sampled_from(["", ".", ",", "!", "..."])), max_size=12))
def test_so_they_are_whatever_stands_side_by_side(
    plain: Language, rows: VectorRows, words: list[tuple[str, str]]
) -> None:
    text = legible(" ".join(word + mark for word, mark in words))
    assert rows.of(text) == _expected(plain, text)

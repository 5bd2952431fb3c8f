"""Phrases are found alike in one book or in a shelf of many."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from nlp.phrases import PhraseBook, PhraseShelf
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 22, 40)
_WORDS = st.sampled_from(["in", "the", "house", "party", "won't", "pick-up", "x"])
_PHRASES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)


@given(
    books=st.lists(st.lists(_PHRASES, min_size=1, max_size=4), max_size=4),
    text=st.lists(_WORDS, max_size=12).map(" ".join),
)
def test_a_shelf_finds_what_its_books_find(books: list[list[str]], text: str) -> None:
    shelf = {str(n): PhraseBook((p, p) for p in phrases) for n, phrases in enumerate(books)}
    tokens = read_plain(text, AT).tokens
    alone = {name: found for name, book in shelf.items() if (found := book.find(tokens))}
    assert PhraseShelf(shelf).find(tokens) == alone


def test_the_longest_phrase_is_found_and_none_overlaps() -> None:
    book = PhraseBook([("in the", 1), ("in the house", 2), ("house party", 3), ("party", 4)])
    tokens = read_plain("in the house party", AT).tokens
    assert [(m.first, m.last, m.payload) for m in book.find(tokens)] == [(0, 3, 2), (3, 4, 4)]

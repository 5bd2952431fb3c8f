from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.document import fold
from nlp.phrases import PhraseBook
from nlp.plain import build, read_plain
from nlp.tokens import cut_words
from nlp.vocabulary import VocabularyError, read_vocabulary

AT = datetime(2026, 3, 27, 22, 40)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


def words(text: str) -> list[str]:
    folded = fold(text)
    return [folded[a:b] for a, b in cut_words(folded)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("It’s “HIM”", 'it\'s "him"', id="quotes"),
        pytest.param("10–11 — no", "10-11 - no", id="dashes"),
        pytest.param("a\u00a0b\tc", "a b c", id="spaces"),
        pytest.param("İĞ", "İğ", id="no lower case of one code point"),
        pytest.param("don`t", "don't", id="back tick"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANYTHING)
def test_folding_keeps_the_length_and_is_stable(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("won't stop", ["won't", "stop"], id="apostrophe inside"),
        pytest.param("'hello'", ["'", "hello", "'"], id="quotation marks"),
        pytest.param("the lads' car", ["the", "lads", "'", "car"], id="apostrophe at the end"),
        pytest.param("pick-up", ["pick", "-", "up"], id="hyphen"),
        pytest.param("£20, 2g", ["£", "20", ",", "2g"], id="marks and digits"),
        pytest.param("snap_me", ["snap", "_", "me"], id="underscore"),
        pytest.param("café Łódź", ["café", "łódź"], id="letters of other alphabets"),
        pytest.param("🔥🔥", ["🔥", "🔥"], id="emoji"),
        pytest.param(" \n\t", [], id="white space"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(ANYTHING)
def test_words_cover_every_visible_character_once(text: str) -> None:
    folded = fold(text)
    spans = cut_words(folded)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(folded[i].isspace() for i in range(len(folded)) if i not in covered)


def test_a_plain_document_has_no_tags() -> None:
    doc = read_plain("Dave’s outside", AT)
    assert [(t.text, t.lower, t.tag) for t in doc.tokens] == [
        ("Dave’s", "dave's", ""),
        ("outside", "outside", ""),
    ]
    assert (doc.tagged, doc.at) == (False, AT)


def test_a_document_takes_tags() -> None:
    doc = build("Dave runs", AT, tag_at=lambda start, _: f"T{start}")
    assert ([t.tag for t in doc.tokens], doc.tagged) == (["T0", "T5"], True)


@given(ANYTHING)
def test_every_token_has_its_clause_and_every_clause_its_tokens(text: str) -> None:
    doc = read_plain(text, AT)
    assert [t.index for t in doc.tokens] == list(range(len(doc.tokens)))
    assert [t for clause in doc.clauses for t in doc.words(clause)] == list(doc.tokens)
    assert all(doc.clauses[t.clause].first <= t.index < doc.clauses[t.clause].last
               for t in doc.tokens)  # fmt: skip


def test_tokens_between_code_points() -> None:
    doc = read_plain("one two three", AT)
    assert [t.text for t in doc.between(2, 5)] == ["one", "two"]


BOOK = PhraseBook(
    [("pick up", "collect"), ("pick", "choose"), ("won't", "no"), ("a b c", "abc"), ("b", "b")]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pick up now", [("pick up", "collect")], id="longest"),
        pytest.param("pick it up", [("pick", "choose")], id="not over a gap"),
        pytest.param("a pick-up", [("pick-up", "collect")], id="hyphen counts for nothing"),
        pytest.param("wont, WON’T", [("wont", "no"), ("WON’T", "no")], id="apostrophe likewise"),
        pytest.param("a b d", [("b", "b")], id="a broken start gives way to what follows"),
        pytest.param("picked", [], id="whole words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_phrases(text: str, expected: list[tuple[str, str]]) -> None:
    found = BOOK.find(read_plain(text, AT).tokens)
    assert [(text[m.start : m.end], m.payload) for m in found] == expected


def test_a_phrase_says_its_tokens() -> None:
    (match,) = BOOK.find(read_plain("they pick-up there", AT).tokens)
    assert (match.first, match.last) == (1, 4)


def test_a_part_of_a_document_gives_places_in_the_whole() -> None:
    doc = read_plain("we pick up", AT)
    (match,) = BOOK.find(doc.tokens[1:])
    assert (match.first, match.last, match.start) == (1, 3, 3)


@given(st.lists(st.sampled_from(["a", "b", "c", "pick", "up", "-"]), max_size=30))
def test_phrases_never_overlap(tokens: list[str]) -> None:
    found = BOOK.find(read_plain(" ".join(tokens), AT).tokens)
    assert all(m.last <= n.first for m, n in pairwise(found))


GOOD = '[about]\nwhat = "w"\nsource = "s"\ndate = 2026-11-24\n'
NEEDS, MAY = frozenset({"words", "kind"}), frozenset({"note"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "words.toml"


def test_a_vocabulary_is_read(file: Path) -> None:
    file.write_text(GOOD + '[[cue]]\nwords = ["now", "right now"]\nkind = "x"\nnote = "n"\n')
    (row,) = read_vocabulary(file).rows("cue", needs=NEEDS, may=MAY)
    assert (row["words"], row["kind"]) == (["now", "right now"], "x")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param('[[other]]\nkind = "x"\n', "table cue is missing", id="no table"),
        pytest.param('[[cue]]\nkind = "x"\n', "cue 1: words missing", id="key missing"),
        pytest.param(
            '[[cue]]\nwords = []\nkind = "x"\nknid = "y"\n', "knid is not a key", id="strange key"
        ),
        pytest.param('[[cue]]\nwords = ["Now"]\nkind = "x"\n', "'Now' is empty or", id="capital"),
        pytest.param('[[cue]]\nwords = ["it’s"]\nkind = "x"\n', "is empty or", id="curly quote"),
        pytest.param('[[cue]]\nwords = [" "]\nkind = "x"\n', "is empty or", id="empty"),
        pytest.param(
            '[[cue]]\nwords = ["a"]\nkind = "x"\n[[cue]]\nwords = ["a"]\nkind = "y"\n',
            "cue 2: 'a' is listed twice",
            id="twice",
        ),
    ],
)
def test_a_broken_table_is_named(file: Path, rows: str, sentence: str) -> None:
    file.write_text(GOOD + rows)
    with pytest.raises(VocabularyError, match=f"words.toml.*{sentence}"):
        read_vocabulary(file).rows("cue", needs=NEEDS, may=MAY)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="nothing about it"),
        pytest.param('[about]\nsource = "s"\n', id="no date"),
        pytest.param('[about]\nsource = "s"\ndate = "2026"\n', id="date a string"),
        pytest.param("[about\n", id="no TOML"),
        pytest.param(None, id="no file"),
    ],
)
def test_a_broken_file_is_named(file: Path, content: str | None) -> None:
    if content is not None:
        file.write_text(content)
    with pytest.raises(VocabularyError, match=r"words\.toml"):
        read_vocabulary(file)

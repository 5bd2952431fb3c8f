"""Is hostile text harmless after tidying, and honest text untouched?"""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tidy import MARKS_PER_BASE, says_something, tidy


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        pytest.param("a\u202eb\u2066c\u2069\u200e", "abc", id="directions"),
        pytest.param("a\u200bb\ufeff\u00ad\u2060", "ab", id="invisible"),
        pytest.param("x\U000e0041\U000e007f", "x", id="tags"),
        pytest.param("a\ud800b\udfffc", "abc", id="lone surrogates"),
        pytest.param("a\x00b\uffffc\ufdd0\U0001fffe", "abc", id="NUL and non-characters"),
        pytest.param("a\x1b[2Jb", "a[2Jb", id="escape"),
        pytest.param("a\ue000b", "ab", id="private use"),
        pytest.param("\u3164\u115f\uffa0", "", id="fillers"),
        pytest.param("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf", id="line ends"),
        pytest.param("  a\t b \n", "a\t b", id="ends trimmed, tab kept"),
        pytest.param("e\u0301", "\u00e9", id="composed"),
        pytest.param("e\u200b\u0301", "\u00e9", id="composed once the invisible is out"),
        pytest.param("\uff11\uff12 \ufb01 \u00b2", "\uff11\uff12 \ufb01 \u00b2", id="as typed"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                     "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian joiner"),
        pytest.param("\U0001f469\u200d\U0001f52c\u2764\ufe0f",
                     "\U0001f469\u200d\U0001f52c\u2764\ufe0f",
                     id="emoji joined"),
        pytest.param("\u0915\u094d\u0937\u093f", "\u0915\u094d\u0937\u093f", id="Hindi"),
        pytest.param("Vi\u1ec7t Nam, \u0141\u00f3d\u017a", "Vi\u1ec7t Nam, \u0141\u00f3d\u017a",
                     id="Vietnamese, Polish"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_tidy(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u0489", "\u20dd", "\u0344", "\u200d\u0301"],
    ids=["accent", "enclosing, class 0", "circle", "splits in two", "between joiners"],
)  # fmt: skip
def test_at_most_four_marks_stand_on_one_base(mark: str) -> None:
    text = tidy("q" + mark * 500 + "r")
    marks = [c for c in text if unicodedata.category(c) in ("Mn", "Me")]
    assert len(marks) == MARKS_PER_BASE
    assert text[0] == "q"
    assert text[-1] == "r"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("z" + "\u0301" * 41_000, id="one mark"),
        pytest.param("z" + "\u0301" * 20_000 + "\u0316" * 20_000, id="marks out of order"),
        pytest.param("z" + "\u0301\u0316\u0334" * 14_000, id="marks mixed"),
        pytest.param("\u202e" * 41_000, id="directions"),
    ],
)
@pytest.mark.alone
def test_hostile_text_takes_linear_time(raw: str) -> None:
    began = time.perf_counter()
    tidy(raw)
    assert time.perf_counter() - began < 0.5


@given(st.text(st.characters(), max_size=200))
def test_tidying_again_changes_nothing(raw: str) -> None:
    once = tidy(raw)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=80))
def test_plain_english_is_left_alone(raw: str) -> None:
    assert tidy(raw) == raw


@pytest.mark.parametrize(
    ("text", "does"),
    [("a", True), ("7", True), ("\u0436", True), ("", False), ("...", False),
     ("\U0001f525", False), ("\u0301", False)],
)  # fmt: skip
def test_says_something(text: str, *, does: bool) -> None:
    assert says_something(text) is does

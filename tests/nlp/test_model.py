from __future__ import annotations

from datetime import datetime
from time import thread_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.tidy import lowered
from nlp.legible import legible, shouted
from nlp.model import Model, ModelMissing, load_model

AT = datetime(2026, 3, 27, 22, 40)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        pytest.param("plain words, and £20", "plain words, and £20", id="as it is"),
        pytest.param("a\x00b", "a b", id="control"),
        pytest.param("a\ud800b", "a b", id="lone surrogate"),
        pytest.param("a\nb\tc", "a\nb\tc", id="line ends and tabs stay"),
        pytest.param("\U0010ffff!", " !", id="unassigned"),
        pytest.param("x " + "(" * 61 + " y", "x " + " " * 61 + " y", id="long run of marks"),
        pytest.param("x " + "(" * 60 + " y", "x " + "(" * 60 + " y", id="run of marks"),
    ],
)
def test_the_model_gets_a_safe_copy(text: str, copy: str) -> None:
    assert legible(text) == copy


@given(st.text(st.characters(exclude_categories=())))
def test_the_copy_is_as_long_as_the_text(text: str) -> None:
    assert len(legible(text)) == len(text)


@given(st.text(st.characters(exclude_categories=())))
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("he deals outside the shop in leeds", False, id="no capitals"),
        pytest.param("I saw him in Leeds with Dave", False, id="as usual"),
        pytest.param("HE DEALS OUTSIDE THE SHOP, no 4", True, id="capitals"),
        pytest.param("", False, id="nothing"),
        pytest.param("77 34", False, id="no letters"),
    ],
)
def test_who_types_in_capitals(text: str, expected: bool) -> None:  # noqa: FBT001
    assert shouted(text) is expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("en_core_web_nowhere", id="package that is not installed"),
        pytest.param("/nowhere/at/all", id="folder that is not there"),
    ],
)
def test_a_missing_model_is_one_clear_error(name: str) -> None:
    with pytest.raises(ModelMissing, match=f"'{name}' cannot be loaded.*TIPLINE_SPACY_MODEL"):
        load_model(name)


def test_a_folder_without_tagger_reads_as_untagged(small_model: str) -> None:
    doc = load_model(small_model, encoded=False).read("Dave sells weed", AT)
    assert (doc.tagged, [t.text for t in doc.tokens]) == (False, ["Dave", "sells", "weed"])


def test_the_encoder_tags_whatever_the_base_model_lacks(small_model: str) -> None:
    doc = load_model(small_model).read("Dave sells weed", AT)
    assert doc.tagged
    assert doc.encoding is not None
    assert [t.tag for t in doc.tokens] == list(doc.encoding.tags) == ["NNP", "VBZ", "NN"]


def test_the_base_models_own_networks_rest_where_the_encoder_reads(model: Model) -> None:
    assert model.tags == ()
    assert "NNP" in load_model(encoded=False).tags


@pytest.mark.model
def test_tags_reach_our_tokens(model: Model) -> None:
    doc = model.read("Gary Whitlock doesn't sell cocaine in Rochdale.", AT)
    assert [(t.text, t.tag) for t in doc.tokens] == [
        ("Gary", "NNP"),
        ("Whitlock", "NNP"),
        ("doesn't", "VBZ"),
        ("sell", "VB"),
        ("cocaine", "NN"),
        ("in", "IN"),
        ("Rochdale", "NNP"),
        (".", "."),
    ]


@pytest.mark.model
def test_capitals_throughout_are_tagged_as_lower_case(model: Model) -> None:
    text = "gary whitlock sells cocaine in rochdale"
    tags = [token.tag for token in model.read(text, AT).tokens]
    assert [token.tag for token in model.read(text.upper(), AT).tokens] == tags


@pytest.mark.model
def test_offsets_hold_behind_characters_the_model_cannot_see(model: Model) -> None:
    text = "\ud800\x00\x1b[1m İ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Gary Whitlock lives in Rochdale"
    doc = model.read(text, AT)
    assert [(t.text, t.tag) for t in doc.tokens[-5:-3]] == [("Gary", "NNP"), ("Whitlock", "NNP")]


@pytest.mark.model
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_is_read_and_its_spans_lie_inside_it(model: Model, text: str) -> None:
    doc = model.read(text, AT)
    assert doc.text == text
    assert all(text[t.start : t.end] == t.text for t in doc.tokens)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 8000, id="brackets"),
        pytest.param("'s" * 4000, id="apostrophes"),
        pytest.param("😀" * 8000, id="emoji"),
        pytest.param(("$" * 60 + " ") * 130, id="marks just short enough"),
        pytest.param("a/" * 4000, id="slashes"),
    ],
)
def test_hostile_texts_take_no_longer_than_long_ones(model: Model, text: str) -> None:
    before = thread_time()
    model.read(text, AT)
    assert thread_time() - before < 2.5


@pytest.mark.model
def test_the_model_forgets_what_it_read(model: Model) -> None:
    model.read("Zxqvrabbit sells weed to Plovquist@example.org", AT)
    assert not any(map(model.knows, ("Zxqvrabbit", "zxqvrabbit", "Plovquist@example.org", "Zxq")))


@pytest.mark.model
def test_the_model_keeps_its_own_words(model: Model) -> None:
    assert model.knows("the")

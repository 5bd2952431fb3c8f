from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Triage
from nlp.encoder.encoder import Encoder
from nlp.encoder.encoding import Encoding
from nlp.learned.linear import LearnedPartMissing
from nlp.plain import read_plain

AT = datetime(2026, 3, 27, 21, 40)
ENCODER = Encoder.shipped()


def encoded(text: str) -> Encoding:
    return ENCODER.encode(text, read_plain(text, AT).tokens)


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=400).filter(lambda text: bool(read_plain(text, AT).tokens)))
def test_every_word_of_any_text_gets_its_answers(text: str) -> None:
    said = encoded(text)
    count = len(read_plain(text, AT).tokens)
    for shares in (said.sender, said.activity, said.drugs, said.places):
        assert len(shares) == count
        assert all(0 <= share <= 1 for share in shares)
    assert math.isclose(sum(said.triage.values()), 1, abs_tol=1e-4)
    assert 0 <= said.safeguarding <= 1
    assert 0 <= said.in_scope <= 1


CALM = (
    "They sell weed from the garage on Mill Lane most weekends, a white van comes about nine. "
    "A lad in a green coat carries boxes in. It has gone on since the spring. "
)
OTHER = (
    "The one who runs it is called Gaz, he has a grey Golf and never seems to work. He shouts at "
    "his dog a good deal. People come to the back door on bikes, two knocks and they are let in. "
)
URGENT = "He has a knife to her throat right now and she is screaming. "


@pytest.mark.parametrize(
    "text", [URGENT + CALM, CALM + URGENT, CALM + URGENT + OTHER, 6 * OTHER + URGENT]
)
def test_an_urgent_clause_in_a_long_story_is_heard(text: str) -> None:
    assert encoded(text).triage[Triage.EMERGENCY] > 0.5
    assert encoded(text.replace(URGENT, "")).triage[Triage.EMERGENCY] < 0.2


def test_the_senders_words_stand_out_from_the_suspects() -> None:
    text = "I clean at the school and the caretaker sells coke from his shed"
    said = encoded(text)
    share = dict(zip([t.lower for t in read_plain(text, AT).tokens], said.sender, strict=True))
    assert share["clean"] > 0.5 > share["caretaker"]
    assert share["coke"] < 0.2


def test_a_time_of_the_activity_stands_out_from_one_of_the_senders_life() -> None:
    text = "I retired in 2019. They deal there every Friday night"
    said = encoded(text)
    share = dict(zip([t.lower for t in read_plain(text, AT).tokens], said.activity, strict=True))
    assert min(share[word] for word in ("every", "friday", "night")) > 0.3
    assert share["2019"] < 0.1


def test_two_encodings_of_a_text_are_the_same() -> None:
    assert encoded("dealing at 9 Hill Road") == encoded("dealing at 9 Hill Road")


@pytest.mark.parametrize("content", [b"", b"no network"])
def test_a_broken_file_is_one_clear_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(content)
    with pytest.raises(LearnedPartMissing, match=r"encoder\.onnx.*tipline train"):
        Encoder.load(path)
    with pytest.raises(LearnedPartMissing):
        Encoder.load(tmp_path / "none.onnx")


def test_the_encoder_tags_as_the_base_model_does() -> None:
    text = "Dave sold me two bags of weed and he was selling more yesterday"
    tags = dict(zip(text.split(), encoded(text).tags, strict=True))
    assert tags["Dave"] == "NNP"
    assert tags["sold"] == tags["was"] == "VBD"
    assert tags["selling"] == "VBG"
    assert tags["bags"] == "NNS"

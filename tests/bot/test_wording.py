"""Are typed answers understood word for word, and never guessed?"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.force import load_force
from bot.texts import LOCALES, LocaleError, Texts
from bot.wording import LONGEST, LocalWording, fold
from core.conversation import SMALL_TALK
from core.script import COMMANDS, SCRIPT

TEXTS = Texts.load(force=load_force("essex"))
WORDING = LocalWording.load(texts=TEXTS)


@pytest.mark.parametrize(
    ("step", "typed", "option"),
    [
        ("now", "Yes", "yes"), ("now", "yeah!!", "yes"), ("now", "aye", "yes"),
        ("now", "y", "yes"), ("now", "NO", "no"), ("now", "nah mate", "no"),
        ("now", "no thanks", "no"), ("now", "dunno", "not_sure"), ("now", "👍", "yes"),
        ("now", "👍🏽", "yes"), ("now", "it\u2019s happening now", "yes"),
        ("situation", "yes", "can_ring"), ("situation", "i can't", "cannot_speak"),
        ("situation", "deaf", "cannot_hear"), ("leave", "yes please", "leave"),
        ("leave", "no", "stop"), ("scope", "ok", "leave_anyway"), ("where", "dunno", "skip"),
        ("where", "That's all.", "done"), ("who", "next", "skip"),
        ("how_known", "i seen it", "saw"), ("how_known", "I saw it", "saw"),
        ("others_know", "no", "others_no"), ("others_know", "dunno", "others_not_sure"),
        ("others_know", "skip", "skip"), ("preview", "send it", "send"),
        ("preview", "Yes, send it please", "send"), ("preview", "dont send", "cancel"),
        ("preview", "Take out more", "take_out"), ("take_out", "cancel", "back"),
        ("receipt", "got it thanks", "have_code"), ("pin", "no it's me", "place_no"),
        ("reading", "yes", "add"), ("phone", "mobile", "mobile"),
    ],
)  # fmt: skip
def test_an_everyday_word_is_understood(step: str, typed: str, option: str) -> None:
    assert WORDING.understand(typed, SCRIPT[step].choices) == option


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        pytest.param("now", "yes he is there with a knife", id="a sentence"),
        pytest.param("now", "yse", id="a typing error"),
        pytest.param("where", "next to the chip shop", id="begins with an answer"),
        pytest.param("where", "yes", id="an answer to another question"),
        pytest.param("preview", "yes", id="a bare yes sends nothing"),
        pytest.param("preview", "ok", id="a bare ok sends nothing"),
        pytest.param("preview", "👍", id="a thumb sends nothing"),
        pytest.param("reading", "no", id="a bare no erases nothing"),
        pytest.param("now", "", id="nothing"),
        pytest.param("now", "?!", id="marks"),
        pytest.param("now", "yes " * 30, id="very long"),
        pytest.param("who", "pass the bag to Deano", id="skip word in a sentence"),
    ],
)
def test_anything_else_is_no_answer(step: str, typed: str) -> None:
    assert WORDING.understand(typed, SCRIPT[step].choices) is None


@pytest.mark.parametrize("step", [step for step in SCRIPT.values() if step.choices])
def test_the_label_of_every_button_can_be_typed(step: object) -> None:
    choices = SCRIPT[step.key].choices  # type: ignore[attr-defined]
    assert [WORDING.understand(TEXTS.option(name).upper(), choices) for name in choices] == [
        *choices
    ]


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("help", "help"),
        ("Emergency!", "danger"),
        ("999", "danger"),
        ("is it anonymous?", "privacy"),
    ],
)
def test_commands_need_no_slash(typed: str, command: str) -> None:
    assert WORDING.understand(typed, COMMANDS) == command


@pytest.mark.parametrize("typed", ["my mate needs help with his dealer", "code red on the estate"])
def test_a_sentence_is_no_command(typed: str) -> None:
    assert WORDING.understand(typed, (*COMMANDS, *SMALL_TALK)) is None


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("That\u2019s ALL.", "thats all"), ("  a\tb\nc ", "a b c"), ("\u2764\ufe0f", "\u2764"),
        ("yes \U0001f44d", "yes"), ("", ""), ("\uff39\uff25\uff33", "yes"),
    ],
)  # fmt: skip
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded
    assert fold(folded) == folded


def test_what_is_longer_than_an_answer_is_not_looked_up() -> None:
    assert WORDING.understand(" " * LONGEST + "yes", ("yes",)) is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("source =", "sauce =", "source and a date", id="no source"),
        pytest.param("\nyes = [", "\nyess = [", "no such option: yess", id="unknown option"),
        pytest.param('"yes", "y", "ye"', '"Yes", "y", "ye"', "not folded", id="not folded"),
        pytest.param('"yes", "y", "ye"', '"y", "y", "ye"', "twice", id="twice"),
        pytest.param("[polite]", "[rude]", "list of words", id="table missing"),
        pytest.param("[about]", "[about", "answers.toml", id="no toml"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    content = (LOCALES / "en" / "answers.toml").read_text(encoding="utf-8")
    assert old in content
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / "answers.toml"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LocaleError, match=message):
        LocalWording.load(texts=TEXTS, folder=tmp_path)

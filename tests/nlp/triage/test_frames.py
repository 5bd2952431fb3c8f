"""Dangers told in parts that follow one another."""

from datetime import datetime

import pytest

from core.analysis import Danger, Triage
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.triage.entries import danger_frames
from nlp.triage.frames import Frame, FrameBook
from nlp.triage.judge import Judge
from nlp.vocabulary import VocabularyError

SENT = datetime(2026, 3, 3, 21, 0)
JUDGE = Judge()


def _call(text: str) -> tuple[Triage, set[Danger]]:
    verdict = JUDGE.judge(read_plain(text, SENT), Findings())
    return verdict.triage, {reason.code for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("they wont let any of the girls go home from the flat over the shop", Danger.CAPTIVE),
        ("hes not letting none of us past, he wants the money", Danger.CAPTIVE),
        ("theyve shut the old fella out on the balcony in his pants", Danger.CAPTIVE),
        ("A lad has been shoved into the boot of a grey Insignia", Danger.CAPTIVE),
        ("hes got her in the back of the transit crying", Danger.CAPTIVE),
        ("nobody leaves this kitchen till its all bagged he says", Danger.CAPTIVE),
        ("my brothers getting a right good hiding off two men", Danger.VIOLENCE),
        ("three men have wee Ciaran up against the bins", Danger.VIOLENCE),
        ("lads are putting a bin through our front window", Danger.VIOLENCE),
        ("theyre panning her back door in", Danger.VIOLENCE),
        ("they are booting it in, my mums crying", Danger.VIOLENCE),
        ("hes holding a stanley knife to my mums neck", Danger.WEAPON),
        ("a man sat on our stairs with a machete wont let us by", Danger.WEAPON),
        ("her fingers have gone a horrible grey", Danger.MEDICAL),
        ("she cant feel her legs after the balloons", Danger.MEDICAL),
        ("cant get him to open his eyes, he took that spice", Danger.MEDICAL),
        ("one of the packets has burst inside him", Danger.MEDICAL),
        ("took way to many of them pills and i dont want to be here", Danger.MEDICAL),
        ("Callum's fitting on the caravan floor", Danger.MEDICAL),
        ("two men with a crate of butane cans and one is smoking a fag", Danger.FIRE),
        ("all the wires in that loft are melting", Danger.FIRE),
    ],
)
def test_a_danger_is_seen_whatever_stands_between(text: str, danger: Danger) -> None:
    call, dangers = _call(text)
    assert call is Triage.EMERGENCY
    assert danger in dangers


@pytest.mark.parametrize(
    "text",
    [
        "we wont let the kids out to play because of them",
        "a bag he wont let go of",
        "last Saturday a lad got a right kicking outside the Crown",
        "they put my window through in January",
        "I put it in the app and I put the bins out",
        "he puts bags through the hatch for the dealer",
        "Shaq has got the cot up against the bedroom door",
        "my son took too many paracetamol last year",
        "he has a gun, he never points it at anybody, well he had one last year",
    ],
)
def test_what_only_resembles_a_frame_is_none(text: str) -> None:
    assert _call(text)[0] is not Triage.EMERGENCY


def test_parts_of_two_sentences_are_no_frame() -> None:
    doc = read_plain("he wont let me. I am out", SENT)
    assert not list(danger_frames().find(doc))


def _book() -> FrameBook[str]:
    return FrameBook({"lock": {"lock": None}, "in": {"in": None}, "bar": {"door": None}})


def test_a_word_kept_apart_breaks_a_frame() -> None:
    book = _book()
    book.add(Frame(("lock", "in"), (3,), "bar", False, "locked"))
    found = [list(book.find(read_plain(t, SENT))) for t in ("lock him in", "lock door in")]
    assert [len(frames) for frames in found] == [1, 0]


@pytest.mark.parametrize(
    "frame",
    [
        Frame(("lock", "out"), (3,), "", False, "x"),
        Frame(("lock", "in"), (3,), "none", False, "x"),
        Frame(("lock", "in"), (), "", False, "x"),
    ],
    ids=["part", "bar", "distance"],
)
def test_a_broken_frame_stops_the_load(frame: Frame[str]) -> None:
    with pytest.raises(VocabularyError):
        _book().add(frame)

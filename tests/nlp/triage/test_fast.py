"""What the fast check sounds on, and the near misses that it must let pass."""

import csv
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Danger
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.triage.fast import FastCheck
from nlp.triage.judge import Judge

CHECK = FastCheck()


def _rows() -> list[tuple[str, str]]:
    path = Path(__file__).with_name("messages.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row[0], row[-1]) for row in rows]


QUIET = [text for call, text in _rows() if call == "101"]
OPEN = [text for call, text in _rows() if call == "ask"]
LOUD = [
    ("hes stabbing her pls hurry", Danger.VIOLENCE),
    ("someones been stabbed outside the shop", Danger.VIOLENCE),
    ("lad just got shanked at the bus station", Danger.VIOLENCE),
    ("they are fighting in the street right now", Danger.VIOLENCE),
    ("he is strangling my sister", Danger.VIOLENCE),
    ("theyre kicking his head in", Danger.VIOLENCE),
    ("hes battering her", Danger.VIOLENCE),
    ("hes after stabbing a fella", Danger.VIOLENCE),
    ("them lads is fighting outside", Danger.VIOLENCE),
    ("pure leathering him in the close", Danger.VIOLENCE),
    ("A man is beating up a boy in the park", Danger.VIOLENCE),
    ("someone has been shot", Danger.VIOLENCE),
    ("shots fired right now on our street", Danger.VIOLENCE),
    ("he is attacking my mum help me", Danger.VIOLENCE),
    ("he is raping her", Danger.VIOLENCE),
    ("they are smashing the door in", Danger.VIOLENCE),
    ("she is screaming for help", Danger.VIOLENCE),
    ("hes punching her right now", Danger.VIOLENCE),
    ("he has just slashed a lad", Danger.VIOLENCE),
    ("theyre on their way to batter him", Danger.IMMINENT),
    ("bloke waving a machete about outside", Danger.WEAPON),
    ("hes pointing a gun at people", Danger.WEAPON),
    ("there is a man running round with a knife", Danger.WEAPON),
    ("he has a gun here now", Danger.WEAPON),
    ("swinging an axe at cars", Danger.WEAPON),
    ("lad running about with a zombie knife", Danger.WEAPON),
    ("THERE IS A MAN WITH A GUN OUTSIDE", Danger.WEAPON),
    ("hes outside my door with a knife shouting", Danger.WEAPON),
    ("two men with shotguns outside right now", Danger.WEAPON),
    ("my mate is not breathing", Danger.MEDICAL),
    ("hes nae breathing", Danger.MEDICAL),
    ("she wont wake up", Danger.MEDICAL),
    ("his lips are blue", Danger.MEDICAL),
    ("he is unconscious", Danger.MEDICAL),
    ("shes overdosing", Danger.MEDICAL),
    ("hes overdosed pls come quick", Danger.MEDICAL),
    ("he has collapsed in the toilets", Danger.MEDICAL),
    ("cant wake him hes cold", Danger.MEDICAL),
    ("she is having a seizure", Danger.MEDICAL),
    ("hes foaming at the mouth", Danger.MEDICAL),
    ("girl bleeding out in the lane", Danger.MEDICAL),
    ("he is unresponsive", Danger.MEDICAL),
    ("cannae wake her, shes had pills", Danger.MEDICAL),
    ("they wont let me leave", Danger.CAPTIVE),
    ("im locked in the flat and cant get out", Danger.CAPTIVE),
    ("they have kidnapped my brother", Danger.CAPTIVE),
    ("hes being held hostage", Danger.CAPTIVE),
    ("they've got him tied up in the garage", Danger.CAPTIVE),
    ("he wont let her go", Danger.CAPTIVE),
    ("the flat is on fire", Danger.FIRE),
    ("smoke coming out of the loft", Danger.FIRE),
    ("strong smell of gas from the house with the plants", Danger.FIRE),
    ("the wires are sparking", Danger.FIRE),
    ("they are pouring petrol through the letterbox", Danger.FIRE),
    ("flames in the kitchen", Danger.FIRE),
    ("baby left alone in the flat now", Danger.CHILD_DANGER),
    ("two lads dealing outside the chip shop right now", Danger.IN_PROGRESS),
    ("theyre serving up as i type by the lifts", Danger.IN_PROGRESS),
    ("selling weed to kids at the gate rn", Danger.IN_PROGRESS),
    ("shotting by the garages right now", Danger.IN_PROGRESS),
    (
        "Sorry to bother you. I live near the park and " + "x " * 300 + "he is stabbing him",
        Danger.VIOLENCE,
    ),
]


@pytest.mark.parametrize(("text", "code"), LOUD, ids=[text[-50:] for text, _ in LOUD])
def test_a_clear_emergency_sounds(text: str, code: Danger) -> None:
    reason = CHECK.sounds(text)
    assert reason is not None
    assert reason.code == code
    assert text[reason.start : reason.end] == reason.text


@pytest.mark.parametrize("text", QUIET, ids=[text[:60] for text in QUIET])
def test_what_goes_to_the_queue_does_not_sound(text: str) -> None:
    assert CHECK.sounds(text) is None


@pytest.mark.parametrize("text", OPEN, ids=[text[:60] for text in OPEN])
def test_what_is_asked_about_does_not_sound(text: str) -> None:
    assert CHECK.sounds(text) is None


@pytest.mark.parametrize("text", [*QUIET, *OPEN, *(text for text, _ in LOUD)])
def test_it_sounds_on_what_the_whole_judgement_calls_clear(text: str) -> None:
    doc, judge = read_plain(text, datetime(2000, 1, 1, 12)), Judge()
    assert judge.clear(doc, Findings()) == judge.judge(doc, Findings()).clear


def test_rows_are_well_represented() -> None:
    assert len(LOUD) >= 60
    assert len(QUIET) + len(OPEN) >= 80


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_any_text_is_heard_out(text: str) -> None:
    reason = CHECK.sounds(text)
    assert reason is None or text[reason.start : reason.end] == reason.text


@pytest.mark.parametrize(
    "text",
    ["gun knife stab " * 540, "he is not stabbing " * 420, "x" * 20_000, "\u0130" * 8_000],
    ids=["dangers", "denials", "long", "folding"],
)
def test_a_hostile_text_is_heard_out(text: str) -> None:
    reason = CHECK.sounds(text)
    assert reason is None or text[reason.start : reason.end] == reason.text


def test_it_loads_no_model() -> None:
    code = (
        "import sys; from nlp.triage.fast import FastCheck; FastCheck(); "
        "print('spacy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"

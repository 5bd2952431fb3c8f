"""How a verdict is made up: spans, explanations and what never happens."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Danger, Drug, Time, TimeKind, Triage
from nlp.findings import Findings
from nlp.plain import build, read_plain
from nlp.triage.judge import Judge
from nlp.triage.table import TABLE

SENT = datetime(2026, 3, 3, 21, 0)
JUDGE = Judge()
NAMES = {row.name for row in TABLE} | {"weapon where it happens", "child where it happens"}
GRAVE = ["knife", "gun", "stab", "dealing", "now", "not", "if", "he", "is", "selling", "weed", "."]


def test_queue_has_no_reasons() -> None:
    verdict = JUDGE.judge(read_plain("sam sells xanax", SENT), Findings())
    assert (verdict.triage, verdict.reasons) == (Triage.QUEUE, ())


def test_reason_holds_the_danger_and_the_cue_beside_it() -> None:
    verdict = JUDGE.judge(read_plain("lads dealing right now by the shop", SENT), Findings())
    assert [reason.text for reason in verdict.reasons] == ["dealing right now"]
    assert verdict.reasons[0].rule == "dealing under way, now"


def test_verdict_names_the_rows_that_fired() -> None:
    verdict = JUDGE.judge(read_plain("hes got a knife. he sells crack", SENT), Findings())
    assert verdict.fired == ("weapon, time open", "dealing told in general")


def test_weapon_is_drawn_in_by_an_emergency() -> None:
    text = "theyre dealing right now. hes got a gun"
    codes = {reason.code for reason in JUDGE.judge(read_plain(text, SENT), Findings()).reasons}
    assert codes == {Danger.IN_PROGRESS, Danger.WEAPON}


def test_child_at_the_scene_is_a_reason_and_no_exploitation() -> None:
    text = "theyre dealing right now and theres a baby in the car, weed everywhere"
    verdict = JUDGE.judge(read_plain(text, SENT), Findings())
    assert Danger.CHILD_DANGER in {reason.code for reason in verdict.reasons}
    assert verdict.safeguarding == ()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-03T21:40", Triage.EMERGENCY),
        ("2026-03-03T23:40", Triage.QUEUE),
        ("2026-03-03T20:40", Triage.QUEUE),
    ],
)
def test_clock_time_against_the_moment_of_writing(start: str, expected: Triage) -> None:
    text = "they are selling weed outside the school at HH"
    at = text.index("HH")
    time = Time(start=at, end=at + 2, text="HH", kind=TimeKind.POINT, start_at=start)
    assert JUDGE.judge(read_plain(text, SENT), Findings(times=(time,))).triage == expected


def test_a_found_drug_is_a_ware() -> None:
    text = "he is passing zoot to somebody right now"
    plain = JUDGE.judge(read_plain(text, SENT), Findings())
    drug = Drug(start=14, end=18, text="zoot", drug="cannabis")
    found = JUDGE.judge(read_plain(text, SENT), Findings(drugs=(drug,)))
    assert (plain.triage, found.triage) == (Triage.QUEUE, Triage.EMERGENCY)
    assert (plain.in_scope, found.in_scope) == (False, True)


@pytest.mark.parametrize(
    "text",
    ["he stabbed a lad last year", "he is stabbing him", "they deal every night", "hes got a gun"],
)
def test_tags_do_not_overturn_the_words(text: str) -> None:
    tagged = build(text, SENT, tag_at=lambda _start, _end: "NN")
    plain = read_plain(text, SENT)
    assert JUDGE.judge(tagged, Findings()).triage == JUDGE.judge(plain, Findings()).triage


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(GRAVE)).map(" ".join)))
def test_any_text_is_judged_and_every_span_is_of_the_text(text: str) -> None:
    verdict = JUDGE.judge(read_plain(text, SENT), Findings())
    assert set(verdict.fired) <= NAMES
    assert bool(verdict.reasons) == (verdict.triage is not Triage.QUEUE)
    for reason in verdict.reasons:
        assert text[reason.start : reason.end] == reason.text != ""


@pytest.mark.parametrize(
    "text",
    ["he is not " * 800, "knife gun " * 800, "if " * 2600, "a" * 8000, "!?" * 4000, "in 5 " * 1600],
    ids=["denials", "weapons", "ifs", "one word", "marks", "numbers"],
)
def test_a_hostile_text_is_judged_to_its_end(text: str) -> None:
    assert JUDGE.judge(read_plain(text, SENT), Findings()).triage in set(Triage)

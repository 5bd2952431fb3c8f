"""The learned judge: when it departs from the rules, and what it shows for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Danger, Reason, Safeguarding, Triage
from nlp.findings import Findings
from nlp.learned.choosing import Case, choose, cost
from nlp.learned.cues import Cues
from nlp.learned.judge import LearnedJudge, exploits, settle, tells_of_drugs
from nlp.learned.message import Opinion
from nlp.learned.settings import Thresholds
from nlp.model import Model
from nlp.pipeline import Pipeline
from nlp.plain import read_plain
from nlp.triage.judge import Verdict

AT = datetime(2026, 3, 27, 22, 40)
E, A, Q = Triage.EMERGENCY, Triage.ASK, Triage.QUEUE
LIMITS = Thresholds(
    emergency=0.5,
    put_off=0.8,
    overrule=0.05,
    unclear=0.02,
    certain=0.95,
    calm=0.7,
    still=0.8,
    worried=0.75,
    safeguarding=0.5,
    unguarded=0.1,
    in_scope=0.7,
    unscoped=0.3,
)
CLEAR = Reason(start=0, end=1, text="x", code=Danger.VIOLENCE)


def verdict(triage: Triage, clear: Reason | None = None) -> Verdict:
    return Verdict(triage=triage, reasons=(), safeguarding=(), in_scope=True, fired=(), clear=clear)


def opinion(emergency: float, ask: float, queue: float) -> Opinion:
    return Opinion(
        triage={E: emergency, A: ask, Q: queue}, danger={}, safeguarding=0.0, in_scope=1.0
    )


@pytest.mark.parametrize(
    ("rules", "said", "expected"),
    [
        pytest.param(Q, (0.1, 0.1, 0.8), Q, id="both calm"),
        pytest.param(Q, (0.1, 0.3, 0.6), A, id="the model is not calm enough"),
        pytest.param(Q, (0.6, 0.2, 0.2), E, id="the model is sure of an emergency"),
        pytest.param(A, (0.6, 0.2, 0.2), E, id="a question becomes an emergency"),
        pytest.param(A, (0.1, 0.15, 0.75), A, id="a question stays when in doubt"),
        pytest.param(A, (0.05, 0.1, 0.85), Q, id="a needless question is dropped"),
        pytest.param(E, (0.1, 0.05, 0.85), E, id="an emergency stays when in doubt"),
        pytest.param(E, (0.02, 0.23, 0.75), A, id="a doubted emergency is asked about"),
        pytest.param(E, (0.02, 0.03, 0.95), Q, id="an emergency that nothing speaks for is none"),
    ],
)
def test_who_is_heard(rules: Triage, said: tuple[float, float, float], expected: Triage) -> None:
    assert settle(verdict(rules), opinion(*said), LIMITS) is expected


def test_it_takes_more_to_be_calm_where_somebody_is_exploited() -> None:
    said = opinion(0.02, 0.26, 0.72)
    assert settle(verdict(Q), said, LIMITS) is Q
    assert settle(verdict(Q), replace(said, safeguarding=0.6), LIMITS) is A


def test_a_clear_emergency_is_doubted_only_against_near_certainty_of_the_encoder() -> None:
    said = opinion(0.01, 0.07, 0.92)
    assert settle(verdict(E, CLEAR), said, LIMITS) is E
    assert settle(verdict(E, CLEAR), replace(said, encoded=True), LIMITS) is A
    unsure = replace(opinion(0.03, 0.0, 0.97), encoded=True)
    assert settle(verdict(E, CLEAR), unsure, LIMITS) is E


def test_a_clear_emergency_counts_for_nothing_only_where_the_encoder_is_certain() -> None:
    said = replace(opinion(0.0, 0.02, 0.98), encoded=True)
    assert settle(verdict(E, CLEAR), said, LIMITS) is Q
    assert settle(verdict(E, CLEAR), replace(said, encoded=False), LIMITS) is E
    assert settle(replace(verdict(E, CLEAR), timed=True), said, LIMITS) is A


@pytest.mark.parametrize(
    ("seen", "share", "expected"),
    [
        pytest.param(True, 0.4, True, id="what the rules see stands"),
        pytest.param(True, 0.2, False, id="unless the model is sure of the opposite"),
        pytest.param(False, 0.6, False, id="what they leave out is no finding"),
        pytest.param(False, 0.8, True, id="unless the model is sure of it"),
    ],
)
def test_who_is_heard_about_drugs_and_the_exploited(
    *, seen: bool, share: float, expected: bool
) -> None:
    signs = (Safeguarding.COERCION,) if seen else ()
    heard = replace(verdict(Q), safeguarding=signs, in_scope=seen)
    said = replace(opinion(0.0, 0.0, 1.0), safeguarding=share, in_scope=share)
    even = replace(LIMITS, safeguarding=0.7, unguarded=0.3)
    assert exploits(heard, said, even) is expected
    assert tells_of_drugs(heard, said, even) is expected


def test_what_is_to_happen_within_the_hour_by_the_clock_stands(
    shipped: Pipeline, model: Model
) -> None:
    """No model reads the clock: to it half past ten is as far off as half past four."""
    for text in (
        "white Transit tipper will be at Cobham services at 10.30 tonight with a box of weed",
        "A consignment of ketamine is to be handed over at a quarter to eleven this evening",
    ):
        late = shipped.analyse(model.read(text, AT.replace(hour=22, minute=10)))
        early = shipped.analyse(model.read(text, AT.replace(hour=11, minute=0)))
        assert late.triage is not Q
        assert early.triage is Q


def test_what_is_planned_for_later_by_the_clock_takes_more_to_be_an_emergency() -> None:
    put_off = replace(verdict(Q), put_off=True)
    assert settle(put_off, opinion(0.6, 0.2, 0.2), LIMITS) is A
    assert settle(put_off, opinion(0.85, 0.1, 0.05), LIMITS) is E


def test_nor_is_it_doubted_but_against_near_certainty_of_the_encoder() -> None:
    timed = replace(verdict(E), timed=True)
    said = opinion(0.03, 0.0, 0.97)
    assert settle(timed, said, LIMITS) is E
    assert settle(timed, replace(said, encoded=True), LIMITS) is E
    sure = replace(opinion(0.01, 0.0, 0.99), encoded=True)
    assert settle(timed, sure, LIMITS) is A


SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(SHARES, st.booleans())
def test_a_row_that_needs_no_second_look_goes_to_the_queue_by_certainty_of_the_encoder_only(
    cuts: list[float],
    encoded: bool,  # noqa: FBT001 - drawn
) -> None:
    low, high = cuts
    said = replace(opinion(low, high - low, 1 - high), encoded=encoded)
    is_queued = settle(verdict(E, CLEAR), said, LIMITS) is Q
    assert is_queued <= (encoded and said.triage[Q] >= LIMITS.certain)
    assert settle(replace(verdict(E, CLEAR), timed=True), said, LIMITS) is not Q


URGENCY = {Q: 0, A: 1, E: 2}


@given(SHARES, st.floats(0, 1), st.sampled_from([E, A, Q]))
def test_who_is_surer_of_danger_is_never_calmer(
    cuts: list[float], more: float, rules: Triage
) -> None:
    low, high = cuts
    before = opinion(low, high - low, 1 - high)
    after = opinion(low + more * (1 - high), high - low, (1 - more) * (1 - high))
    urgency = [URGENCY[settle(verdict(rules), said, LIMITS)] for said in (before, after)]
    assert urgency == sorted(urgency)


@given(SHARES)
def test_the_louder_the_rules_the_more_urgent(cuts: list[float]) -> None:
    low, high = cuts
    said = opinion(low, high - low, 1 - high)
    urgency = [URGENCY[settle(verdict(rules), said, LIMITS)] for rules in (Q, A, E)]
    assert urgency == sorted(urgency)


def test_the_thresholds_that_are_chosen_cost_no_more() -> None:
    cases = [
        Case(
            verdict=verdict(Q),
            opinion=opinion(share, 0.0, 1 - share),
            triage=E if share > 0.4 else Q,
            safeguarding=False,
            in_scope=True,
        )
        for share in (0.1, 0.2, 0.3, 0.44, 0.46, 0.9)
    ]
    start = replace(LIMITS, emergency=0.7)
    assert cost(cases, choose(cases, start)) < cost(cases, start)


def test_the_threshold_of_scope_parts_what_is_none() -> None:
    cases = [
        Case(
            verdict=verdict(Q),
            opinion=replace(opinion(0.0, 0.0, 1.0), in_scope=share),
            triage=Q,
            safeguarding=False,
            in_scope=share > 0.65,
        )
        for share in (0.1, 0.45, 0.55, 0.75, 0.9)
    ]
    chosen = choose(cases, LIMITS)
    assert [tells_of_drugs(c.verdict, c.opinion, chosen) for c in cases] == [
        case.in_scope for case in cases
    ]


@pytest.fixture(scope="module")
def judge() -> LearnedJudge:
    return LearnedJudge()


def test_a_habit_is_no_emergency(judge: LearnedJudge) -> None:
    doc = read_plain("He sells weed from the garages every Friday night, has done for years.", AT)
    assert judge.judge(doc, Findings()).triage is not E


def test_violence_under_way_is_an_emergency_with_its_words(judge: LearnedJudge) -> None:
    doc = read_plain("Please hurry, he is stabbing someone outside the flats right now.", AT)
    said = judge.judge(doc, Findings())
    assert (said.triage, bool(said.reasons)) == (E, True)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_reasons_stand_inside_the_text(judge: LearnedJudge, text: str) -> None:
    said = judge.judge(read_plain(text, AT), Findings())
    assert all(text[r.start : r.end] == r.text and r.text for r in said.reasons)
    assert said.triage is not Q or said.reasons == ()


def test_an_emergency_that_only_the_model_sees_points_at_words() -> None:
    """With a threshold of nought every text is an emergency of the model's."""
    eager = LearnedJudge(thresholds=replace(LIMITS, emergency=0.0))
    text = "They sold him pills last year. She is shaking him and he wont wake up."
    said = eager.judge(read_plain(text, AT), Findings())
    assert said.triage is E
    assert said.reasons
    assert all(text[r.start : r.end] == r.text for r in said.reasons)


def test_a_worker_forgets_the_words(model: Model) -> None:
    word = "zqxjkvillian"
    Pipeline().analyse(model.read(f"my cousin {word} is dealing now and i live next door", AT))
    assert not model.knows(word)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("they moved in to his flat", Safeguarding.CUCKOOING, id="a home"),
        pytest.param("the boy is 14", Safeguarding.CHILD_EXPLOITATION, id="a child"),
        pytest.param("they took the passports", Safeguarding.FORCED_LABOUR, id="labour"),
        pytest.param("something is wrong", Safeguarding.COERCION, id="no word tells"),
    ],
)
def test_exploitation_is_named_by_its_words(text: str, kind: Safeguarding) -> None:
    assert Cues.shipped().exploitation(read_plain(text, AT).tokens) is kind

"""What is still missing, what is cut, and what is stored of a draft?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import Analysis, Category, Danger, Safeguarding, Triage
from core.draft import MAX_QUESTIONS, Draft, approve, fold_words, places_of, preview
from core.tip import HowKnown, OthersKnow, Question
from tests.support.scripted import ScriptedAnalyser, read_rule

RULES = tuple(
    map(
        read_rule,
        [
            "place: street = Queens Road", "place: town = Southend", "place: area = Kursaal",
            "place: road = A127", "time: recurring = every night", "time: vague = lately",
            "person: = Deano", "vehicle: = Golf", "phone: = 07700 900123", "cut: home = my flat",
            "cut: relationship = my brother Deano", "999: weapon = knife",
            "ask: imminent = tonight",
            "sign: cuckooing = her flat taken",
        ],
    )
)  # fmt: skip


def draft_of(*texts: str) -> Draft:
    draft = Draft()
    for text in texts:
        draft = draft.with_message(Question.REPORT, ScriptedAnalyser(RULES).read(text))
    return draft


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("a man", "where", id="nothing said"),
        pytest.param("on Queens Road", "town", id="a street without its town"),
        pytest.param("on Queens Road Southend", "when", id="a street and a town"),
        pytest.param("in Southend", "when", id="a town"),
        pytest.param("on the A127", "when", id="a road needs no town"),
        pytest.param("in Southend lately", "when", id="a vague time is none"),
        pytest.param("in Southend every night", "who", id="a time"),
        pytest.param("Golf in Southend every night", "how_known", id="a vehicle"),
        pytest.param("07700 900123 in Southend every night", "how_known", id="a telephone"),
    ],
)
def test_the_next_question(text: str, missing: str) -> None:
    assert draft_of(text).missing() == missing


def test_nothing_is_missing_when_all_is_told() -> None:
    draft = draft_of("Deano in Southend every night")
    draft = replace(draft, how_known=HowKnown.SAW, others_know=OthersKnow.NO)
    assert draft.missing() is None


def test_a_pin_is_a_place() -> None:
    assert replace(draft_of("on Queens Road"), pin=(51.5, 0.7)).missing() == "when"


def test_no_question_is_put_twice() -> None:
    assert replace(draft_of("a man"), asked=("where",)).missing() == "when"


def test_no_question_is_put_after_enough() -> None:
    assert replace(draft_of("a man"), finished=True).missing() is None


def test_five_questions_are_the_most() -> None:
    draft, put = draft_of("on Queens Road"), 0
    while (key := draft.missing()) is not None:
        draft, put = replace(draft, asked=(*draft.asked, key)), put + 1
    assert put == MAX_QUESTIONS


@pytest.mark.parametrize(
    ("texts", "happening", "triage"),
    [
        pytest.param(("a man",), "", Triage.QUEUE, id="nothing"),
        pytest.param(("a man", "tonight"), "", Triage.ASK, id="a hint"),
        pytest.param(("knife", "tonight"), "", Triage.EMERGENCY, id="the most pressing"),
        pytest.param(("a man",), "yes", Triage.EMERGENCY, id="the sender says yes"),
        pytest.param(("a man",), "not_sure", Triage.EMERGENCY, id="the sender is not sure"),
        pytest.param(("tonight",), "no", Triage.ASK, id="the sender says no"),
    ],
)
def test_triage_of_the_whole(texts: tuple[str, ...], happening: str, triage: Triage) -> None:
    assert replace(draft_of(*texts), happening=happening).triage is triage


def test_dangers_and_signs_are_named_once() -> None:
    draft = draft_of("knife knife", "a knife, her flat taken", "her flat taken")
    assert draft.dangers == (Danger.WEAPON,)
    assert draft.safeguarding == (Safeguarding.CUCKOOING,)


def _label(category: Category) -> str:
    return f"[{category}]"


def test_a_cut_takes_the_findings_that_it_touches() -> None:
    [part] = approve(draft_of("my brother Deano in Southend, from my flat"), _label)
    assert part.analysis.text == "[relationship] in Southend, from [home]"
    assert part.analysis.people == ()
    [town] = part.analysis.locations
    assert part.analysis.text[town.start : town.end] == town.text == "Southend"
    assert part.analysis.redactions == ()


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        pytest.param("al", "[chosen] deals, [chosen]'s loyal", id="whole words"),
        pytest.param("al deals", "[chosen], Al's loyal", id="a phrase"),
        pytest.param("'s", "al deals, Al[chosen] loyal", id="marks are edges"),
        pytest.param("deal", "al deals, Al's loyal", id="no part of a word"),
    ],
)
def test_chosen_words_are_cut_wherever_they_stand(words: str, cut: str) -> None:
    draft = replace(draft_of("al deals, Al's loyal"), hidden=(words,))
    assert preview(draft, _label) == (cut,)


@given(st.text(max_size=60))
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold_words(text)) == len(text)


@given(st.text(alphabet="ab \u0130'\u2019", max_size=40), st.text(alphabet="ab '", max_size=4))
def test_chosen_spans_are_disjoint_and_hold_the_words(text: str, words: str) -> None:
    spans = places_of(text, words)
    assert all(fold_words(text[start:end]) == words for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_an_analysis_is_not_changed_by_approval() -> None:
    draft = draft_of("in Southend every night")
    [part] = approve(draft, _label)
    assert part.analysis == replace(draft.messages[0].analysis, sanitised="in Southend every night")
    assert isinstance(part.analysis, Analysis)

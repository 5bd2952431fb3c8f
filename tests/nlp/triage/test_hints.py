"""What weak signs of danger add up to."""

from datetime import datetime

import pytest

from core.analysis import Danger, Triage
from nlp.plain import read_plain
from nlp.qualifiers.read import read_qualifiers
from nlp.triage.events import Scene
from nlp.triage.hints import Sum, weigh_hints

SENT = datetime(2026, 3, 3, 21, 0)


def _sum(text: str, scene: Scene | None = None, *, exploited: bool = False) -> Sum:
    doc = read_plain(text, SENT)
    return weigh_hints(doc, read_qualifiers(doc, ()), scene or Scene(), exploited=exploited)


def test_one_weak_hint_is_too_few() -> None:
    assert _sum("she flinches when he talks").call is Triage.QUEUE


def test_two_weak_hints_ask() -> None:
    found = _sum("she flinches when he talks and there are bruises")
    assert found.call is Triage.ASK
    assert {reason.code for reason in found.reasons} == {Danger.VIOLENCE}


def test_a_hint_repeated_counts_once() -> None:
    assert _sum("crying, crying, crying, she is crying").call is Triage.QUEUE


def test_exploitation_weighs_with_a_hint() -> None:
    assert _sum("he is crying", exploited=True).call is Triage.ASK


def test_exploitation_alone_weighs_nothing() -> None:
    assert _sum("they sell from there", exploited=True) == Sum(Triage.QUEUE)


def test_facts_of_a_home_taken_over_do_not_ask_alone() -> None:
    assert _sum("they took over her flat, she has dementia", exploited=True).call is Triage.QUEUE


@pytest.mark.parametrize(
    ("scene", "call"),
    [(Scene(there=True), Triage.EMERGENCY), (Scene(), Triage.QUEUE)],
    ids=["from the spot", "from nowhere"],
)
def test_an_acute_hint_counts_only_as_it_happens(scene: Scene, call: Triage) -> None:
    assert _sum("he keeps arguing and has a rucksack", scene).call is call


def test_what_is_over_does_not_count() -> None:
    assert _sum("last year he had bruises and last year he was crying").call is Triage.QUEUE


def test_reasons_lie_in_the_text() -> None:
    text = "she is crying and has a black eye"
    assert all(text[r.start : r.end] == r.text for r in _sum(text).reasons)

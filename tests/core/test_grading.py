from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.analysis import Triage
from core.codec import from_plain, to_plain
from core.errors import GradeProblem, GradeRefused
from core.grading import Decided, Grade, Scheme
from core.tip import Details, HowKnown, OthersKnow

SCHEME = Scheme.shipped()
DETAILS = Details(parts=(), triage=Triage.QUEUE, reported_on=date(2026, 3, 27))
USUAL = Grade(source="2", assessment="A", handling="P")


def test_the_scheme_is_3x5x2() -> None:
    sizes = (len(SCHEME.sources), len(SCHEME.assessments), len(SCHEME.handlings))
    assert sizes == (3, 5, 2)
    groups = [tuple(codes) for codes in SCHEME.groups.values()]
    assert groups == [("A1", "A2", "A3"), ("S1", "S2")]


@pytest.mark.parametrize(
    ("known", "others", "grade"),
    [
        (HowKnown.SAW, OthersKnow.UNSAID, "2AP"),
        (HowKnown.TOLD, OthersKnow.YES, "2CP"),
        (HowKnown.HEARD, OthersKnow.NOT_SURE, "2CP"),
        (HowKnown.UNSAID, OthersKnow.UNSAID, "2DP"),
        (HowKnown.SAW, OthersKnow.NO, "2AC S2"),
        (HowKnown.UNSAID, OthersKnow.NO, "2DC S2"),
    ],
)
def test_what_is_proposed(known: HowKnown, others: OthersKnow, grade: str) -> None:
    details = replace(DETAILS, how_known=known, others_know=others)
    assert str(SCHEME.propose(details)) == grade


@pytest.mark.parametrize("known", HowKnown)
@pytest.mark.parametrize("others", OthersKnow)
def test_a_proposal_stands_and_never_calls_the_unknown_reliable(
    known: HowKnown, others: OthersKnow
) -> None:
    proposed = SCHEME.propose(replace(DETAILS, how_known=known, others_know=others))
    assert SCHEME.check(proposed) == proposed
    assert proposed.source == "2"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"source": "4"}, GradeProblem.UNKNOWN),
        ({"source": ""}, GradeProblem.UNKNOWN),
        ({"assessment": "a"}, GradeProblem.UNKNOWN),
        ({"handling": "A"}, GradeProblem.UNKNOWN),
        ({"handling": "C", "conditions": ("A4",)}, GradeProblem.UNKNOWN),
        ({"handling": "C"}, GradeProblem.NEEDS_CONDITION),
        ({"conditions": ("A1",)}, GradeProblem.NEEDS_NONE),
        ({"handling": "C", "conditions": ("A1", "A2")}, GradeProblem.TWO_OF_A_KIND),
        ({"handling": "C", "conditions": ("S1", "S1")}, GradeProblem.TWO_OF_A_KIND),
    ],
)
def test_what_cannot_be_decided(changes: dict[str, object], problem: GradeProblem) -> None:
    with pytest.raises(GradeRefused) as refused:
        SCHEME.check(replace(USUAL, **changes))  # type: ignore[arg-type]
    assert refused.value.problem is problem


def test_conditions_stand_in_the_schemes_order() -> None:
    grade = replace(USUAL, handling="C", conditions=("S1", "A3"))
    assert str(SCHEME.check(grade)) == "2AC A3 S1"


def test_a_decided_grade_survives_storing() -> None:
    decided = Decided(grade=USUAL, by="ann", on=date(2026, 3, 27))
    assert from_plain(Decided, to_plain(decided)) == decided

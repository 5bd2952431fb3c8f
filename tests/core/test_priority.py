"""What is the queue told of a tip?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from core.analysis import Analysis, Drug, Place, PlaceKind, Safeguarding, Time, TimeKind, Triage
from core.draft import Draft
from core.priority import coarse_area, drug_group, propose
from core.tip import Part, Priority, Question

AT = datetime(2026, 3, 27, 21, 40)
PLAIN = Analysis(text="x", triage=Triage.QUEUE)


def draft(*analyses: Analysis) -> Draft:
    made = Draft()
    for analysis in analyses:
        made = made.with_message(Question.REPORT, analysis)
    return made


def point(start: str, end: str | None = None) -> Analysis:
    time = Time(start=0, end=1, text="x", kind=TimeKind.POINT, start_at=start, end_at=end)
    return replace(PLAIN, times=(time,))


@pytest.mark.parametrize(
    ("made", "priority"),
    [
        pytest.param(draft(PLAIN), Priority.NORMAL, id="about drugs"),
        pytest.param(draft(replace(PLAIN, in_scope=False)), Priority.LOW, id="not about drugs"),
        pytest.param(
            draft(replace(PLAIN, in_scope=False), PLAIN), Priority.NORMAL, id="drugs in one part"
        ),
        pytest.param(draft(replace(PLAIN, triage=Triage.ASK)), Priority.HIGH, id="a hint"),
        pytest.param(
            draft(replace(PLAIN, triage=Triage.EMERGENCY, in_scope=False)),
            Priority.URGENT, id="needed 999",
        ),
        pytest.param(replace(draft(PLAIN), happening="yes"), Priority.URGENT, id="happening"),
        pytest.param(
            draft(replace(PLAIN, safeguarding=(Safeguarding.CUCKOOING,))),
            Priority.HIGH, id="somebody exploited",
        ),
        pytest.param(draft(point("2026-03-27T23:00")), Priority.HIGH, id="within the hour"),
        pytest.param(draft(point("2026-03-28")), Priority.HIGH, id="tomorrow"),
        pytest.param(draft(point("2026-03-27T21:00")), Priority.NORMAL, id="over already"),
        pytest.param(draft(point("2026-03-28T22:00")), Priority.NORMAL, id="in more than a day"),
        pytest.param(draft(point("2026-03-26")), Priority.NORMAL, id="yesterday"),
        pytest.param(
            replace(draft(PLAIN, replace(PLAIN, triage=Triage.ASK)), happening="no"),
            Priority.HIGH, id="hinted, denied",
        ),
    ],
)  # fmt: skip
def test_priority(made: Draft, priority: Priority) -> None:
    assert propose(made, at=AT) is priority


def _parts(**found: object) -> tuple[Part, ...]:
    return (Part(Question.REPORT, replace(PLAIN, **found)),)  # type: ignore[arg-type]


def _place(kind: PlaceKind, text: str, **more: str) -> Place:
    return Place(start=0, end=len(text), text=text, kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("places", "area"),
    [
        pytest.param((), "", id="none"),
        pytest.param((_place(PlaceKind.TOWN, "southend"),), "Southend", id="a town as typed"),
        pytest.param(
            (_place(PlaceKind.STREET, "mill lane", town="Leigh"),), "Leigh", id="its town"
        ),
        pytest.param(
            (_place(PlaceKind.TOWN, "leigh"), _place(PlaceKind.POSTCODE, "x", postcode="SS9 1AB")),
            "SS9", id="postcode district first",
        ),
        pytest.param((_place(PlaceKind.VENUE, "the Ship"),), "", id="a venue is too exact"),
    ],
)  # fmt: skip
def test_coarse_area(places: tuple[Place, ...], area: str) -> None:
    assert coarse_area(_parts(locations=places)) == area


@pytest.mark.parametrize(
    ("drugs", "group"),
    [((), ""), (("crack",), "crack"), (("weed", "crack", "crack"), "crack"),
     (("weed", "crack"), "weed")],
)  # fmt: skip
def test_drug_group(drugs: tuple[str, ...], group: str) -> None:
    found = tuple(Drug(start=0, end=1, text="x", drug=drug) for drug in drugs)
    assert drug_group(_parts(drugs=found)) == group

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import (
    Analysis,
    Category,
    Danger,
    Drug,
    Handle,
    Person,
    Phone,
    Place,
    PlaceKind,
    Precision,
    Reason,
    Redaction,
    Safeguarding,
    Time,
    TimeKind,
    Triage,
    Vehicle,
)
from core.codec import from_plain, to_plain
from core.draft import Draft, Message
from core.session import Session, Trail
from core.tip import Details, HowKnown, OthersKnow, Part, Question


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    raw: bytes
    day: date
    moment: datetime | None = None
    colour: Colour = Colour.RED
    count: int = 0
    is_on: bool = False
    points: tuple[Point, ...] = ()
    pair: tuple[float, float] | None = None


FULL = Everything(
    raw=b"\x00\xff",
    day=date(2026, 3, 27),
    moment=datetime(2026, 3, 27, 22, 40, 31, 5, tzinfo=UTC),
    count=3,
    is_on=True,
    points=(Point(1.5, "a"), Point(2.0)),
    pair=(51.5, 0.7),
)


def test_everything_comes_back() -> None:
    assert from_plain(Everything, json.loads(json.dumps(to_plain(FULL)))) == FULL


def test_defaults_are_left_out() -> None:
    bare = Everything(raw=b"", day=date(2026, 1, 1))
    assert to_plain(bare) == {"raw": "", "day": "2026-01-01"}
    assert from_plain(Everything, to_plain(bare)) == bare


def test_whole_numbers_become_floats_where_floats_are_meant() -> None:
    point = from_plain(Point, {"x": 1})
    assert isinstance(point.x, float)


@pytest.mark.parametrize("value", [{1, 2}, object(), [1], {"a": 1}, 1j])
def test_a_type_that_is_not_of_the_domain_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        to_plain(value)


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param([], id="list for an object"),
        pytest.param("x", id="string for an object"),
        pytest.param(None, id="nothing for an object"),
        pytest.param({}, id="required field missing"),
        pytest.param({"raw": "", "day": "2026-01-01", "other": 1}, id="unknown field"),
        pytest.param({"raw": "", "day": "2026-13-01"}, id="no date"),
        pytest.param({"raw": "", "day": 20260101}, id="number for a date"),
        pytest.param({"raw": "*", "day": "2026-01-01"}, id="no base64"),
        pytest.param({"raw": 5, "day": "2026-01-01"}, id="number for bytes"),
        pytest.param({"raw": "", "day": "2026-01-01", "colour": "blue"}, id="no member"),
        pytest.param({"raw": "", "day": "2026-01-01", "count": "3"}, id="string for a number"),
        pytest.param({"raw": "", "day": "2026-01-01", "count": True}, id="truth for a number"),
        pytest.param({"raw": "", "day": "2026-01-01", "is_on": 1}, id="number for a truth"),
        pytest.param({"raw": "", "day": "2026-01-01", "points": "ab"}, id="string for a tuple"),
        pytest.param({"raw": "", "day": "2026-01-01", "points": {"x": 1}}, id="object for a tuple"),
        pytest.param({"raw": "", "day": "2026-01-01", "points": [3]}, id="number for a point"),
        pytest.param({"raw": "", "day": "2026-01-01", "pair": [1.0]}, id="half a pair"),
        pytest.param({"raw": "", "day": "2026-01-01", "pair": ["1", "2"]}, id="strings for floats"),
        pytest.param({"raw": "", "day": "2026-01-01", "pair": [True, 2]}, id="truth for a float"),
    ],
)
def test_another_shape_is_refused(plain: Any) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        from_plain(Everything, plain)


TEXTS = st.text(max_size=30)
SPANS = {"start": st.integers(0, 9), "end": st.integers(9, 20), "text": TEXTS, "rule": TEXTS}
MAYBE = st.none() | TEXTS
DEGREES = st.none() | st.floats(-180, 180)


def _many(kind: type[Any], /, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.builds(kind, **SPANS, **more), max_size=2).map(tuple)


ANALYSIS: dict[str, st.SearchStrategy[Any]] = dict(  # noqa: C408
    text=TEXTS,
    triage=st.sampled_from(Triage),
    reasons=_many(Reason, code=st.sampled_from(Danger)),
    safeguarding=st.lists(st.sampled_from(Safeguarding), max_size=2).map(tuple),
    in_scope=st.booleans(),
    language=st.sampled_from(["en", "pl"]),
    degraded=st.booleans(),
    locations=_many(
        Place,
        kind=st.sampled_from(PlaceKind),
        town=MAYBE,
        postcode=MAYBE,
        latitude=DEGREES,
        longitude=DEGREES,
        precision=st.none() | st.sampled_from(Precision),
    ),
    times=_many(Time, kind=st.sampled_from(TimeKind), start_at=MAYBE, end_at=MAYBE, rrule=MAYBE),
    drugs=_many(Drug, drug=TEXTS),
    vehicles=_many(Vehicle, plate=MAYBE, make=MAYBE, colour=MAYBE),
    phones=_many(Phone, number=MAYBE),
    handles=_many(Handle, network=MAYBE),
    people=_many(Person),
    redactions=_many(Redaction, category=st.sampled_from(Category)),
    sanitised=TEXTS,
)
ANALYSES = st.builds(Analysis, **ANALYSIS)
PINS = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
DETAILS = st.builds(
    Details,
    parts=st.lists(st.builds(Part, st.sampled_from(Question), ANALYSES), max_size=2).map(tuple),
    triage=st.sampled_from(Triage),
    dangers=st.lists(st.sampled_from(Danger), max_size=3).map(tuple),
    safeguarding=st.lists(st.sampled_from(Safeguarding), max_size=2).map(tuple),
    how_known=st.sampled_from(HowKnown),
    others_know=st.sampled_from(OthersKnow),
    happening=st.sampled_from(["", "yes", "no"]),
    pin=PINS,
    reported_on=st.dates(),
)
MESSAGES = st.builds(Message, st.sampled_from(Question), ANALYSES)
SESSIONS = st.builds(
    Session,
    secret=st.binary(min_size=16, max_size=16),
    step=TEXTS,
    serial=st.integers(0, 99),
    draft=st.builds(
        Draft,
        messages=st.lists(MESSAGES, max_size=2).map(tuple),
        hidden=st.lists(TEXTS, max_size=2).map(tuple),
        asked=st.lists(TEXTS, max_size=2).map(tuple),
        finished=st.booleans(),
        pin=PINS,
    ),
    pin=PINS,
    trail=st.builds(Trail, TEXTS, st.lists(st.integers(), max_size=3).map(tuple)),
)


@settings(deadline=None)
@given(DETAILS)
def test_details_come_back(details: Details) -> None:
    assert from_plain(Details, json.loads(json.dumps(to_plain(details)))) == details


@settings(deadline=None)
@given(SESSIONS)
def test_sessions_come_back(session: Session) -> None:
    assert from_plain(Session, json.loads(json.dumps(to_plain(session)))) == session


def test_the_strategies_know_every_field_of_an_analysis() -> None:
    assert set(ANALYSIS) == {field.name for field in fields(Analysis)}

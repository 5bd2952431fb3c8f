from __future__ import annotations

import json

import pytest

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
from nlp.contract import KEYS, BadInput, from_json, to_json

TEXT = "Dave deals coke at 9 High St Ely now, red Audi AB12 CDE, 07700 900123, @dd. im his mum"

ANALYSIS = Analysis(
    text=TEXT,
    triage=Triage.EMERGENCY,
    reasons=(Reason(start=33, end=36, text="now", code=Danger.IN_PROGRESS),),
    safeguarding=(Safeguarding.CUCKOOING,),
    in_scope=True,
    language="en",
    degraded=True,
    locations=(
        Place(
            start=19,
            end=32,
            text="9 High St Ely",
            kind=PlaceKind.ADDRESS,
            town="Ely",
            postcode="CB7",
            latitude=52.4,
            longitude=0.26,
            precision=Precision.DISTRICT,
        ),
    ),
    times=(Time(start=33, end=36, text="now", kind=TimeKind.NOW),),
    drugs=(Drug(start=11, end=15, text="coke", drug="cocaine"),),
    vehicles=(
        Vehicle(
            start=38, end=55, text="red Audi AB12 CDE", plate="AB12 CDE", make="Audi", colour="red"
        ),
    ),
    phones=(Phone(start=57, end=69, text="07700 900123", number="+447700900123"),),
    handles=(Handle(start=71, end=74, text="@dd", network="snapchat"),),
    people=(Person(start=0, end=4, text="Dave"),),
    redactions=(Redaction(start=79, end=86, text="his mum", category=Category.RELATIONSHIP),),
    sanitised=TEXT[:79] + "[your tie to them]",
)


def test_the_example_is_true_to_its_text() -> None:
    row = to_json(ANALYSIS, "a")
    spans = [s for key in KEYS if isinstance(row[key], list) for s in row[key]]
    assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in spans if "text" in s)


def test_json_has_every_key_of_the_contract_and_no_other() -> None:
    row = to_json(ANALYSIS, "a")
    assert {key: sorted(row[key][0]) for key in row if row[key] and isinstance(row[key], list)} == {
        "reasons": ["code", "end", "start", "text"],
        "safeguarding": sorted("cuckooing"),
        "locations": [
            "end", "kind", "latitude", "longitude", "postcode", "precision", "start", "text",
            "town",
        ],
        "times": ["end", "end_at", "kind", "rrule", "start", "start_at", "text"],
        "drugs": ["drug", "end", "start", "text"],
        "vehicles": ["colour", "end", "make", "plate", "start", "text"],
        "phones": ["end", "number", "start", "text"],
        "handles": ["end", "network", "start", "text"],
        "people": ["end", "start", "text"],
        "redactions": ["category", "end", "start"],
    }  # fmt: skip
    assert set(row) == set(KEYS)


def test_values_are_plain() -> None:
    row = to_json(ANALYSIS, "a")
    assert (row["id"], row["triage"], row["safeguarding"], row["degraded"]) == (
        "a",
        "999",
        ["cuckooing"],
        True,
    )
    assert row["redactions"] == [{"start": 79, "end": 86, "category": "relationship"}]


@pytest.mark.parametrize(
    "analysis",
    [
        pytest.param(ANALYSIS, id="everything"),
        pytest.param(Analysis(text="x\ud800", triage=Triage.QUEUE), id="nothing, odd text"),
    ],
)
def test_round_trip(analysis: Analysis) -> None:
    written = json.dumps(to_json(analysis, "a"))
    assert from_json(json.loads(written), analysis.text) == analysis


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"triage": "998"}, "broken", id="unknown triage"),
        pytest.param({"times": [{"start": 0, "end": 4}]}, "broken", id="time without kind"),
        pytest.param({"people": [{"start": 0, "end": 99}]}, "does not fit", id="span too long"),
        pytest.param({"people": [{"start": 0, "end": 3, "text": "B"}]}, "does not fit", id="words"),
        pytest.param({"people": 7}, "broken", id="no list"),
        pytest.param({"degraded": "no"}, "degraded of the wrong type", id="no boolean"),
    ],
)  # fmt: skip
def test_a_broken_analysis_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        from_json(to_json(ANALYSIS, "a") | change, TEXT)


def test_a_missing_key_is_named() -> None:
    row = to_json(ANALYSIS, "a")
    del row["phones"]
    with pytest.raises(BadInput, match="lacks phones"):
        from_json(row, TEXT)

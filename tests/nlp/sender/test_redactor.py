"""Do redactions keep their promises whatever the text?"""

from __future__ import annotations

import tomllib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Category, Person, Phone, Place, PlaceKind, Redaction
from core.redact import cut
from nlp.document import Document
from nlp.findings import Findings
from nlp.plain import read_plain
from nlp.sender.redactor import Redactor, label
from nlp.things.drugs import DrugFinder
from nlp.things.handles import HandleFinder
from nlp.things.people import PersonFinder
from nlp.things.phones import PhoneFinder
from nlp.things.vehicles import VehicleFinder

AT = datetime(2026, 11, 24, 18, 0)
REDACTOR = Redactor()
DRUGS, VEHICLES, PHONES = DrugFinder(), VehicleFinder(), PhoneFinder()
HANDLES, PEOPLE = HandleFinder(), PersonFinder()
MESSAGES = [
    row["text"]
    for name in ("gold.toml", "gold_more.toml", "gold_clauses.toml")
    for row in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["message"]
]
WORDS = sorted({word for text in MESSAGES for word in text.split()})
LABELS = [label(category) for category in Category]


def found(doc: Document) -> Findings:
    return Findings(
        drugs=DRUGS.find(doc),
        vehicles=VEHICLES.find(doc),
        phones=PHONES.find(doc),
        handles=HANDLES.find(doc),
        people=PEOPLE.find(doc),
    )


def redact(text: str, *, strict: bool = False) -> tuple[Redaction, ...]:
    doc = read_plain(text, AT)
    return REDACTOR.find(doc, found(doc), strict=strict)


texts = st.one_of(
    st.lists(st.sampled_from(WORDS + LABELS), max_size=30).map(" ".join),
    st.text(max_size=120),
    st.tuples(st.sampled_from(MESSAGES), st.sampled_from(MESSAGES)).map(". ".join),
)


@settings(max_examples=150, deadline=None)
@given(text=texts, strict=st.booleans())
def test_redactions_are_in_order_and_quote_the_text(text: str, *, strict: bool) -> None:
    redactions = redact(text, strict=strict)

    assert all(text[r.start : r.end] == r.text and r.text for r in redactions)
    assert all(a.end <= b.start for a, b in pairwise(redactions))


@settings(max_examples=150, deadline=None)
@given(text=texts, strict=st.booleans())
def test_a_sanitised_text_is_left_as_it_is(text: str, *, strict: bool) -> None:
    once = cut(text, redact(text, strict=strict), label).text

    assert redact(once, strict=strict) == ()


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_sanitised_text_is_no_longer_than_the_text_and_its_labels(text: str) -> None:
    redactions = redact(text)

    grown = len(text) + sum(len(label(r.category)) for r in redactions)
    assert len(cut(text, redactions, label).text) <= grown


@settings(max_examples=100, deadline=None)
@given(texts)
def test_the_strict_mode_cuts_all_that_the_usual_one_cuts(text: str) -> None:
    strict = redact(text, strict=True)

    for usual in redact(text):
        assert any(s.start < usual.end and usual.start < s.end for s in strict), usual.text


@pytest.mark.parametrize("text", LABELS)
def test_a_label_is_no_ground_for_a_cut(text: str) -> None:
    assert redact(f"he lives by {text} and {text} saw it") == ()


@pytest.mark.parametrize("category", list(Category), ids=str)
def test_every_category_has_a_label_of_its_own(category: Category) -> None:
    assert label(category).startswith("[")
    assert sum(label(other) == label(category) for other in Category) == 1


def test_a_finding_of_the_suspect_inside_a_cut_stays() -> None:
    text = "my brother keeps it at 9 Mill Street near our house"
    doc = read_plain(text, AT)
    at = text.index("9 Mill Street")
    place = Place(start=at, end=at + 13, text="9 Mill Street", kind=PlaceKind.ADDRESS)

    redactions = REDACTOR.find(doc, Findings(places=(place,)))

    assert not any(r.overlaps(place) for r in redactions)
    assert any(r.text == "my brother" for r in redactions)


def test_the_scene_stays_where_it_is_also_the_workplace() -> None:
    text = "I work at the Railway Inn and they deal in the yard"
    doc = read_plain(text, AT)
    at = text.index("Railway Inn")
    place = Place(start=at, end=at + 11, text="Railway Inn", kind=PlaceKind.VENUE)

    cuts = [r.text for r in REDACTOR.find(doc, Findings(places=(place,)))]

    assert cuts == ["work at the"]


def test_the_workplace_goes_where_the_scene_is_elsewhere() -> None:
    text = "I work at the Railway Inn. They deal at Penfold Park"
    doc = read_plain(text, AT)
    places = tuple(
        Place(start=at, end=at + len(name), text=name, kind=PlaceKind.VENUE)
        for name in ("Railway Inn", "Penfold Park")
        for at in [text.index(name)]
    )

    cuts = [r.text for r in REDACTOR.find(doc, Findings(places=places))]

    assert cuts == ["work at the Railway Inn"]


def test_an_unsaid_number_stays_unless_strict() -> None:
    text = "sells coke. 07700 900417"
    at = text.index("07700")
    doc = read_plain(text, AT)
    phones = (Phone(start=at, end=len(text), text=text[at:], number="+447700900417"),)

    assert REDACTOR.find(doc, Findings(phones=phones)) == ()


def test_the_senders_name_goes_wherever_it_stands() -> None:
    text = "im oonagh. he shouts oonagh through the wall at me"
    doc = read_plain(text, AT)
    people = tuple(Person(start=at, end=at + 6, text="oonagh") for at in (text.index("oonagh"), 21))

    redactions = REDACTOR.find(doc, Findings(people=people))

    assert "oonagh" not in cut(text, redactions, label).text


HOSTILE = [
    "my " * 2600, "i am a " * 1100, "told me " * 1000, "'a b c " * 1100, "im in flat 5 " * 600,
    "07700 900123 " * 600, "me and " * 1100, "Sam " * 2000, "a_" * 4000, "0 " * 4000,
    "oh seven " * 880, "AB12 CDE " * 880, "1" * 8000, "(" * 8000, "x@" * 4000, "white " * 1300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_a_hostile_text_takes_no_longer_than_three_seconds(text: str) -> None:
    began = process_time()

    redact(text[:8000], strict=True)

    assert process_time() - began < 3.0

"""Every part is a spaCy component of its own, for any spaCy pipeline."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import entry_points

import pytest
import spacy
from spacy.language import Language

from core.analysis import PlaceKind, Time, TimeKind, Triage
from nlp.model import default_folder
from nlp.qualifiers.model import When

TEXT = (
    "My brother Darren sells ket from 14 Mill Road, Leeds every Friday, white Astra, 07700 900123."
)
KINDS = ("places", "times", "drugs", "vehicles", "phones", "handles", "people")


@pytest.fixture
def blank() -> Language:
    """spaCy's tokeniser alone: no tags, no entities."""
    return spacy.blank("en")


def spans(language: Language, text: str, key: str) -> list[tuple[str, str]]:
    doc = language(text)
    return [(span.text, span.label_) for span in doc.spans[key]]


@pytest.mark.parametrize(
    ("component", "key", "found"),
    [
        ("tipline_places", "places", ("14 Mill Road, Leeds", PlaceKind.ADDRESS)),
        ("tipline_times", "times", ("every Friday", TimeKind.RECURRING)),
        ("tipline_drugs", "drugs", ("ket", "ketamine")),
        ("tipline_vehicles", "vehicles", ("white Astra", "vehicles")),
        ("tipline_phones", "phones", ("07700 900123", "phones")),
        ("tipline_people", "people", ("Darren", "people")),
        ("tipline_sender_rules", "sender", ("My brother", "relationship")),
    ],
)
def test_each_part_finds_by_itself(
    blank: Language, component: str, key: str, found: tuple[str, str]
) -> None:
    blank.add_pipe(component)
    assert found in spans(blank, TEXT, key)


def test_times_have_values_by_the_time_of_the_document(blank: Language) -> None:
    blank.add_pipe("tipline_times", config={"sent_at": "2026-03-27T22:40"})
    doc = blank.make_doc("they met last Tuesday")
    doc._.sent_at = datetime(2026, 1, 15, 12, 0)
    values: tuple[Time, ...] = blank(doc)._.tipline["times"]
    assert [value.start_at for value in values] == ["2026-01-13"]
    values = blank("they met last Tuesday")._.tipline["times"]
    assert [value.start_at for value in values] == ["2026-03-24"]


def test_triage_reads_what_the_parts_before_it_found(blank: Language) -> None:
    for kind in KINDS:
        blank.add_pipe(f"tipline_{kind}")
    blank.add_pipe("tipline_qualifiers")
    blank.add_pipe("tipline_triage")
    doc = blank("he sells weed every Friday. he is stabbing a man right now")
    assert max(Triage, key=lambda triage: doc.cats[triage]) is Triage.EMERGENCY
    assert doc.spans["reasons"]
    assert [span.label_ for span in doc.spans["clauses"]] == [When.HABIT, When.NOW]


def test_parts_read_the_tags_of_a_trained_pipeline() -> None:
    language = spacy.load(default_folder(), exclude=["parser", "senter", "lemmatizer"])
    language.add_pipe("tipline_sender")
    assert ("My brother", "relationship") in spans(language, TEXT, "sender")


def test_every_component_is_registered() -> None:
    ours = {e.name: e.load() for e in entry_points(group="spacy_factories") if "tipline" in e.name}
    assert {f"tipline_{kind}" for kind in KINDS} < ours.keys()
    assert len(ours) == 13


def test_the_encoder_reads_along(blank: Language) -> None:
    blank.add_pipe("tipline_encoder")
    assert blank("")._.encoding is None
    doc = blank("I clean at the school, he sells coke there")
    assert len(doc._.encoding.sender) == len(doc)
    assert doc._.encoding.in_scope > 0.5

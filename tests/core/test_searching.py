"""What counts as found in the words of a tip, and which words are shown around it."""

from __future__ import annotations

from datetime import date

import pytest

from core.analysis import Analysis, Phone, Place, PlaceKind, Triage, Vehicle
from core.desk_ports import Opened
from core.errors import NothingSought
from core.searching import LONGEST, Sought
from core.tip import Details, Part, Question
from storage.moving import new_row
from tests.storage.samples import a_tip

TEXT = "Big Dave's red Golf AB12 CDE sells weed at the park; ring 07700 900123"


def opened(text: str = TEXT, *additions: str) -> Opened:
    analysis = Analysis(
        text=text,
        triage=Triage.QUEUE,
        vehicles=(Vehicle(start=0, end=3, text=text[:3], plate="AB12 CDE"),),
        phones=(Phone(start=0, end=3, text=text[:3], number="+447700900123"),),
        locations=(Place(start=0, end=3, text=text[:3], kind=PlaceKind.OTHER, town="Southend"),),
        sanitised=text,
    )
    parts = (Part(Question.REPORT, analysis),)
    details = Details(parts=parts, triage=Triage.QUEUE, reported_on=date(2026, 3, 27))
    added = tuple(
        (Part(Question.ADDITION, Analysis(text=a, triage=Triage.QUEUE, sanitised=a)),)
        for a in additions
    )
    return Opened(row=new_row(a_tip(details=details)), details=details, additions=added)


def found(typed: str, text: str = TEXT, *additions: str) -> str | None:
    snippet = Sought.of(typed).find(opened(text, *additions))
    return None if snippet is None else snippet.found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dave", "Dave"),
        ("DAVE golf", "Dave"),
        ("golf, dave!", "Dave"),
        ("gol", "Gol"),
        ("ab12cde", "AB12 CDE"),
        ("AB12-CDE", "AB12"),
        ("07700900123", "07700 900123"),
        ("900123", "900123"),
        ("dave\u2019s", "Dave"),
        ("southend", ""),
        ("+447700900123", ""),
    ],
)
def test_it_is_found(typed: str, words: str) -> None:
    assert found(typed) == words


@pytest.mark.parametrize("typed", ["olf", "dave cocaine", "b12", "12 hill", "\u0441rack"])
def test_it_is_not_found(typed: str) -> None:
    assert found(typed) is None


def test_what_was_added_counts_too() -> None:
    assert found("blue door", TEXT, "it has a blue door") == "blue"


@pytest.mark.parametrize("typed", ["", "  ", "...", "\u200b", "x" * (LONGEST + 1)])
def test_there_has_to_be_something_to_look_for(typed: str) -> None:
    with pytest.raises(NothingSought):
        Sought.of(typed)


def test_few_words_are_shown_around_it_and_together_they_are_the_text() -> None:
    snippet = Sought.of("needle").find(opened("a" * 300 + " Needle " + "b" * 300))
    assert snippet is not None
    assert (len(snippet.before), snippet.found, len(snippet.after)) == (61, "Needle", 61)
    short = Sought.of("golf").find(opened())
    assert short is not None
    assert short.before + short.found + short.after == TEXT


def test_no_pattern_takes_long_on_a_long_tip() -> None:
    text = "1 " * 4000
    assert Sought.of("1" * (LONGEST - 1) + "2").find(opened(text)) is None


def test_no_repr_shows_the_words() -> None:
    sought = Sought.of("needle")
    assert "needle" not in repr((sought, sought.find(opened("a needle"))))

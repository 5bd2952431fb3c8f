from __future__ import annotations

import pytest

from core.analysis import Analysis, Person, Place, PlaceKind, Precision, Triage
from core.cutting import Cutter, check_cut, cut_all
from core.errors import NothingToCut
from core.tip import Part, Question

TEXT = "Dave sells at 9 Hill Road, SS1 2AB. dave has a van"


def span(words: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def a_part() -> Part:
    place = Place(
        **span("9 Hill Road"),  # type: ignore[arg-type]
        kind=PlaceKind.ADDRESS,
        town="Southend",
        postcode="SS1 2AB",
        latitude=51.5,
        longitude=0.7,
        precision=Precision.POSTCODE,
    )
    person = Person(**span("Dave"))  # type: ignore[arg-type]
    later = Person(**span("dave"))  # type: ignore[arg-type]
    analysis = Analysis(
        text=TEXT,
        triage=Triage.QUEUE,
        locations=(place,),
        people=(person, later),
        sanitised=TEXT,
    )
    return Part(Question.REPORT, analysis)


def cut(words: str) -> Analysis:
    (part,) = Cutter(words, "[x]").cut([a_part()])
    return part.analysis


def test_every_place_where_the_words_stand_is_cut_in_any_case() -> None:
    after = cut("DAVE")
    assert after.text == after.sanitised == "[x] sells at 9 Hill Road, SS1 2AB. [x] has a van"
    assert after.people == ()


def test_other_findings_still_point_at_their_words() -> None:
    after = cut("Dave")
    (place,) = after.locations
    assert after.text[place.start : place.end] == place.text == "9 Hill Road"
    assert place.postcode == "SS1 2AB"


@pytest.mark.parametrize("words", ["ss1 2ab", "Southend"])
def test_what_the_words_told_of_a_place_goes_with_them(words: str) -> None:
    """The postcode stands outside the span of the place that it was given to."""
    (place,) = cut(words).locations
    assert (place.town, place.postcode, place.latitude, place.precision) == (None,) * 4


@pytest.mark.parametrize("words", ["", "   ", "av", "Hill  Lane", "\u200b"])
def test_what_does_not_stand_there_is_not_cut(words: str) -> None:
    before = (a_part(),)
    with pytest.raises(NothingToCut):
        check_cut(before, Cutter(words, "[x]").cut(before))


def test_several_words_are_cut_the_longest_first() -> None:
    before = ((a_part(),), ())
    ((part,), nothing) = cut_all(before, ("Dave", "Dave sells", "nowhere"), "[x]")
    assert part.analysis.text == "[x] at 9 Hill Road, SS1 2AB. [x] has a van"
    assert nothing == ()
    with pytest.raises(NothingToCut):
        cut_all(before, ("nowhere", ""), "[x]")


def test_no_repr_shows_the_words() -> None:
    assert "Dave" not in repr(Cutter("Dave", "[x]"))

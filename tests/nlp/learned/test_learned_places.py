"""Which places are of the activity where the encoder is heard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.findings import Findings
from nlp.learned.places import LearnedPlaces
from nlp.learned.settings import Placing
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer
from nlp.plain import read_plain
from tests.nlp.learned.encodings import AT, heard

FINDER = PlaceFinder(Gazetteer.shipped())
PLACES = LearnedPlaces(Placing(denied=0.1, widened=0.7))
WORDS = ["in", "Leeds", ",", "Fibbers", "12", "Mill", "Road", "weed", "from", "the", "\n", "pub"]


def stated(text: str, shares: dict[str, float]) -> list[str]:
    doc = heard(text, places=shares)
    return [place.text for place in PLACES.stated(doc, Findings(places=FINDER.find(doc)))]


@pytest.mark.parametrize(
    ("text", "shares", "places"),
    [
        pytest.param("he deals in Leeds", {}, ["Leeds"], id="as the rules have it"),
        pytest.param("a lad from Castleford deals in Leeds", {"castleford": 0.05}, ["Leeds"],
                     id="of another matter"),
        pytest.param("meet at zazzle again", {"zazzle": 0.9}, [], id="none of the rules"),
        pytest.param("at zazzle corner Leeds now", {"zazzle": 0.9, "corner": 0.9},
                     ["zazzle corner Leeds"], id="a name goes on before"),
        pytest.param("in Leeds zazzle now", {"zazzle": 0.75}, ["Leeds zazzle"], id="and after"),
        pytest.param("in Leeds, zazzle now", {"zazzle": 0.75}, ["Leeds"], id="not past a comma"),
    ],
)  # fmt: skip
def test_the_encoder_is_heard(text: str, shares: dict[str, float], places: list[str]) -> None:
    assert stated(text, shares) == places


def test_without_the_encoder_the_rules_decide() -> None:
    doc = read_plain("a lad from Castleford deals in Leeds", AT)
    found = Findings(places=FINDER.find(doc))
    assert PLACES.stated(doc, found) == found.places


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.floats(0, 1)), max_size=30))
def test_places_stand_in_order_and_none_overlaps_another(words: list[tuple[str, float]]) -> None:
    text = " ".join(word for word, _ in words)
    doc = heard(text, places={word.lower(): share for word, share in words})
    places = PLACES.stated(doc, Findings(places=FINDER.find(doc)))
    assert all(text[place.start : place.end] == place.text for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))

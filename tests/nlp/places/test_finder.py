"""What a found place carries, and what holds for every text."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import PlaceKind, Precision
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import distance_km
from nlp.plain import build, read_plain

AT = datetime(2026, 3, 27, 22, 40)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("at 14 Southchurch Road in the flat", PlaceKind.ADDRESS, id="address"),
        pytest.param("dealing on Southchurch Road again", PlaceKind.STREET, id="street"),
        pytest.param("behind the Red Lion pub", PlaceKind.VENUE, id="pub"),
        pytest.param("outside Tesco Express again", PlaceKind.VENUE, id="chain"),
        pytest.param("on the Aylesbury Industrial Estate", PlaceKind.ESTATE, id="estate"),
        pytest.param("down in toxteth", PlaceKind.AREA, id="area"),
        pytest.param("it goes to basildon", PlaceKind.TOWN, id="town"),
        pytest.param("it is in SS1 2NE", PlaceKind.POSTCODE, id="postcode"),
        pytest.param("lay-by on the A127", PlaceKind.ROAD, id="road"),
        pytest.param("by Basildon train station", PlaceKind.TRANSPORT, id="station"),
        pytest.param("at ///tinkle.vesting.mango", PlaceKind.OTHER, id="what3words"),
    ],
)
def test_kind(text: str, kind: PlaceKind, finder: PlaceFinder) -> None:
    assert [place.kind for place in finder.find(read_plain(text, AT))] == [kind]


@pytest.mark.parametrize(
    ("text", "town", "postcode", "precision", "near"),
    [
        pytest.param(
            "14 Southchurch Road, Southend SS1 2NE", "Southend-on-Sea", "SS1 2NE",
            Precision.SECTOR, (51.536, 0.726), id="postcode beats town",
        ),
        pytest.param(
            "9 Tunnard Street Boston", "Boston", None, Precision.TOWN, (52.976, -0.027), id="town"
        ),
        pytest.param(
            "25 raby st byker", "Newcastle upon Tyne", None, Precision.TOWN, (54.973, -1.614),
            id="town of an area",
        ),
        pytest.param(
            "stash at TL 823 943", None, None, Precision.POINT, (52.517, 0.686), id="grid"
        ),
        pytest.param(
            "its at 51.5378, 0.7143", None, None, Precision.POINT, (51.538, 0.714), id="degrees"
        ),
        pytest.param(
            "40 Rise Road, Bradford BD9", "Bradford", "BD9", Precision.DISTRICT, (53.81, -1.79),
            id="district",
        ),
    ],
)  # fmt: skip
def test_position(
    text: str, town: str | None, postcode: str | None, precision: Precision,
    near: tuple[float, float], finder: PlaceFinder,
) -> None:  # fmt: skip
    (place,) = finder.find(read_plain(text, AT))

    assert (place.town, place.postcode, place.precision) == (town, postcode, precision)
    assert place.latitude is not None
    assert place.longitude is not None
    assert distance_km((place.latitude, place.longitude), near) < 3


def test_street_takes_the_only_town_of_the_text(finder: PlaceFinder) -> None:
    street, town = finder.find(read_plain("dealing on Hessle Lane in Hull", AT))

    assert (street.town, town.town) == ("Kingston upon Hull", "Kingston upon Hull")
    assert street.precision is Precision.TOWN


def test_another_place_decides_which_town_is_meant(finder: PlaceFinder) -> None:
    alone = finder.find(read_plain("he moved it to Newcastle", AT))
    with_other = finder.find(read_plain("he moved it from Castlewellan to Newcastle", AT))

    assert [place.latitude for place in alone] == [pytest.approx(54.97, abs=0.1)]
    assert with_other[-1].latitude == pytest.approx(54.22, abs=0.1)


def test_belfast_postcode_is_known_by_shape_alone(finder: PlaceFinder) -> None:
    (place,) = finder.find(read_plain("the garage is in BT12 6AA", AT))

    assert (place.postcode, place.latitude) == ("BT12 6AA", None)


PIECES = st.sampled_from(
    [
        "he", "sells", "at", "on", "in", "near", "the", "12", "12a", "flat 4", "high", "street",
        "st.", "rd", "Lime Street", "Liverpool", "Bath", "reading", ",", ".", "-", "/", "\n", "m5",
        "A38", "SS1 2NE", "j29 of the", "Red Lion", "pub", "station", "park", "Heol y Môr", "’s",
        "№17", "ß", "İ", "///a.b.c", "TL 823943", "51.5378, 0.7143", "Tesco Express", "car park",
        "@", "_", "£20", "Leigh-on-Sea", "St Mary's", "number", "&", "of",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200))
def test_places_are_in_order_apart_and_copied_from_the_text(text: str, finder: PlaceFinder) -> None:
    end = 0
    for place in finder.find(read_plain(text, AT)):
        assert end <= place.start < place.end
        assert place.text == text[place.start : place.end]
        assert place.text == place.text.strip()
        assert place.rule
        end = place.end


@pytest.mark.parametrize(
    "piece",
    [
        "12 ",
        "St ",
        "A-",
        "a.b.",
        "High ",
        "road ",
        "flat 1 ",
        "in ",
        "/",
        "1/2 ",
        "Leigh-on-",
        "st. ",
        "London's ",
        "Leeds and ",
        "the US ",
        "A64 ",
    ],
)
@pytest.mark.alone
def test_time_grows_with_the_text_only(piece: str, finder: PlaceFinder) -> None:
    doc = read_plain((piece * 8000)[:8000], AT)

    started = perf_counter()
    finder.find(doc)

    assert perf_counter() - started < 2


def test_a_name_that_the_model_takes_for_a_noun_joins_its_town(finder: PlaceFinder) -> None:
    text = "baseball bats outside trillians newcastle, one not moving"
    doc = build(text, AT, tag_at=lambda _start, _end: "NN")

    assert [place.text for place in finder.find(doc)] == ["trillians newcastle"]

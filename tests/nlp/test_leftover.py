from __future__ import annotations

import pytest

from core.analysis import Place, PlaceKind, Precision
from nlp.leftover import left_of

ADDRESS = Place(
    start=10,
    end=38,
    text="14 Mill Lane, Ely CB7 4AB --",
    rule="r",
    kind=PlaceKind.ADDRESS,
    town="Ely",
    postcode="CB7 4AB",
    latitude=52.4,
    longitude=0.26,
    precision=Precision.POSTCODE,
)


@pytest.mark.parametrize(
    ("taken", "text", "kind", "postcode"),
    [
        pytest.param((10, 12), "Mill Lane, Ely CB7 4AB", "street", "CB7 4AB", id="number"),
        pytest.param((27, 38), "14 Mill Lane, Ely", "address", None, id="postcode"),
        pytest.param((0, 13), "Mill Lane, Ely CB7 4AB", "street", "CB7 4AB", id="crossing"),
        pytest.param((13, 27), "CB7 4AB", "address", "CB7 4AB", id="middle"),
    ],
)
def test_the_longest_part_is_left(
    taken: tuple[int, int], text: str, kind: str, postcode: str | None
) -> None:
    left = left_of(ADDRESS, [taken])
    assert left
    assert (left.text, left.kind, left.postcode) == (text, kind, postcode)
    assert ADDRESS.text[left.start - 10 : left.end - 10] == text


def test_an_address_without_number_is_a_street() -> None:
    left = left_of(ADDRESS, [(10, 12), (27, 38)])
    assert left
    assert (left.text, left.kind) == ("Mill Lane, Ely", PlaceKind.STREET)


@pytest.mark.parametrize(
    "taken",
    [
        pytest.param([(0, 10), (38, 50)], id="neighbours"),
        pytest.param([], id="nothing"),
    ],
)
def test_an_untouched_place_is_itself(taken: list[tuple[int, int]]) -> None:
    assert left_of(ADDRESS, taken) is ADDRESS


@pytest.mark.parametrize(
    "taken",
    [
        pytest.param([(0, 50)], id="all"),
        pytest.param([(12, 38)], id="two digits left"),
    ],
)
def test_a_scrap_is_no_place(taken: list[tuple[int, int]]) -> None:
    assert left_of(ADDRESS, taken) is None


@pytest.mark.parametrize(
    ("precision", "latitude"),
    [
        pytest.param(Precision.TOWN, 52.4, id="a town's coordinates hold for a part"),
        pytest.param(Precision.POINT, None, id="an address's do not"),
    ],
)
def test_coordinates_of_a_part(precision: Precision, latitude: float | None) -> None:
    from dataclasses import replace

    left = left_of(replace(ADDRESS, precision=precision), [(10, 12)])
    assert left
    assert left.latitude == latitude

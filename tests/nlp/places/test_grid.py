"""Positions of the National Grid in WGS 84, against points published by Ordnance Survey."""

from __future__ import annotations

import pytest

from nlp.places.gazetteer import distance_km
from nlp.places.grid import read_grid, to_wgs84


def test_caister_water_tower_is_right_to_five_metres() -> None:
    # The worked example of the OS guide: 52 39 28.8282 N, 1 42 57.8663 E in ETRS89.
    known = (52 + 39 / 60 + 28.8282 / 3600, 1 + 42 / 60 + 57.8663 / 3600)

    assert distance_km(to_wgs84(651_409.903, 313_177.270), known) < 0.005


@pytest.mark.parametrize(
    ("letters", "digits", "expected"),
    [
        pytest.param("TL", "823943", (52.5165, 0.6860), id="norfolk forest"),
        pytest.param("NN", "166712", (56.7967, -5.0035), id="ben nevis"),
        pytest.param("SV", "9010", (49.9117, -6.3175), id="scilly"),
        pytest.param("hu", "4741", (60.1512, -1.1546), id="shetland in lower case"),
    ],
)
def test_grid_reference(letters: str, digits: str, expected: tuple[float, float]) -> None:
    found = read_grid(letters, digits)

    assert found is not None
    assert distance_km(found, expected) < 1.0


@pytest.mark.parametrize(
    ("letters", "digits"),
    [
        pytest.param("TL", "82394", id="odd digits"),
        pytest.param("AA", "823943", id="square far out at sea"),
        pytest.param("TI", "823943", id="letter I is not used"),
        pytest.param("T", "823943", id="one letter"),
        pytest.param("TL", "", id="no digits"),
    ],
)
def test_no_such_square(letters: str, digits: str) -> None:
    assert read_grid(letters, digits) is None

"""Towns and postcodes of the shipped extracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.analysis import Precision
from nlp.places.gazetteer import DATA, Gazetteer, distance_km, spelling


@pytest.mark.parametrize(
    ("name", "town"),
    [
        pytest.param("Southend", "Southend-on-Sea", id="shorter form"),
        pytest.param("southend on sea", "Southend-on-Sea", id="no hyphens"),
        pytest.param("Gt Yarmouth", "Great Yarmouth", id="gt"),
        pytest.param("St. Helens", "St Helens", id="stop"),
        pytest.param("kings lynn", "King's Lynn", id="no apostrophe"),
        pytest.param("Hull", "Kingston upon Hull", id="everyday name"),
        pytest.param("caerdydd", "Cardiff", id="welsh name"),
        pytest.param("Newcastle", "Newcastle upon Tyne", id="largest first"),
    ],
)
def test_likeliest_town(name: str, town: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates(name)[0].name == town


def test_area_stands_where_its_town_stands(gazetteer: Gazetteer) -> None:
    byker = gazetteer.candidates("byker")[0]

    assert (byker.kind, byker.parent) == ("area", "Newcastle upon Tyne")


def test_unknown_name_has_no_candidates(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Nowhereborough") == ()


@pytest.mark.parametrize(
    ("code", "precision", "near"),
    [
        pytest.param("SS1 2NE", Precision.SECTOR, (51.5365, 0.7264), id="unit by its sector"),
        pytest.param("SS1 2", Precision.SECTOR, (51.5365, 0.7264), id="sector"),
        pytest.param("NR30", Precision.DISTRICT, (52.614, 1.728), id="district"),
        pytest.param("SW1A 1AA", Precision.SECTOR, (51.501, -0.142), id="letter in district"),
        pytest.param("AB10 9ZZ", Precision.DISTRICT, (57.135, -2.12), id="unknown sector"),
    ],
)
def test_postcode(
    code: str, precision: Precision, near: tuple[float, float], gazetteer: Gazetteer
) -> None:
    found = gazetteer.postcode(code)

    assert found is not None
    assert found.precision == precision
    assert distance_km((found.latitude, found.longitude), near) < 3


def test_unit_positions_are_used_where_given() -> None:
    gazetteer = Gazetteer({}, {"SS1": (51.0, 0.5), "SS1 2NE": (51.5, 0.7)})

    found = gazetteer.postcode("SS1 2NE")

    assert found is not None
    assert (found.latitude, found.precision) == (51.5, Precision.POSTCODE)


@pytest.mark.parametrize("code", ["ZZ1 1AA", "BT1 5GS", "", "SS999"])
def test_unknown_postcode(code: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.postcode(code) is None


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("Saint Ives", "st ives"),
        ("Bishop’s Stortford", "bishops stortford"),
        ("Lt Clacton", "little clacton"),
    ],
)
def test_spelling(typed: str, spelt: str) -> None:
    assert spelling(typed) == spelt


def test_extracts_stay_small() -> None:
    assert sum(path.stat().st_size for path in Path(DATA).iterdir()) < 1_500_000

"""Where areas lie, and the grid over them."""

from __future__ import annotations

import pytest

from app.geography import H3Grid, shipped_atlas
from core.geography import Box

ESSEX = Box(51.4, 0.0, 52.1, 1.3)


@pytest.mark.parametrize("area", ["SS1", "ss1", "Southend-on-Sea", "Basildon", "CM2"])
def test_areas_of_essex_lie_in_essex(area: str) -> None:
    spot = shipped_atlas().position(area)
    assert spot
    assert spot.name == area
    assert ESSEX.south < spot.latitude < ESSEX.north
    assert ESSEX.west < spot.longitude < ESSEX.east


@pytest.mark.parametrize("area", ["", "nowhere at all", "<b>SS1</b>"])
def test_what_is_no_area_lies_nowhere(area: str) -> None:
    assert shipped_atlas().position(area) is None


def test_towns_of_a_box_come_largest_first() -> None:
    towns = shipped_atlas().towns(ESSEX, 5)
    assert len(towns) == 5
    assert towns[0].name == "Southend-on-Sea"
    assert shipped_atlas().towns(Box(0.0, 0.0, 0.1, 0.1), 5) == ()


def test_a_cell_holds_its_point_and_points_far_away_have_another() -> None:
    grid, pier = H3Grid(), (51.5286, 0.7188)
    cell = grid.cell(pier)
    outline = grid.outline(cell)
    assert len(outline) == 6
    assert min(a for a, _ in outline) < pier[0] < max(a for a, _ in outline)
    assert min(b for _, b in outline) < pier[1] < max(b for _, b in outline)
    assert grid.cell((51.5287, 0.7189)) == cell
    assert grid.cell((51.56, 0.7188)) != cell

"""Where areas and towns lie, from the gazetteer, and the H3 grid over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import h3

from core.geography import Box, Point, Spot
from nlp.places.gazetteer import Gazetteer, Town

_RESOLUTION = 8
"""Of H3: cells 0.74 square kilometres large on average, edges of about 530 metres
(https://h3geo.org/docs/core-library/restable)."""


@dataclass(frozen=True, slots=True)
class GazetteerAtlas:
    """The gazetteer as an atlas (core.geography.Atlas)."""

    gazetteer: Gazetteer = field(repr=False)
    _towns: tuple[Town, ...] = field(repr=False)

    @classmethod
    def shipped(cls) -> GazetteerAtlas:
        """Over the extracts in the package."""
        gazetteer = Gazetteer.shipped()
        towns = {
            town
            for name in gazetteer.names
            for town in gazetteer.candidates(name)
            if town.kind == "town" and town.population
        }
        return cls(gazetteer, tuple(sorted(towns, key=lambda t: (-t.population, t.name))))

    def position(self, area: str) -> Spot | None:
        """The middle of a postcode district or a town, or None where it is unknown."""
        found = self.gazetteer.postcode(area.upper())
        if found is not None:
            return Spot(area, found.latitude, found.longitude)
        towns = self.gazetteer.candidates(area)
        return Spot(area, towns[0].latitude, towns[0].longitude) if towns else None

    def towns(self, box: Box, count: int) -> tuple[Spot, ...]:
        """The largest towns of a box, the largest first."""
        inside = (
            Spot(town.name, town.latitude, town.longitude)
            for town in self._towns
            if box.south <= town.latitude <= box.north and box.west <= town.longitude <= box.east
        )
        return tuple(spot for spot, _ in zip(inside, range(count), strict=False))


@lru_cache(maxsize=1)
def shipped_atlas() -> GazetteerAtlas:
    """The atlas, read once in a process; it never changes."""
    return GazetteerAtlas.shipped()


@dataclass(frozen=True, slots=True)
class H3Grid:
    """Uber's H3 as a grid (core.geography.Grid)."""

    def cell(self, point: Point) -> str:
        """The cell that a position lies in."""
        return str(h3.latlng_to_cell(*point, _RESOLUTION))

    def outline(self, cell: str) -> tuple[Point, ...]:
        """The corners of a cell, in order."""
        return tuple((latitude, longitude) for latitude, longitude in h3.cell_to_boundary(cell))

"""What the picture needs to know of places: where areas and towns lie, and a grid over them.

Positions are WGS 84 degrees, latitude first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A named position."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the earth: south, west, north, east."""

    south: float
    west: float
    north: float
    east: float


class Atlas(Protocol):
    """Where things lie."""

    def position(self, area: str) -> Spot | None:
        """The middle of a coarse area (`SS1`, `Basildon`), or None where it is unknown."""

    def towns(self, box: Box, count: int) -> tuple[Spot, ...]:
        """The largest towns of a box, the largest first."""


class Grid(Protocol):
    """Cells of about half a kilometre over the earth."""

    def cell(self, point: Point) -> str:
        """The cell that a position lies in."""

    def outline(self, cell: str) -> tuple[Point, ...]:
        """The corners of a cell, in order."""

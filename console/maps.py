"""What a map shows, and where it stands on the drawing that needs no script and no tiles.

The schematic base is drawn from the gazetteer: names of towns and a grid of degrees. Leaflet takes
the same content from the page and lays it over tiles, where a server of tiles is set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import asinh, degrees, radians, sqrt, tan

from console.charts import level
from core.geography import Atlas, Box, Point, Spot

WIDTH, HEIGHT = 760.0, 460.0
_TOWNS = 22
_LEAST_DEGREES = 0.14
_EDGE = 0.12
_LARGEST = 26.0
_SHOWN, _SHOWN_CELLS = 0.97, 0.66


@dataclass(frozen=True, slots=True)
class Tiles:
    """A server of map tiles that the operator chose.

    Attributes:
        url: with `{z}`, `{x}` and `{y}`; "" for none.
        credit: what its licence asks to be shown.
    """

    url: str = ""
    credit: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host of the server, or ""."""
        return "/".join(self.url.split("/")[:3]).replace("{s}.", "*.") if self.url else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A named position with a count; ``radius`` in units of the drawing."""

    spot: Spot
    count: int
    said: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Hex:
    """A cell of the grid with its shade."""

    outline: tuple[Point, ...]
    points: str
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the base."""

    spot: Spot
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A map, ready to be drawn; ``content`` is the same for Leaflet, as JSON."""

    marks: tuple[Mark, ...]
    hexes: tuple[Hex, ...]
    labels: tuple[Label, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    content: str = field(repr=False)
    credit: str = ""
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    """Web Mercator, fitted into the drawing."""

    box: Box

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        west, east = self.box.west, self.box.east
        south, north = _mercator(self.box.south), _mercator(self.box.north)
        scale = min(WIDTH / (east - west), HEIGHT / (north - south))
        x = WIDTH / 2 + (longitude - (west + east) / 2) * scale
        y = HEIGHT / 2 - (_mercator(latitude) - (south + north) / 2) * scale
        return round(x, 1), round(y, 1)

    def lines(self) -> tuple[tuple[float, float, float, float], ...]:
        """Every tenth of a degree."""
        found = []
        for tenth in range(int(self.box.west * 10) - 20, int(self.box.east * 10) + 20):
            x, _ = self.place(self.box.south, tenth / 10)
            if 0 < x < WIDTH:
                found.append((x, 0.0, x, HEIGHT))
        for tenth in range(int(self.box.south * 10) - 20, int(self.box.north * 10) + 20):
            _, y = self.place(tenth / 10, self.box.west)
            if 0 < y < HEIGHT:
                found.append((0.0, y, WIDTH, y))
        return tuple(found)


def _mercator(latitude: float) -> float:
    return degrees(asinh(tan(radians(latitude))))


def map_of(
    atlas: Atlas,
    *,
    spots: Iterable[tuple[Spot, int, str]] = (),
    cells: Mapping[tuple[Point, ...], int] | None = None,
    tiles: Tiles | None = None,
) -> MapView | None:
    """A map of spots and cells; None where there is nothing to show.

    Args:
        atlas: for the names of towns.
        spots: positions with a count, and what is said of each.
        cells: counts by the corners of a cell.
        tiles: a server of tiles.
    """
    listed, outlines = list(spots), cells or {}
    corners = [(spot.latitude, spot.longitude) for spot in _most_of(listed, _SHOWN)]
    corners += [corner for outline in _densest(outlines) for corner in outline]
    if not corners:
        return None
    frame, most = _Frame(_box(corners)), max((count for _, count, _ in listed), default=1) or 1
    marks = tuple(
        Mark(spot, count, said, *frame.place(spot.latitude, spot.longitude), _radius(count, most))
        for spot, count, said in listed
    )
    darkest = max(outlines.values(), default=0)
    hexes = tuple(
        Hex(
            outline,
            " ".join(f"{x},{y}" for x, y in (frame.place(*corner) for corner in outline)),
            count,
            level(count, darkest),
        )
        for outline, count in outlines.items()
    )
    towns = _apart(
        Label(spot, *frame.place(spot.latitude, spot.longitude))
        for spot in atlas.towns(frame.box, _TOWNS * 4)
    )
    tiles = tiles or Tiles()
    return MapView(
        marks=marks,
        hexes=hexes,
        labels=towns,
        lines=frame.lines(),
        content=_content(frame.box, marks, hexes, towns, tiles),
        credit=tiles.credit,
    )


def _most_of(spots: list[tuple[Spot, int, str]], share: float) -> list[Spot]:
    """The spots that hold most of the counts and lie nearest to one another.

    A few tips from far away would make the rest too small to see; they lie beyond the edge.
    """
    total = sum(count for _, count, _ in spots)
    if not total:
        return [spot for spot, _, _ in spots]
    middle, _, _ = max(spots, key=lambda each: each[1])
    near = sorted(
        spots,
        key=lambda each: (
            (each[0].latitude - middle.latitude) ** 2
            + (each[0].longitude - middle.longitude) ** 2 / 2
        ),
    )
    kept: list[Spot] = []
    held = 0
    for spot, count, _ in near:
        if held >= total * share:
            break
        kept.append(spot)
        held += count
    return kept


def _densest(cells: Mapping[tuple[Point, ...], int]) -> Iterable[tuple[Point, ...]]:
    """The cells nearest to the darkest one that hold most of what was counted."""
    spots = [(Spot("", *outline[0]), count, "") for outline, count in cells.items()]
    near = {(spot.latitude, spot.longitude) for spot in _most_of(spots, _SHOWN_CELLS)}
    return (outline for outline in cells if outline[0] in near)


def _radius(count: int, most: int) -> float:
    """The area of a circle stands for its count; where all are one, none needs to be large."""
    largest = _LARGEST if most > 1 else _LARGEST / 3
    return round(max(4.0, largest * sqrt(count / most)), 1)


def _apart(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The first labels that do not lie on one another, and within the drawing."""
    kept: list[Label] = []
    for label in labels:
        is_inside = 30 < label.x < WIDTH - 60 and 14 < label.y < HEIGHT - 14
        is_free = all(abs(label.x - o.x) > 84 or abs(label.y - o.y) > 18 for o in kept)
        if is_inside and is_free:
            kept.append(label)
    return tuple(kept[:_TOWNS])


def _box(corners: list[Point]) -> Box:
    south, north = min(c[0] for c in corners), max(c[0] for c in corners)
    west, east = min(c[1] for c in corners), max(c[1] for c in corners)
    tall, wide = max(north - south, _LEAST_DEGREES), max(east - west, _LEAST_DEGREES)
    return Box(
        (south + north - tall) / 2 - tall * _EDGE,
        (west + east - wide) / 2 - wide * _EDGE,
        (south + north + tall) / 2 + tall * _EDGE,
        (west + east + wide) / 2 + wide * _EDGE,
    )


def _content(
    box: Box,
    marks: tuple[Mark, ...],
    hexes: tuple[Hex, ...],
    labels: tuple[Label, ...],
    tiles: Tiles,
) -> str:
    return json.dumps(
        {
            "box": [[box.south, box.west], [box.north, box.east]],
            "marks": [
                {
                    "at": [mark.spot.latitude, mark.spot.longitude],
                    "radius": mark.radius,
                    "said": mark.said,
                }
                for mark in marks
            ],
            "cells": [
                {"outline": h.outline, "shade": h.shade, "said": str(h.count)} for h in hexes
            ],
            "towns": [
                {"at": [each.spot.latitude, each.spot.longitude], "name": each.spot.name}
                for each in labels
            ],
            "tiles": {"url": tiles.url, "credit": tiles.credit},
        }
    )

"""An export as GeoJSON (RFC 7946): a feature for each place that is spoken of.

A place without coordinates, and a tip without places, has no geometry, which the format allows: a
map leaves it out, and nothing is lost. Coordinates are longitude, then latitude.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from console.formats.columns import About, plain_of, plain_spot
from core.export_rows import ExportRow, Spot


async def write(rows: AsyncIterator[ExportRow], about: About) -> AsyncIterator[bytes]:
    """The file, feature by feature."""
    yield b'{"type": "FeatureCollection", "about": ' + _json(about.facts) + b', "features": ['
    between = b"\n"
    async for row in rows:
        for feature in _features(row, about.caveat):
            yield between + _json(feature)
            between = b",\n"
    yield b"\n]}\n"


def _features(row: ExportRow, caveat: str) -> Iterator[dict[str, Any]]:
    plain = plain_of(row, caveat)
    del plain["places"]
    for spot in row.places:
        yield {
            "type": "Feature",
            "geometry": _point(spot),
            "properties": {**plain, "place": plain_spot(spot)},
        }
    if not row.places:
        yield {"type": "Feature", "geometry": None, "properties": {**plain, "place": None}}


def _point(spot: Spot) -> dict[str, Any] | None:
    if spot.latitude is None or spot.longitude is None:
        return None
    return {"type": "Point", "coordinates": [spot.longitude, spot.latitude]}


def _json(value: object) -> bytes:
    return json.dumps(value).encode("ascii")

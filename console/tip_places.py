"""Where the places of a tip lie on a map."""

from __future__ import annotations

from console.maps import MapView, map_of
from console.parts import Parts
from core.desk_ports import Opened
from core.geography import Spot


def places_map(parts: Parts, opened: Opened) -> MapView | None:
    """A map of the places of an opened tip that have coordinates, and of its pin; None without."""
    spots: dict[tuple[float, float], Spot] = {}
    if opened.details.pin is not None:
        spots[opened.details.pin] = Spot("pin", *opened.details.pin)
    for lot in (opened.details.parts, *opened.additions):
        for part in lot:
            for place in part.analysis.locations:
                if place.latitude is not None and place.longitude is not None:
                    at = (place.latitude, place.longitude)
                    spots.setdefault(at, Spot(place.text, *at))
    marks = [(spot, 1, spot.name) for spot in spots.values()]
    return map_of(parts.atlas, spots=marks, tiles=parts.tiles)

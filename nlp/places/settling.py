"""Where an address lies: its town, postcode and coordinates, as exactly as the words allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis import Place, PlaceKind, Precision
from nlp.places.gazetteer import Gazetteer, Town, distance_km
from nlp.places.reading import Part, Reading, Role, text_span

Group = tuple[Part, ...]
_TOWNS = frozenset({Role.TOWN, Role.AREA})
_KINDS = (
    Role.STREET, Role.BUILDING, Role.ESTATE, Role.VENUE, Role.TRANSPORT, Role.ROAD, Role.EXACT,
    Role.AREA, Role.TOWN, Role.COUNTY, Role.POSTCODE,
)  # fmt: skip
_SAME_KM = 60.0
"""A town this near to another in the text is likelier meant than a larger one far off."""


@dataclass(frozen=True, slots=True)
class _Fix:
    town: str | None = None
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = None


def settle(reading: Reading, groups: Sequence[Group], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Places of the groups, each with what is known of where it lies."""
    anchors = _anchors(groups, gazetteer)
    fixes = [_fix(group, gazetteer, anchors) for group in groups]
    towns = {fix.town: fix for fix in fixes if fix.town}
    only = next(iter(towns.values())) if len(towns) == 1 else None
    return tuple(
        _place(reading, group, _borrow(group, fix, only))
        for group, fix in zip(groups, fixes, strict=True)
    )


def _anchors(groups: Sequence[Group], gazetteer: Gazetteer) -> list[tuple[float, float]]:
    """Positions that are not in doubt: postcodes, and names that only one place has."""
    found: list[tuple[float, float]] = []
    for part in (part for group in groups for part in group):
        if part.position is not None:
            found.append(part.position)
        elif part.role is Role.POSTCODE and (place := gazetteer.postcode(part.name)):
            found.append((place.latitude, place.longitude))
        elif part.role in _TOWNS and len(towns := gazetteer.candidates(part.name)) == 1:
            found.append((towns[0].latitude, towns[0].longitude))
    return found


def _choose(name: str, gazetteer: Gazetteer, anchors: Sequence[tuple[float, float]]) -> Town | None:
    """The candidate near an anchor, else the likeliest."""
    towns = gazetteer.candidates(name)
    if not towns or len(towns) == 1 or not anchors:
        return towns[0] if towns else None

    def away(town: Town) -> float:
        return min(distance_km((town.latitude, town.longitude), anchor) for anchor in anchors)

    near = [town for town in towns if away(town) <= _SAME_KM]
    return near[0] if near else towns[0]


def _fix(group: Group, gazetteer: Gazetteer, anchors: Sequence[tuple[float, float]]) -> _Fix:
    code = next((part.name for part in group if part.role is Role.POSTCODE), None)
    position = next((part.position for part in group if part.position), None)
    names = [part.name for part in group if part.name and part.role is not Role.POSTCODE]
    town = _choose(names[-1], gazetteer, anchors) if names else None
    name = (town.parent or town.name) if town else None
    if position is not None:
        return _Fix(name, code, *position, Precision.POINT)
    if code and (found := gazetteer.postcode(code)):
        return _Fix(name, code, found.latitude, found.longitude, found.precision)
    if town is not None:
        return _Fix(name, code, town.latitude, town.longitude, Precision.TOWN)
    return _Fix(name, code)


def _borrow(group: Group, fix: _Fix, only: _Fix | None) -> _Fix:
    """A street without a town lies in the only town that the text names."""
    if fix.latitude is not None or fix.town or only is None or group[0].role is Role.COUNTY:
        return fix
    if only.precision is Precision.POINT:
        return _Fix(only.town, fix.postcode)
    precision = Precision.TOWN
    return _Fix(only.town, fix.postcode, only.latitude, only.longitude, precision)


def _place(reading: Reading, group: Group, fix: _Fix) -> Place:
    start, end = text_span(reading, group[0].first, group[-1].last)
    main = min(group, key=_rank)
    kind = PlaceKind.ADDRESS if any(p.numbered for p in group) and _is_house(main) else main.kind
    tail = next((part for part in group if part.role is Role.TAIL), None)
    return Place(
        start=start, end=end, text=reading.doc.text[start:end],
        rule="+".join(dict.fromkeys(part.rule for part in group)),
        kind=tail.kind if tail and kind is not PlaceKind.ADDRESS else kind,
        town=fix.town, postcode=fix.postcode, latitude=fix.latitude, longitude=fix.longitude,
        precision=fix.precision,
    )  # fmt: skip


def _rank(part: Part) -> int:
    return _KINDS.index(part.role) if part.role in _KINDS else len(_KINDS)


def _is_house(part: Part) -> bool:
    return part.role in {Role.STREET, Role.BUILDING, Role.ESTATE, Role.NUMBER, Role.UNIT}

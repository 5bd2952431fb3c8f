"""Where a town, an area or a postcode of the UK lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from core.analysis import Precision
from nlp.document import fold
from nlp.vocabulary import Vocabulary, VocabularyError, read_vocabulary

DATA = Path(__file__).with_name("data")
_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_INWARD = re.compile(r"\d[A-Z]{2}")
_SHORT = {"gt": "great", "lt": "little"}
_ACROSS_KM = 15.0
"""A part of a town lies within this distance of the middle of its town."""

_EARTH_KM = 6371.0
_PRECISIONS = {0: Precision.DISTRICT, 1: Precision.SECTOR, 3: Precision.POSTCODE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One place a name may mean.

    Attributes:
        name: its usual name.
        kind: ``town`` for a place of its own, ``area`` for a part of one.
        latitude: WGS 84 degrees; of an area those of its town.
        longitude: WGS 84 degrees.
        population: people living there; 0 where unknown.
        region: England, Scotland, Wales or Northern Ireland.
        parent: for an area the name of its town.
    """

    name: str
    kind: str
    latitude: float
    longitude: float
    population: int
    region: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in WGS 84 degrees and how exact it is."""

    latitude: float
    longitude: float
    precision: Precision


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two ``(latitude, longitude)`` over the ground (haversine)."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    high = sin((lat_b - lat_a) / 2) ** 2
    high += cos(lat_a) * cos(lat_b) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(high)))


class Gazetteer:
    """Names of towns and areas, and postcodes, with their positions.

    Args:
        towns: folded name to what it may mean, the likeliest first.
        codes: postcode district (``SS1``), sector (``SS1 2``) or unit (``SS1 2NE``) to its
            latitude and longitude. The more it has, the more exact the answers.
    """

    def __init__(
        self, towns: Mapping[str, tuple[Town, ...]], codes: Mapping[str, tuple[float, float]]
    ) -> None:
        self._towns = dict(towns)
        self._codes = dict(codes)

    @classmethod
    def shipped(cls) -> Gazetteer:
        """The extracts in the package: see ``nlp/places/data/README.md``."""
        towns = _read_towns(DATA / "towns.tsv")
        _add_areas(towns, read_vocabulary(DATA / "areas.toml"))
        ordered = {name: tuple(sorted(found, key=_likeliness)) for name, found in towns.items()}
        return cls(ordered, _read_codes(DATA / "codes.tsv"))

    @property
    def names(self) -> Iterable[str]:
        """Every name of a town or an area, folded."""
        return self._towns.keys()

    def candidates(self, name: str) -> tuple[Town, ...]:
        """What a name may mean, the likeliest first; empty where it is unknown."""
        return self._towns.get(spelling(name), ())

    def has_district(self, code: str) -> bool:
        """Whether a postcode district (``SS1``) exists."""
        return code in self._codes and " " not in code

    def postcode(self, code: str) -> Position | None:
        """Where a postcode lies, as exactly as the data knows: unit, else sector, else district.

        Args:
            code: district, sector or unit in capitals, one space before the inward part.
        """
        district, _, inward = code.partition(" ")
        for length in (3, 1, 0):
            if len(inward) < length or (length == 3 and not _INWARD.fullmatch(inward)):
                continue
            key = f"{district} {inward[:length]}" if length else district
            if (found := self._codes.get(key)) is not None:
                return Position(found[0], found[1], _PRECISIONS[length])
        return None


def spelling(name: str) -> str:
    """One spelling for the ways a place's name is typed: no hyphens, apostrophes or ``saint``."""
    words = fold(name).replace("-", " ").replace("'", "").replace(".", "").split()
    if words and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    return " ".join("st" if word == "saint" else word for word in words)


def _likeliness(town: Town) -> tuple[bool, int]:
    return (town.kind == "area" and not town.population, -town.population)


def _read_towns(path: Path) -> dict[str, list[Town]]:
    towns: dict[str, list[Town]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 6:
            raise VocabularyError(f"{path.name}: row {number} has {len(cells)} cells, not 6")
        name, others, latitude, longitude, population, region = cells
        town = Town(
            name=name, kind="town", latitude=float(latitude), longitude=float(longitude),
            population=int(population), region=region,
        )  # fmt: skip
        for key in {spelling(form) for form in (name, *others.split("|")) if form}:
            towns.setdefault(key, []).append(town)
    return towns


def _add_areas(towns: dict[str, list[Town]], areas: Vocabulary) -> None:
    """Areas get the position of their town; other names of a town get the town itself."""
    found: list[tuple[str, Town]] = []
    for table in ("area", "alias"):
        for row in areas.rows(table, needs=frozenset({"town", "names"})):
            parents = towns.get(spelling(row["town"]))
            if not parents:
                raise VocabularyError(f"{areas.path.name}: {row['town']} is not in towns.tsv")
            parent = max(parents, key=lambda town: town.population)
            found += [
                (spelling(name), parent if table == "alias" else _part_of(parent, name))
                for name in row["names"]
            ]
    for key, town in found:
        known = towns.setdefault(key, [])
        same = next((i for i, other in enumerate(known) if _same(town, other)), None)
        if same is None:
            known.append(town)
        elif town.parent:
            known[same] = replace(known[same], kind="area", parent=town.parent)


def _part_of(parent: Town, name: str) -> Town:
    return replace(parent, name=name.title(), kind="area", population=0, parent=parent.name)


def _same(town: Town, other: Town) -> bool:
    """Whether two of one name are one place: an area that GeoNames has too has its position."""
    away = distance_km((town.latitude, town.longitude), (other.latitude, other.longitude))
    return town == other or (bool(town.parent) and away < _ACROSS_KM)


def _read_codes(path: Path) -> dict[str, tuple[float, float]]:
    codes: dict[str, tuple[float, float]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        code, latitude, longitude = line.split("\t")
        if not _DISTRICT.fullmatch(code.partition(" ")[0]):
            raise VocabularyError(f"{path.name}: {code} is no postcode")
        codes[code] = (float(latitude), float(longitude))
    for code in [code for code in codes if code[-1].isalpha() and " " not in code]:
        codes.setdefault(code[:-1], codes[code])  # people write EC2 for EC2A to EC2Y
    return codes

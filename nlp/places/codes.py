"""Which codes of a position a text holds: postcodes, what3words, grid references, degrees."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.places.gazetteer import Gazetteer
from nlp.places.grid import read_grid
from nlp.places.reading import Part, Reading, Role

_UNIT = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[ ]{0,2}(\d)([abd-hjlnp-uw-z]{2})\b")
_OUTWARD = re.compile(r"\b([a-z]{1,2}\d{1,2}[a-z]?)\b(?:[ ](\d)(?=[.,;)\n]|$))?")
_WORDS3 = re.compile(r"/{2,3}[ ]?[a-z]{2,24}\.[a-z]{2,24}\.[a-z]{2,24}\b")
_WORDS3_BARE = re.compile(r"\b[a-z]{3,24}\.[a-z]{3,24}\.[a-z]{3,24}\b")
_GRID = re.compile(r"\b([hjnostw][a-z])[ ]?(?:(\d{3,5})[ ]?(\d{3,5})|(\d{6}|\d{8}|\d{10}))\b")
_DEGREES = re.compile(r"(?<![\d.])(\d{2}\.\d{3,9})[ ]?n?[, ]{1,3}(-?\d{1,2}\.\d{3,9})[ ]?([we]?)\b")
_PLATE_END = re.compile(r"[a-z]{3}")
_NORTHERN_IRELAND = re.compile(r"BT\d{1,2}")
_BT_DISTRICTS = 94
"""Postcode districts of Northern Ireland run from BT1 to BT94 (not all are in use)."""


def find_codes(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    """Codes that are nothing else, taking their tokens; the more exact first."""
    for found in (_words3, _grids, _degrees):
        yield from _taking(reading, found(reading))
    yield from _taking(reading, _units(reading, gazetteer))


def find_districts(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    """Districts and sectors in free tokens: `M5` is a road first, and a district after that."""
    yield from _taking(reading, _districts(reading, gazetteer))


def _taking(reading: Reading, found: Iterator[Part]) -> Iterator[Part]:
    for part in found:
        if reading.is_free(part.first, part.last):
            reading.take(part)
            yield part


def _tokens(reading: Reading, start: int, end: int) -> tuple[int, int]:
    first = bisect_right(reading.tokens, start, key=lambda token: token.start) - 1
    last = bisect_left(reading.tokens, end, key=lambda token: token.start)
    return max(first, 0), last


def _part(reading: Reading, span: tuple[int, int], rule: str, **facts: object) -> Part:
    first, last = _tokens(reading, *span)
    position = facts.get("position")
    name = facts.get("name")
    sure = facts.get("sure", True)
    return Part(
        first=first, last=last, rule=rule, sure=bool(sure),
        role=Role.POSTCODE if name else Role.EXACT,
        kind=PlaceKind.POSTCODE if name else PlaceKind.OTHER,
        name=str(name or ""), position=position if isinstance(position, tuple) else None,
    )  # fmt: skip


def _words3(reading: Reading) -> Iterator[Part]:
    text = reading.doc.folded
    for match in _WORDS3.finditer(text):
        if match.start() == 0 or text[match.start() - 1] not in ":/":
            yield _part(reading, match.span(), "what3words")
    if "what3words" in text or "w3w" in text or "what 3 words" in text:
        for match in _WORDS3_BARE.finditer(text):
            if "www." not in match[0] and text[max(0, match.start() - 2) : match.start()] != "//":
                yield _part(reading, match.span(), "what3words")


def _grids(reading: Reading) -> Iterator[Part]:
    for match in _GRID.finditer(reading.doc.folded):
        east, north, run = match.group(2, 3, 4)
        if run is None and len(east) != len(north):
            continue
        if not reading.doc.text[match.start()].isupper() and "grid" not in reading.doc.folded:
            continue
        position = read_grid(match[1], run or east + north)
        if position is not None:
            yield _part(reading, match.span(), "grid_reference", position=position)


def _degrees(reading: Reading) -> Iterator[Part]:
    for match in _DEGREES.finditer(reading.doc.folded):
        latitude, longitude = float(match[1]), float(match[2])
        if match[3] == "w":
            longitude = -abs(longitude)
        if 49 <= latitude <= 61.5 and -9 <= longitude <= 2.2:
            span = match.span(0)
            yield _part(reading, span, "degrees", position=(latitude, longitude))


def _exists(gazetteer: Gazetteer, district: str) -> bool:
    if _NORTHERN_IRELAND.fullmatch(district):
        return 1 <= int(district[2:]) <= _BT_DISTRICTS
    return gazetteer.has_district(district)


def _units(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    for match in _UNIT.finditer(reading.doc.folded):
        district = match[1].upper()
        if _exists(gazetteer, district):
            name = f"{district} {match[2]}{match[3].upper()}"
            yield _part(reading, match.span(), "postcode", name=name)


def _districts(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    text = reading.doc.text
    for match in _OUTWARD.finditer(reading.doc.folded):
        district = match[1].upper()
        if not _exists(gazetteer, district):
            continue
        first, last = _tokens(reading, *match.span(1))
        sector = f"{district} {match[2]}" if match[2] else ""
        if sector and (found := gazetteer.postcode(sector)) and found.precision == "sector":
            yield _part(reading, match.span(), "postcode_sector", name=sector)
            continue
        if reading.word(first - 1) in reading.lexicon.unit:
            continue  # `Unit G2`
        if _PLATE_END.fullmatch(reading.word(last)) and _like_plate(reading, match[1], last):
            continue
        upper = text[match.start(1)].isupper()
        sure = _district_stands(reading, district, first, capital=upper)
        yield _part(reading, match.span(1), "postcode_district", name=district, sure=sure)


def _like_plate(reading: Reading, code: str, at: int) -> bool:
    """Two letters and two digits before three letters are a number plate (`LS12 ABC`)."""
    word = reading.word(at)
    return len(code) == 4 and (
        reading.tokens[at].text.isupper() or word not in reading.lexicon.stop
    )


def _district_stands(reading: Reading, district: str, first: int, *, capital: bool) -> bool:
    if district.lower() in reading.lexicon.motorway:
        return False
    cue = reading.word(first - 1) in reading.lexicon.locative
    two_letters = district[1].isalpha()
    if two_letters:
        return (
            (capital and not reading.flat) or cue or reading.word(first - 1) in {"from", "postcode"}
        )
    return cue or reading.word(first - 1) == "postcode"

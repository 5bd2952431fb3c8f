"""Which roads with a number a text names: motorways, A and B roads, their junctions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_ROAD = re.compile(r"[ab]\d{1,4}m?|m\d{1,3}")
_EXIT = re.compile(r"j\d{1,2}[a-z]?")
_DIGITS = re.compile(r"\d{1,2}[a-z]?")


def find_roads(reading: Reading) -> Iterator[Part]:
    """Every numbered road, with its junction (`j29 of the m1`) and direction (`northbound`)."""
    at = 0
    while at < reading.size:
        part = _road_at(reading, at)
        if part is None:
            at += 1
        else:
            reading.take(part)
            yield part
            at = part.last


def _road_at(reading: Reading, at: int) -> Part | None:
    if not _ROAD.fullmatch(reading.word(at)):
        return _lone_exit(reading, at)
    last = _road_end(reading, at)
    first = _with_junction(reading, at)
    last = _with_exit(reading, last)
    last = _with_direction(reading, last)
    if first == at and last == at + 1 and not _stands(reading, at):
        return None
    if reading.is_taken(at) or not reading.is_free(first, last):
        return None
    return Part(first=first, last=last, role=Role.ROAD, kind=PlaceKind.ROAD, rule="numbered_road")


def _lone_exit(reading: Reading, at: int) -> Part | None:
    """``junction 30`` without its road."""
    named = reading.word(at) in reading.lexicon.junction and len(reading.word(at)) > 1
    if not named or not _DIGITS.fullmatch(reading.word(at + 1)) or not reading.is_free(at, at + 2):
        return None
    if any(_ROAD.fullmatch(reading.word(i)) for i in range(at + 2, at + 5)):
        return None
    return Part(first=at, last=at + 2, role=Role.ROAD, kind=PlaceKind.ROAD, rule="junction")


def _road_end(reading: Reading, at: int) -> int:
    """After ``A1(M)`` where the mark is typed, and after the other road of ``A12/A130``."""
    last = at + 1
    if [reading.word(i) for i in range(last, last + 3)] == ["(", "m", ")"] and reading.glued(last):
        last += 3
    if reading.word(last) == "/" and _ROAD.fullmatch(reading.word(last + 1)):
        last += 2
    return last


def _with_junction(reading: Reading, at: int) -> int:
    """The first token of ``junction 29 of the`` before a road, or the road itself."""
    i = at - 1
    while i > at - 4 and reading.word(i) in {"of", "the", "on", "off"}:
        i -= 1
    if _EXIT.fullmatch(reading.word(i)):
        return i
    named = reading.word(i - 1) in reading.lexicon.junction
    return i - 1 if named and _DIGITS.fullmatch(reading.word(i)) else at


def _with_exit(reading: Reading, last: int) -> int:
    """The end of ``M25 J31`` or ``M25 junction 31``, a comma allowed."""
    i = last + (reading.word(last) == ",")
    if _EXIT.fullmatch(reading.word(i)):
        return i + 1
    if reading.word(i) in reading.lexicon.junction and _DIGITS.fullmatch(reading.word(i + 1)):
        return i + 2
    return last


def _with_direction(reading: Reading, last: int) -> int:
    pair = f"{reading.word(last)} {reading.word(last + 1)}"
    if pair in reading.lexicon.road_after:
        return last + 2
    return last + 1 if reading.word(last) in reading.lexicon.road_after else last


def _stands(reading: Reading, at: int) -> bool:
    """Whether letters and digits are a road without more: an Audi A3 and a sheet of A4 are none."""
    word, before = reading.word(at), reading.word(at - 1)
    if before in reading.lexicon.make:
        return False
    if word[0] == "m":
        known = word in reading.lexicon.motorway
        return known and (before in reading.lexicon.road_cue or len(word) > 2)
    if word[0] == "b":
        return len(word) >= 4
    if len(word) == 3 and word[0] == "a":
        # `layby, A13, Bowers Gifford`; not `unit A12`
        return before not in reading.lexicon.unit and before not in reading.lexicon.number_of
    return len(word) >= 4 or before in reading.lexicon.road_cue

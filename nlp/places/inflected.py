"""Which places are written as no list has them: `London's`, `the US`, `the North East`?"""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.phrases import Match
from nlp.places.gazetteer import Gazetteer, spelling
from nlp.places.reading import Part, Reading, Role
from nlp.places.towns import is_no_place

_OWNS = "'s"
_LONGEST = 3
_TOWN = 5_000
"""Below this population a name that owns something is likelier a person's."""

_CITY = 50_000
"""The same in a text without capitals."""

_STATES = frozenset({"us", "u.s", "u.s."})
_BEFORE_STATES = frozenset({"the", "in", "to", "from", "with", "and", "across", "of"})
_SIDES = frozenset({"east", "west"})
_HALVES = frozenset({"north", "south"})


def find_inflected(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    """Places that own something, and those known by a letter or a direction alone."""
    for index in range(reading.size):
        if reading.is_taken(index):
            continue
        if reading.word(index).endswith(_OWNS):
            yield from _owner(reading, gazetteer, index)
        elif _is_states(reading, index):
            yield from _area(reading, index, index + 1)
        elif _is_side(reading, index):
            yield from _area(reading, index, index + 2)


def _owner(reading: Reading, gazetteer: Gazetteer, index: int) -> Iterator[Part]:
    """``Margate's``: the longest known name that ends here."""
    for first in range(max(0, index - _LONGEST + 1), index + 1):
        if not reading.is_free(first, index + 1):
            continue
        words = " ".join(reading.word(i) for i in range(first, index + 1))
        name = spelling(words[: -len(_OWNS)])
        if not _owns(reading, gazetteer, first, name):
            continue
        text = reading.tokens
        match = Match(first, index + 1, text[first].start, text[index].end, name)
        if is_no_place(reading, match, gazetteer):
            return
        reading.leave_ending(index)
        town = bool(gazetteer.candidates(name))
        part = Part(
            first=first, last=index + 1, role=Role.TOWN if town else Role.COUNTY,
            kind=PlaceKind.TOWN if town else PlaceKind.AREA, rule="owner", name=name,
        )  # fmt: skip
        reading.take(part)
        yield part
        return


def _owns(reading: Reading, gazetteer: Gazetteer, first: int, name: str) -> bool:
    lexicon = reading.lexicon
    if name in lexicon.person or name in lexicon.given or name in lexicon.ambiguous:
        return False
    if " " not in name and lexicon.ordinary(name):
        return False
    if name in lexicon.abroad or name in lexicon.county:
        return reading.flat or reading.cap(first)
    towns = gazetteer.candidates(name)
    if not towns:
        return False
    least = _CITY if reading.flat else _TOWN
    return towns[0].population >= least and (reading.flat or reading.cap(first))


def _is_states(reading: Reading, index: int) -> bool:
    """``in the US``: capitals tell it from the pronoun."""
    if reading.word(index) not in _STATES or reading.flat:
        return False
    return reading.tokens[index].text.isupper() and reading.word(index - 1) in _BEFORE_STATES


def _is_side(reading: Reading, index: int) -> bool:
    """``the North East`` as a region."""
    sides = reading.word(index) in _HALVES and reading.word(index + 1) in _SIDES
    named = sides and reading.cap(index) and reading.cap(index + 1)
    return named and reading.word(index - 1) == "the" and not reading.cap(index + 2)


def _area(reading: Reading, first: int, last: int) -> Iterator[Part]:
    part = Part(first=first, last=last, role=Role.COUNTY, kind=PlaceKind.AREA, rule="region")
    reading.take(part)
    yield part

"""Which names a text uses as places though no list has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_LONGEST = 4
_CUES = frozenset({"in", "near", "outside", "around", "nr", "throughout"})
_AFTER = frozenset({Role.STREET, Role.BUILDING, Role.ESTATE, Role.VENUE})
_HOUSE = re.compile(r"\d{1,4}[a-h]?")
_MODEL = {"GPE": Role.TOWN, "LOC": Role.AREA, "FAC": Role.VENUE}


def find_unknown(reading: Reading, parts: Sequence[Part]) -> Iterator[Part]:
    """Names with capitals after `in`, after a street, or that the model takes for a place."""
    if reading.flat:
        return
    for part in parts:
        if part.role in _AFTER and part.sure:
            yield from _behind(reading, part)
    for index in range(reading.size - 1):
        word = reading.word(index)
        if word in _CUES and not reading.is_taken(index):
            yield from _cued(reading, index + 1)
        elif word == "at" and not reading.is_taken(index):
            yield from _at(reading, index + 1)
        elif _HOUSE.fullmatch(reading.word(index)) and not reading.is_taken(index):
            yield from _numbered(reading, index)
    yield from _from_model(reading)


def _name_end(reading: Reading, first: int) -> int:
    """End of a run of words with capitals that may name a place; ``first`` where there is none."""
    lexicon, end = reading.lexicon, first
    while end < reading.size and end - first < _LONGEST:
        word = reading.word(end)
        if reading.is_taken(end) or (end > first and reading.breaks(end)):
            break
        if (
            (reading.cap(end) and _may_name(reading, end))
            or (
                end > first
                and word in lexicon.joint
                and reading.cap(end + 1)
                and word not in {"and", "&"}
            )
            or (end > first and word == "-" and reading.glued(end) and reading.glued(end + 1))
        ):
            end += 1
        else:
            break
    while end > first and not reading.cap(end - 1):
        end -= 1
    return end


def _may_name(reading: Reading, index: int) -> bool:
    lexicon, word = reading.lexicon, reading.word(index)
    text = reading.tokens[index].text
    if word in lexicon.not_place or word in lexicon.given or word in lexicon.title:
        return False
    if lexicon.ordinary(word) and word not in lexicon.nameable:
        return False
    if word.endswith("'s") or any(c.isdigit() for c in word):
        return False
    return len(text) >= 3 and not (text.isupper() and len(text) < 5)


def _unknown(reading: Reading, first: int, end: int, role: Role, rule: str) -> Iterator[Part]:
    kinds = {Role.TOWN: PlaceKind.TOWN, Role.VENUE: PlaceKind.VENUE, Role.STREET: PlaceKind.STREET}
    part = Part(
        first=first, last=end, role=role, rule=rule, kind=kinds.get(role, PlaceKind.AREA),
        sure=rule not in {"unknown_after_street", "numbered_name"},
    )  # fmt: skip
    reading.take(part)
    yield part


def _behind(reading: Reading, part: Part) -> Iterator[Part]:
    first = part.last + (reading.word(part.last) == ",")
    if reading.breaks(first) or not reading.cap(first):
        return
    end = _name_end(reading, first)
    if end > first and (reading.ends(end) or reading.is_taken(end)):
        yield from _unknown(reading, first, end, Role.AREA, "unknown_after_street")


def _cued(reading: Reading, first: int) -> Iterator[Part]:
    if not reading.cap(first) or reading.breaks(first):
        return
    end = _name_end(reading, first)
    words = [reading.word(i) for i in range(first, end)]
    if end == first or all(word in reading.lexicon.nameable for word in words):
        return
    if not reading.cap(end) or reading.ends(end) or reading.is_taken(end):
        yield from _unknown(reading, first, end, Role.AREA, "unknown_name")


def _at(reading: Reading, first: int) -> Iterator[Part]:
    """After `at` a name is often a person's house, unless where it lies is told next."""
    if reading.word(_name_end(reading, first)) in {"near", "outside", "off"}:
        yield from _cued(reading, first)


def _numbered(reading: Reading, index: int) -> Iterator[Part]:
    """``41 Hardgate, Aberdeen``: a number and a name without a type before a known place."""
    end = _name_end(reading, index + 1)
    after = end + (reading.word(end) == ",")
    if end > index + 1 and after < reading.size and reading.is_taken(after):
        yield from _unknown(reading, index + 1, end, Role.STREET, "numbered_name")


def _from_model(reading: Reading) -> Iterator[Part]:
    for entity in reading.doc.entities:
        role = _MODEL.get(entity.label)
        if role is None:
            continue
        tokens = reading.doc.between(entity.start, entity.end)
        while tokens and tokens[0].lower in reading.lexicon.stop:
            tokens = tokens[1:]
        if not tokens or not reading.is_free(tokens[0].index, tokens[-1].index + 1):
            continue
        if reading.cap(tokens[0].index) and _name_end(reading, tokens[0].index) > tokens[-1].index:
            yield from _unknown(reading, tokens[0].index, tokens[-1].index + 1, role, "model")

"""Which house, flat and unit numbers belong to a place, and which stand for one alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_HOUSE = re.compile(r"\d{1,4}[a-h]?")
_ID = re.compile(r"\d{1,4}[a-z]?|[a-z]\d{0,3}")
_RANGE = frozenset({"-", "/", "&", "and"})
_TAKES = frozenset({
    Role.STREET, Role.BUILDING, Role.ESTATE, Role.VENUE, Role.TRANSPORT, Role.AREA, Role.TOWN,
})  # fmt: skip
_HOUSED = frozenset({Role.STREET, Role.BUILDING, Role.ESTATE})


def with_number(reading: Reading, part: Part) -> Part:
    """The part with the number that touches it on the left: `flat 4`, `12-14`, `2/1 47`."""
    if part.role not in _TAKES or reading.breaks(part.first):
        return part
    at = part.first
    if part.role in _HOUSED or reading.word(part.last - 1) in reading.lexicon.type_words:
        at = _house(reading, at)
    if at < part.first and reading.word(part.first - 1) != ",":
        at = _with_word(reading, at)
    if at < part.first and _is_unit_word(reading, at - 1):
        at -= 1
    else:
        at = _unit(reading, at)
    if at == part.first:
        return _with_number_behind(reading, part)
    numbered = replace(
        part, first=at, numbered=True, sure=True,
        kind=PlaceKind.ADDRESS if part.role in _HOUSED else part.kind,
    )  # fmt: skip
    reading.take(numbered)
    return numbered


def _house(reading: Reading, at: int) -> int:
    last = at - 1
    if reading.word(last) in {"the", ","}:
        last -= 1
    if last < at - 1 and reading.word(last - 1) == "the":
        return at  # `the 36, New Cross Road`: a bus
    if reading.is_taken(last):
        return at
    if not _HOUSE.fullmatch(reading.word(last)):
        return _spoken(reading, last, at)
    first = _range_start(reading, last)
    before = reading.word(first - 1)
    if before in {"£", "$", "#"} or (before in {".", ":", "@", "'"} and reading.glued(first)):
        return at
    if before in reading.lexicon.clock:
        return at
    return first


def _with_number_behind(reading: Reading, part: Part) -> Part:
    """A street with its number behind it, as it is written abroad: `Cauldon Road 90`."""
    last = part.last
    if part.role is not Role.STREET or reading.is_taken(last) or reading.breaks(last):
        return part
    if not _HOUSE.fullmatch(reading.word(last)) or not reading.ends(last + 1):
        return part
    numbered = replace(part, last=last + 1, numbered=True, sure=True, kind=PlaceKind.ADDRESS)
    reading.take(numbered)
    return numbered


def _with_word(reading: Reading, at: int) -> int:
    """With the word that says that a number follows: `No. 3 Albemarle Mews`."""
    word = at - 1 - (reading.word(at - 1) == ".")
    numbers = reading.word(word) in reading.lexicon.number and not reading.is_taken(word)
    counts = reading.word(word - 1) in reading.lexicon.number_of or reading.breaks(at)
    return word if numbers and not counts else at


def _spoken(reading: Reading, last: int, at: int) -> int:
    """First token of a number in words that ends at ``last``: `thirty two Cudworth View`."""
    lexicon, word = reading.lexicon, reading.word(last)
    before = reading.word(last - 1)
    if word in lexicon.tens:
        return last
    if word not in lexicon.ones:
        return at
    if before in lexicon.tens and not reading.is_taken(last - 1):
        return last - 1
    return last if before in lexicon.number or _is_unit_word(reading, last - 1) else at


def _range_start(reading: Reading, index: int) -> int:
    """First token of ``12-14`` or ``2/1 47``, given its last."""
    first = index
    for _ in range(2):
        mark = first - 1 - (reading.word(first - 1) == "," and first == index)
        if reading.word(mark) in _RANGE and _HOUSE.fullmatch(reading.word(mark - 1)):
            first = mark - 1
        elif reading.word(mark - 1) == "/" and _glued_pair(reading, mark):
            first = mark - 2
    return first


def _glued_pair(reading: Reading, index: int) -> bool:
    """Whether ``2/1`` ends at ``index``, as Scottish flats are numbered."""
    pair = reading.word(index - 2).isdigit() and reading.word(index).isdigit()
    return (
        pair and reading.glued(index) and reading.glued(index - 1) and not reading.is_taken(index)
    )


def _unit(reading: Reading, at: int) -> int:
    last = at - 1
    if reading.word(last) == ",":
        last -= 1
    if reading.word(last - 1) in {"-", "&", "/"} and _ID.fullmatch(reading.word(last - 2)):
        first = last - 2
    else:
        first = last
    if reading.is_taken(last) or not _ID.fullmatch(reading.word(last)):
        return at
    return first - 1 if _is_unit_word(reading, first - 1) else at


def _is_unit_word(reading: Reading, index: int) -> bool:
    return reading.word(index) in reading.lexicon.unit and not reading.is_taken(index)


def find_lone_numbers(reading: Reading) -> Iterator[Part]:
    """``number 17`` and ``flat 4`` that touch no street: a place where somebody else lives."""
    for index in range(reading.size - 1):
        word = reading.word(index)
        at = index + 1 + (reading.word(index + 1) == ".")
        if not reading.is_free(index, at + 1) or reading.breaks(at):
            continue
        named = word in reading.lexicon.number and _HOUSE.fullmatch(reading.word(at))
        unit = word in reading.lexicon.unit and _ID.fullmatch(reading.word(at))
        if not (named or unit) or (
            unit and not reading.word(at)[-1].isdigit() and _is_word_like(reading, at)
        ):
            continue
        part = Part(
            first=index, last=at + 1, role=Role.NUMBER if named else Role.UNIT,
            kind=PlaceKind.ADDRESS, rule="lone_number", numbered=True,
            sure=_stands(reading, index, at + 1),
        )  # fmt: skip
        reading.take(part)
        yield part


def _is_word_like(reading: Reading, index: int) -> bool:
    return reading.word(index) in {"a", "i", "s", "x", "u", "n", "w", "o", "t"}


def _stands(reading: Reading, first: int, last: int) -> bool:
    lexicon = reading.lexicon
    if reading.word(first) in lexicon.number:
        short = reading.word(first) in {"no", "nr", "nos"} and reading.word(first + 1) != "."
        led = reading.word(first - 1) in lexicon.locative or reading.word(first - 1) in {
            "at",
            "from",
        }
        if short and not led and not reading.ends(last):
            return False
        if reading.word(first - 1) in lexicon.number_of or reading.word(last)[:1].isdigit():
            return False
    elif reading.word(first) not in lexicon.lone_unit:
        return False
    own = {reading.word(i) for i in range(max(0, first - 3), first)}
    return not own & lexicon.own and reading.word(last) not in lexicon.number_not

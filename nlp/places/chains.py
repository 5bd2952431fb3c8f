"""Which shops, pubs and streets a text names without a word of their type."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_PUB = frozenset({"pub", "inn", "bar", "boozer", "tavern"})
# Before the name of a shop that has moved out: `the old Debenhams`.
_ONCE = frozenset({"old", "former"})
_CUES = frozenset(
    {"the", "at", "in", "outside", "behind", "near", "by", "opposite", "round", "called"}
)


def find_chains(reading: Reading) -> Iterator[Part]:
    """Chains and well-known pub names, pub names by their pattern, streets of one word."""
    for match in reading.lexicon.chains.find(reading.tokens):
        first = _shop_start(reading, match.first, match.last)
        if first is not None:
            yield from _taking(reading, first, match.last, Role.VENUE, "chain")
    for first in range(reading.size):
        if reading.word(first) in reading.lexicon.capital and _is_shop(reading, first):
            yield from _taking(reading, first, first + 1, Role.VENUE, "chain")
    for match in reading.lexicon.streets.find(reading.tokens):
        start = _street_start(reading, match.first, match.last)
        if start is not None:
            yield from _taking(reading, start, match.last, Role.STREET, "known_street")
    for first in range(reading.size - 1):
        if _is_pub(reading, first):
            yield from _taking(reading, first, first + 2, Role.VENUE, "pub_name")


def _shop_start(reading: Reading, first: int, last: int) -> int | None:
    """First token of a chain's name; None where a thing or a person bears it."""
    if reading.word(last) in reading.lexicon.after_not and not reading.breaks(last):
        return None  # `a pizza hut bag`
    if reading.opens(first) and reading.word(last) in reading.lexicon.firm | reading.lexicon.acts:
        return None  # `Tesco has announced`
    if reading.word(first) == "the":
        first += 1
    elif reading.word(first - 1) in _ONCE and not reading.is_taken(first - 1):
        first -= 1
    return None if _is_surname(reading, first, last) else first


def _is_shop(reading: Reading, first: int) -> bool:
    """Whether a capital says that an ordinary word is the name of a shop."""
    lexicon, before = reading.lexicon, reading.word(first - 1)
    led = before in _CUES or before in lexicon.locative or before in lexicon.weak_cue
    return reading.cap(first) and led and reading.word(first + 1) not in lexicon.after_not


def _street_start(reading: Reading, first: int, last: int) -> int | None:
    """First token of a street without a type; None where it is the green of any village."""
    numbered = reading.word(first - 1)[:1].isdigit()
    if reading.cap(first) or numbered:
        return first
    if reading.word(first) != "the":
        return first if _led(reading, first) else None
    generic = reading.word(last - 1) in reading.lexicon.type_words
    return None if generic and not reading.cap(last - 1) else first + 1


def _led(reading: Reading, first: int) -> bool:
    """Whether a small word or a number comes before a street in lower case."""
    before = reading.word(first - 1)
    return before in reading.lexicon.stop or before[:1].isdigit()


def _is_surname(reading: Reading, first: int, last: int) -> bool:
    before = reading.word(first - 1)
    return last - first == 1 and before in reading.lexicon.given and reading.gap(first) == " "


def _taking(reading: Reading, first: int, last: int, role: Role, rule: str) -> Iterator[Part]:
    if first < last and reading.is_free(first, last) and not reading.in_address(last):
        kind = PlaceKind.STREET if role is Role.STREET else PlaceKind.VENUE
        part = Part(first=first, last=last, role=role, kind=kind, rule=rule)
        reading.take(part)
        yield part


def _is_pub(reading: Reading, first: int) -> bool:
    lexicon = reading.lexicon
    one, two = reading.word(first), reading.word(first + 1)
    if one not in lexicon.pub_first or reading.gap(first + 1) != " ":
        return False
    plain = two in lexicon.pub_plain
    if not plain and two not in lexicon.pub_last:
        return False
    if reading.word(first + 2) in _PUB:
        return True
    if reading.cap(first) and reading.cap(first + 1) and not reading.opens(first):
        return True
    return not plain and reading.flat and reading.word(first - 1) in _CUES

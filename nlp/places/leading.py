"""Which unknown names stand before an address and belong to it: ``Roma Deli, Canton``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_LONGEST = 4
_HEADS = frozenset({Role.STREET, Role.ESTATE, Role.AREA, Role.TOWN, Role.BUILDING})
_TOWNS = frozenset({Role.AREA, Role.TOWN})
_BESIDE = frozenset({"outside", "at", "behind", "opposite", "inside"})
_LED = frozenset({"at", "from", "off", "by", "over", "above", "on", "to", "past", "under"})
_ARTICLED = frozenset({"the", "old", "former", "da"})


def find_leading(reading: Reading, parts: Sequence[Part]) -> Iterator[Part]:
    """Names before a sure part of an address, each sure only beside it.

    Shops and pubs have any name at all, so the words around must speak for a place: a comma
    before a street or a town, and a word such as `at` or the start of the sentence before; or
    nothing between the name and its town, and a word such as `outside` before.
    """
    for part in parts:
        if part.role not in _HEADS or not (part.sure or part.role is Role.STREET):
            continue
        first, end = _before_comma(reading, part), part.first - 1
        if first == end:
            first, end = _touching(reading, part), part.first
        if first < end:
            found = Part(
                first=first, last=end, role=Role.VENUE, kind=PlaceKind.VENUE,
                rule="name_before", sure=False,
            )  # fmt: skip
            reading.take(found)
            yield found


def _before_comma(reading: Reading, part: Part) -> int:
    """First token of a name with capitals that a comma parts from ``part``; its comma for none."""
    end = part.first - 1
    if reading.word(end) != "," or reading.breaks(part.first):
        return end
    if reading.flat:
        return _flat_start(reading, end)
    first = _start(reading, end)
    if first == end or not _stands(reading, first, end, part):
        return end
    return first - (reading.word(first - 1) == "old")


def _flat_start(reading: Reading, end: int) -> int:
    """The same without capitals: up to three nouns, one of them rare, after `outside` or `at`."""
    rare = False
    for first in range(end - 1, max(end - 4, 0), -1):
        word, noun = reading.word(first), reading.tokens[first].tag.startswith(("N", "J"))
        if reading.is_taken(first) or not noun or not reading.lexicon.namely(word):
            return end
        rare = rare or _is_name(reading, first)
        if reading.word(first - 1) in _BESIDE and reading.gap(first) == " ":
            return first if rare else end
    return end


def _touching(reading: Reading, part: Part) -> int:
    """First token of a name of one or two words that touches its town: `trillians newcastle`."""
    end = part.first
    if part.role not in _TOWNS or reading.word(part.first)[:1].isdigit():
        return end
    for first in (end - 1, end - 2):
        if first < 1 or not _is_name(reading, first) or reading.gap(first + 1) != " ":
            return end
        if reading.word(first - 1) in _BESIDE and reading.gap(first) == " ":
            return first
    return end


def _is_name(reading: Reading, index: int) -> bool:
    """Whether a word can only be a name: a noun to the model, and none that people use."""
    lexicon, token = reading.lexicon, reading.tokens[index]
    word = token.lower
    if reading.is_taken(index) or not reading.is_word(index) or len(word) < 3:
        return False
    known = word in lexicon.given or word in lexicon.not_place or word in lexicon.type_words
    return lexicon.rare(word) and not known and token.tag.startswith("N")


def _start(reading: Reading, end: int) -> int:
    """First token of a run of words with capitals that ends at ``end``; ``end`` for none."""
    first = end
    while first > 0 and end - first < _LONGEST and not reading.is_taken(first - 1):
        before = first - 1
        word = reading.word(before)
        linked = word in {"&", "and", "-", "."} and first < end and reading.cap(first)
        if reading.cap(before) and reading.is_word(before) and word not in reading.lexicon.stop:
            first = before
        elif word == "'" and reading.glued(before):
            first = before - 1
        elif linked and reading.cap(before - 1) and not reading.is_taken(before - 1):
            first = before - 1 if word != "." or reading.word(before - 1) == "st" else end
        else:
            break
        if reading.opens(first):
            break
    return first


def _stands(reading: Reading, first: int, end: int, part: Part) -> bool:
    if not _may_be_venue(reading, first, end):
        return False
    at = first - 1
    articled = reading.word(at) in _ARTICLED and not reading.is_taken(at)
    at -= articled
    saint = reading.word(first) == "st"
    street = part.role is Role.STREET or _after_unit(reading, at)
    if street or saint:
        return True
    before = reading.word(at)
    led = before in reading.lexicon.locative or before in _LED or (articled and before == "of")
    return led or (reading.opens(first) and end - first > 1)


def _may_be_venue(reading: Reading, first: int, end: int) -> bool:
    """Whether no word of the run is a person's, and one of them no ordinary one."""
    lexicon = reading.lexicon
    words = [reading.word(i) for i in range(first, end) if reading.is_word(i)]
    saint = words[:1] == ["st"]
    if not saint and any(word in lexicon.given or word in lexicon.title for word in words):
        return False
    return any(not lexicon.plain(word) and word not in lexicon.not_place for word in words)


def _after_unit(reading: Reading, at: int) -> bool:
    """Whether a unit and its number come before: `Unit 4, Derwent Howe, Workington`."""
    return reading.word(at) == "," and reading.word(at - 2) in reading.lexicon.unit

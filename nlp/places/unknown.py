"""Which names a text uses as places though no list has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.analysis import PlaceKind
from nlp.places.reading import Part, Reading, Role

_LONGEST = 4
_CUES = frozenset({"in", "near", "outside", "around", "nr", "throughout"})
_HOUSED = frozenset({"at", "from", "outside", "opposite", "into", "behind"})
_ARTICLED = frozenset({"of", "by", "in", "at", "outside", "behind", "opposite", "near", "inside"})
_TOLD = frozenset({"at", "past", "up", "above", "off", "via", "down", "of", "to", "by"})
_ALONG = frozenset({"past", "up", "off", "down", "on", "above", "towards"})
_WHERE = frozenset({"near", "outside", "off"})
_AFTER = frozenset({Role.STREET, Role.BUILDING, Role.ESTATE, Role.VENUE, Role.AREA})
_PAIRED = frozenset({"and", "&"})
_CORNERS = frozenset({"of", "between"})
_HOUSE = re.compile(r"\d{1,4}[a-h]?")


def find_unknown(reading: Reading, parts: Sequence[Part]) -> Iterator[Part]:
    """Names with capitals after `in` or after a street."""
    if reading.flat:
        return
    for part in parts:
        if part.role in _AFTER and part.sure:
            yield from _behind(reading, part)
        if part.role is Role.STREET:
            yield from _corner(reading, part)
    for index in range(reading.size - 1):
        yield from _after_cue(reading, index)


def _after_cue(reading: Reading, index: int) -> Iterator[Part]:
    word, taken = reading.word(index), reading.is_taken(index)
    if word in _CUES and not taken:
        yield from _cued(reading, index + 1)
    elif word in _ALONG and not taken:
        yield from _along(reading, index + 1)
    if word in _ARTICLED and reading.word(index + 1) == "the":
        yield from _the(reading, index + 2)
    elif word == "at" and not taken:
        yield from _at(reading, index + 1)
    elif _HOUSE.fullmatch(word) and not taken:
        yield from _numbered(reading, index)


def _name_end(reading: Reading, first: int) -> int:
    """End of a run of words with capitals that may name a place; ``first`` where there is none."""
    end = first
    while end < reading.size and end - first < _LONGEST:
        if reading.is_taken(end) or (end > first and reading.breaks(end)):
            break
        if _continues(reading, first, end):
            end += 1
        else:
            break
    while end > first and not reading.cap(end - 1):
        end -= 1
    return end


def _continues(reading: Reading, first: int, end: int) -> bool:
    """Whether the word at ``end`` belongs to the run that begins at ``first``."""
    word = reading.word(end)
    if reading.cap(end):
        return _may_name(reading, end) or _goes_on(reading, end, first)
    if end == first:
        return False
    if word == "-":
        return reading.glued(end) and reading.glued(end + 1)
    joint = word in reading.lexicon.joint and word not in {"and", "&"}
    return joint and reading.cap(end + 1)


def _goes_on(reading: Reading, index: int, first: int) -> bool:
    """Whether an ordinary word with a capital goes on with a name: `City` in ``Rock City``."""
    lexicon, word = reading.lexicon, reading.word(index)
    known = word in lexicon.stop or word in lexicon.given or word in lexicon.not_place
    return index > first and not known and not word.endswith("'s") and reading.is_word(index)


def _may_name(reading: Reading, index: int) -> bool:
    lexicon, word = reading.lexicon, reading.word(index)
    text = reading.tokens[index].text
    if word in lexicon.not_place or word in lexicon.given or word in lexicon.title:
        return False
    if lexicon.plain(word) and word not in lexicon.nameable:
        return False
    if word.endswith("'s") or any(c.isdigit() for c in word):
        return False
    if word in lexicon.unit and any(c.isdigit() for c in reading.word(index + 1)):
        return False  # `Unit G2`
    if word == "st":
        return reading.cap(index + 1)
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


def _corner(reading: Reading, part: Part) -> Iterator[Part]:
    """``the corner of Heathway and Church Elm Lane``: a street beside a street."""
    joint = part.first - 1
    first = joint
    while first > 0 and joint - first < _LONGEST and reading.cap(first - 1):
        first -= 1
    paired = reading.word(joint) in _PAIRED and reading.word(first - 1) in _CORNERS
    if paired and reading.is_free(first, joint) and _name_end(reading, first) == joint > first:
        yield from _unknown(reading, first, joint, Role.STREET, "corner")


def _cued(reading: Reading, first: int) -> Iterator[Part]:
    if not reading.cap(first) or reading.breaks(first):
        return
    end = _name_end(reading, first)
    words = [reading.word(i) for i in range(first, end)]
    if end == first or all(word in reading.lexicon.nameable for word in words):
        return
    if reading.word(end) in reading.lexicon.after_not:
        return
    if not reading.cap(end) or reading.ends(end) or reading.is_taken(end):
        yield from _unknown(reading, first, end, Role.AREA, "unknown_name")


def _along(reading: Reading, first: int) -> Iterator[Part]:
    """``lives up Narroways``: one word that only names."""
    if not reading.cap(first) or reading.breaks(first) or _name_end(reading, first) != first + 1:
        return
    lexicon, token = reading.lexicon, reading.tokens[first]
    closes = reading.ends(first + 1) or reading.word(first + 1) in lexicon.stop
    if closes and lexicon.rare(token.lower):
        yield from _unknown(reading, first, first + 1, Role.AREA, "unknown_name")


def _at(reading: Reading, first: int) -> Iterator[Part]:
    """After `at` a name with an `s` is often a person's house, unless where it lies is told."""
    end = _name_end(reading, first)
    following = reading.word(end)
    closes = reading.ends(end) or following in reading.lexicon.stop
    alone = end == first + 1 and reading.word(first).endswith("s")
    if following in _WHERE or (end > first and closes and not alone):
        yield from _cued(reading, first)


def _the(reading: Reading, first: int) -> Iterator[Part]:
    """``in the Bullring in Birmingham``: a name with an article is a building or a venue."""
    lexicon = reading.lexicon
    if not reading.cap(first) or lexicon.plain(reading.word(first)):
        return
    end = _name_end(reading, first)
    pub = {reading.word(first)} & (lexicon.pub_last | lexicon.pub_plain)
    if reading.word(first - 2) == "of" and not pub:
        return
    if end > first and not reading.cap(end) and reading.word(end) not in lexicon.after_not:
        yield from _unknown(reading, first, end, Role.VENUE, "unknown_name")


def _numbered(reading: Reading, index: int) -> Iterator[Part]:
    """``41 Hardgate, Aberdeen``: a number and a name without a type before a known place.

    After `at` or `from` the number and the name are enough: ``at 6 The Glebe``.
    """
    first = index + 1
    name = first + (reading.word(first) == "the")
    end = _name_end(reading, name)
    if end == name or not reading.cap(name) or reading.breaks(first):
        return
    after = end + (reading.word(end) == ",")
    placed = after < reading.size and reading.is_taken(after)
    led = reading.word(index - 1) in _HOUSED and not reading.cap(end)
    if placed or led:
        rule = "numbered_name_led" if led else "numbered_name"
        yield from _unknown(reading, first, end, Role.STREET, rule)

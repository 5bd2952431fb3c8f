"""Which places a text names by a word of their type: streets, buildings, venues, stations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.analysis import PlaceKind
from nlp.phrases import Match
from nlp.places.gazetteer import Gazetteer
from nlp.places.lexicon import PlaceType
from nlp.places.names import name_end, name_start
from nlp.places.plausible import is_of_town, is_sure, is_town_and_word, may_be_name
from nlp.places.reading import Part, Reading, Role

_ROLES = {
    "street": Role.STREET,
    "building": Role.BUILDING,
    "estate": Role.ESTATE,
    "venue": Role.VENUE,
    "transport": Role.TRANSPORT,
    "crossing": Role.ROAD,
}
_DIRECTIONS = frozenset({"north", "south", "east", "west"})
_SIDES = frozenset({"end", "side"})
_SETTLED = frozenset({Role.AREA, Role.TOWN})
_TAILS = frozenset({"estate", "venue", "transport", "crossing", "tail"})


def find_named(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    """Names with their type, taking the tokens of each; the last type of a run decides.

    Types are read from the right, so that ``Church Street station`` is one station and not a
    church, a street and a station.
    """
    known = _known_names(reading)
    shops = {i for m in reading.lexicon.chains.find(reading.tokens) for i in range(m.first, m.last)}
    not_types = reading.lexicon.not_type.find(reading.tokens)
    no_type = {m.first for m in not_types}
    for brand in (m for m in not_types if m.payload in reading.lexicon.brand):
        if reading.is_free(brand.first, brand.last):
            reading.block(brand.first, brand.last)  # `a Quality Street tin`
    for match in reversed(reading.lexicon.types.find(reading.tokens)):
        ordinary = match.first in no_type and not reading.cap(match.first)
        if ordinary or _is_no_type(reading, match, known):
            continue  # `leeds close to the station`
        part = _typed(reading, match, gazetteer, shops)
        if part is not None:
            reading.take(part)
            yield part
    for match in reading.lexicon.before.find(reading.tokens):
        part = _prefixed(reading, match)
        if part is not None:
            reading.take(part)
            yield part


def _is_no_type(reading: Reading, match: Match[PlaceType], known: set[int]) -> bool:
    """Whether a word of a type says none here."""
    if _is_side(reading, match.first):
        return True  # `the Lake Road side`
    if match.last - 1 in known and not _street_word(match):
        return True  # `Ebbw Vale` is a town
    if reading.cap(match.first):
        return False
    if match.payload.capital:
        return True  # `the wall`, and `London Wall`
    return match.first - 1 in known and not match.payload.strong  # `ashton under lyne way`


def find_tails(reading: Reading, parts: Iterable[Part]) -> Iterator[Part]:
    """Bare types directly after or before another place: `Hove seafront`, `bus station Barnsley`.

    Args:
        reading: the text.
        parts: found so far; only a town or an area bears out a type before it.
    """
    towns = {part.first for part in parts if part.role in _SETTLED and part.sure}
    for match in reading.lexicon.types.find(reading.tokens):
        if match.payload.group not in _TAILS or not reading.is_free(match.first, match.last):
            continue
        if match.payload.capital and not reading.cap(match.first):
            continue
        head = match.last + (reading.word(match.last) == ",")
        if head in towns and not reading.breaks(head) and (part := _head(reading, match)):
            reading.take(part)
            yield part
        elif reading.gap(match.first) == " " and reading.is_taken(match.first - 1):
            part = Part(
                first=match.first, last=match.last, role=Role.TAIL, kind=match.payload.kind,
                rule="tail", sure=False,
            )  # fmt: skip
            reading.take(part)
            yield part


def _head(reading: Reading, match: Match[PlaceType]) -> Part | None:
    """A place with no name of its own before its town: ``rugby club car park Tonypandy``."""
    lexicon, first = reading.lexicon, match.first
    while first > 0 and reading.gap(first) == " " and not reading.is_taken(first - 1):
        word = reading.word(first - 1)
        if word not in lexicon.ordinary_names and word not in lexicon.type_words:
            break
        first -= 1
    lone = first == match.first and (not match.payload.strong or reading.word(match.last) == ",")
    if lone or match.payload.group == "tail":
        return None
    role = Role.TRANSPORT if match.payload.group == "transport" else Role.VENUE
    return Part(
        first=first, last=match.last, role=role, kind=match.payload.kind, rule="type_before_town",
        sure=False,
    )  # fmt: skip


def _known_names(reading: Reading) -> set[int]:
    """Tokens that belong to a town or a chain with a name of two or more words."""
    lexicon, tokens = reading.lexicon, reading.tokens
    return {
        index
        for match in (*lexicon.names.find(tokens), *lexicon.chains.find(tokens))
        if match.last - match.first > 1
        for index in range(match.first, match.last)
    }


def _street_word(match: Match[PlaceType]) -> bool:
    return match.payload.group == "street" and match.payload.strong


def _is_side(reading: Reading, index: int) -> bool:
    """Whether ``end`` or ``side`` only says which part of a street is meant."""
    if reading.word(index) not in _SIDES or reading.cap(index):
        return False
    return reading.word(index - 1) in reading.lexicon.strong_streets


def _is_saint(reading: Reading, match: Match[PlaceType]) -> bool:
    if reading.word(match.first) != "st" or match.last - match.first > 1:
        return False
    following = match.last + (reading.word(match.last) == ".")
    word = reading.word(following)
    named = (
        reading.is_word(match.first - 1)
        and reading.word(match.first - 1) not in reading.lexicon.stop
    )
    return word in reading.lexicon.saint or (not named and reading.is_word(following))


def _typed(
    reading: Reading, match: Match[PlaceType], gazetteer: Gazetteer, shops: set[int]
) -> Part | None:
    tail_only = match.payload.group == "tail"
    if tail_only or not reading.is_free(match.first, match.last) or _is_saint(reading, match):
        return None
    first = name_start(reading, match.first)
    if first == match.first:
        return _bare(reading, match)
    names = range(first, match.first)
    if not may_be_name(reading, names, match) or is_town_and_word(reading, names, match, gazetteer):
        return None
    sure = is_sure(reading, names, match) or is_of_town(reading, names, match, gazetteer)
    if not sure and not shops.isdisjoint(names):
        return None  # `the old asda building` is known by the shop
    part = _part(first, match, sure=sure)
    return replace(part, last=_with_direction(reading, part))


def _with_direction(reading: Reading, part: Part) -> int:
    """The end with `North` of ``Park Road North``."""
    word, at = reading.word(part.last), part.last
    if part.role is Role.TRANSPORT and word in reading.lexicon.road_after:
        return part.last + (not reading.breaks(part.last))
    if part.role is not Role.STREET or word not in _DIRECTIONS or reading.breaks(at):
        return part.last
    meant = reading.cap(at) or (reading.flat and reading.ends(at + 1))
    return at + 1 if meant and not reading.is_taken(at) else at


def _part(first: int, match: Match[PlaceType], *, sure: bool) -> Part:
    kind = match.payload
    return Part(
        first=first, last=match.last, role=_ROLES[kind.group], kind=kind.kind,
        rule=f"{kind.group}_type", sure=sure,
    )  # fmt: skip


def _bare(reading: Reading, match: Match[PlaceType]) -> Part | None:
    """``3 The Paddocks``, and an ordinary word that is a name all the same: `call lane, leeds`."""
    if match.payload.group not in {"street", "building"} or reading.breaks(match.first):
        return None
    first = match.first - 1
    word, before = reading.word(first), reading.word(first - 1)
    if word == "the" and before[:1].isdigit() and not reading.is_taken(first):
        return _part(first, match, sure=False)
    common = reading.lexicon.common
    if not _street_word(match) or word not in common or reading.is_taken(first):
        return None
    if word in reading.lexicon.generic or reading.gap(match.first) != " ":
        return None
    cues = reading.lexicon.locative | reading.lexicon.weak_cue
    led = before in {",", ""} or before[:1].isdigit() or before in cues
    return _part(first, match, sure=False) if led else None


def _prefixed(reading: Reading, match: Match[PlaceType]) -> Part | None:
    """``Heol Isaf``, ``club Velour``: the type comes first."""
    if not reading.is_free(match.first, match.last):
        return None
    end = name_end(reading, match.last)
    if end == match.last or reading.gap(match.last) != " ":
        return None
    words = [reading.word(i) for i in range(match.last, end)]
    if (
        not any(reading.lexicon.rare(word) for word in words)
        and match.payload.kind != PlaceKind.STREET
    ):
        return None
    if words[0] in reading.lexicon.given or words[0] in reading.lexicon.not_place:
        return None
    first = match.first
    if reading.word(match.last - 1) == "called":
        first = match.last
    role = Role.STREET if match.payload.kind == PlaceKind.STREET else Role.VENUE
    return Part(first=first, last=end, role=role, kind=match.payload.kind, rule="type_first")

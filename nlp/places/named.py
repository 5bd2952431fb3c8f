"""Which places a text names by a word of their type: streets, buildings, venues, stations."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.phrases import Match
from nlp.places.lexicon import PlaceType
from nlp.places.names import name_end, name_start
from nlp.places.reading import Part, Reading, Role

_ROLES = {
    "street": Role.STREET,
    "building": Role.BUILDING,
    "estate": Role.ESTATE,
    "venue": Role.VENUE,
    "transport": Role.TRANSPORT,
    "crossing": Role.ROAD,
}
_TAILS = frozenset({"estate", "venue", "transport", "crossing"})
_ARTICLES = frozenset({"the", "da", "teh", "th", "called"})


def find_named(reading: Reading) -> Iterator[Part]:
    """Names with their type, taking the tokens of each; the last type of a run decides.

    Types are read from the right, so that ``Church Street station`` is one station and not a
    church, a street and a station.
    """
    known = _known_names(reading)
    for match in reversed(reading.lexicon.types.find(reading.tokens)):
        if not reading.is_free(match.first, match.last) or _is_saint(reading, match):
            continue
        if match.last - 1 in known and not _street_word(match):
            continue  # `Ebbw Vale` is a town
        first = name_start(reading, match.first)
        part = _typed(reading, first, match) if first < match.first else None
        if part is not None:
            reading.take(part)
            yield part
    for match in reading.lexicon.before.find(reading.tokens):
        part = _prefixed(reading, match)
        if part is not None:
            reading.take(part)
            yield part


def find_tails(reading: Reading) -> Iterator[Part]:
    """Bare types directly after another place: `seafront` in ``Hove seafront``."""
    for match in reading.lexicon.types.find(reading.tokens):
        if match.payload.group not in _TAILS or not reading.is_free(match.first, match.last):
            continue
        if reading.gap(match.first) == " " and reading.is_taken(match.first - 1):
            part = Part(
                first=match.first, last=match.last, role=Role.TAIL, kind=match.payload.kind,
                rule="tail", sure=False,
            )  # fmt: skip
            reading.take(part)
            yield part


def _known_names(reading: Reading) -> set[int]:
    """Tokens that belong to a name of two or more words in the gazetteer."""
    return {
        index
        for match in reading.lexicon.names.find(reading.tokens)
        if match.last - match.first > 1
        for index in range(match.first, match.last)
    }


def _street_word(match: Match[PlaceType]) -> bool:
    return match.payload.group == "street" and match.payload.strong


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


def _typed(reading: Reading, first: int, match: Match[PlaceType]) -> Part | None:
    kind = match.payload
    street = kind.group in {"street", "crossing"}
    names = range(first, match.first)
    if not _plausible(reading, names, match, street=street):
        return None
    last = match.last
    if reading.word(last) == "." and _abbreviated(reading, match) and not reading.ends(last + 1):
        last += 1
    return Part(
        first=first, last=last, role=_ROLES[kind.group], kind=kind.kind,
        rule=f"{kind.group}_type", sure=_sure(reading, names, match),
    )  # fmt: skip


def _abbreviated(reading: Reading, match: Match[PlaceType]) -> bool:
    return match.last - match.first == 1 and len(reading.word(match.first)) <= 4


def _plausible(reading: Reading, names: range, match: Match[PlaceType], *, street: bool) -> bool:
    """Whether the words before a type can be its name at all."""
    lexicon = reading.lexicon
    words = [reading.word(i) for i in names]
    if not street and all(word in lexicon.ordinary_names for word in words):
        named = reading.cap(names[-1]) and reading.cap(match.first) and not reading.opens(names[0])
        return named and any(word in lexicon.nameable for word in words)
    if reading.cap(names[-1]):
        return any(word in lexicon.nameable or not lexicon.plain(word) for word in words)
    if street:
        return True
    return any(lexicon.rare(word) for word in words) or words[0] in {"st", "saint"}


def _sure(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    lexicon = reading.lexicon
    words = [reading.word(i) for i in names]
    if reading.cap(names[-1]):
        if all(word in lexicon.vague for word in words):
            return match.payload.strong and reading.cap(match.first)
        return match.payload.strong or reading.cap(match.first) or _cued(reading, names[0])
    if all(word in lexicon.vague for word in words):
        return False
    if match.payload.strong and match.payload.group == "street":
        return True
    rare = any(lexicon.rare(word) for word in words)
    return rare and (match.payload.strong or _cued(reading, names[0]))


def _cued(reading: Reading, first: int) -> bool:
    before = reading.word(first - 1)
    lexicon = reading.lexicon
    return before in lexicon.locative or before in lexicon.weak_cue or before in _ARTICLES


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

"""Whether the words before a word of a type (`road`, `pub`) are the name of a place."""

from __future__ import annotations

from nlp.phrases import Match
from nlp.places.gazetteer import Gazetteer
from nlp.places.lexicon import PlaceType
from nlp.places.reading import Reading

_ARTICLES = frozenset({"the", "da", "teh", "th"})
_ROAD_CUES = frozenset({"on", "off"})
_LEADS = frozenset({"the", "to", "from", "up", "down", "on", "off"})


def may_be_name(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    """Whether tokens ``names`` before a type can be its name at all."""
    lexicon = reading.lexicon
    words = [reading.word(i) for i in names]
    street = match.payload.group in {"street", "crossing"}
    sorts = lexicon.ordinary_names
    if not street and all(word in sorts or f"{word}g" in sorts for word in words):
        named = reading.cap(names[-1]) and reading.cap(match.first) and not reading.opens(names[0])
        return named and any(word in lexicon.nameable for word in words)
    if match.payload.capital and any(word in lexicon.given for word in words):
        return False
    if len(words) == 1 and words[0] in lexicon.given and _is_person(reading, names, match):
        return False
    firm = match.payload.strong and reading.cap(match.first)
    if not firm and all(word in lexicon.not_place for word in words):
        return False
    if reading.cap(names[-1]):
        return any(_capital_name(reading, i) for i in names)
    if street:
        strong = match.payload.strong or reading.cap(match.first)
        return strong or not lexicon.strong_streets.intersection(words[:-1])
    if any(lexicon.rare(word) for word in words) or words[0] in {"st", "saint"}:
        return True
    plain = lexicon.vague | lexicon.ordinary_names
    return reading.word(match.first) in lexicon.with_article and not plain.issuperset(words)


def _is_person(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    """``Victoria Wood``: a given name and a surname that is a word for a place too."""
    before = reading.word(names[0] - 1)
    led = before[:1].isdigit() or before in reading.lexicon.locative or before in _LEADS
    return reading.word(match.last - 1) in reading.lexicon.surname and not led


def _capital_name(reading: Reading, index: int) -> bool:
    lexicon, word = reading.lexicon, reading.word(index)
    if word in lexicon.nameable or not lexicon.plain(word):
        return True
    return reading.cap(index) and not reading.opens(index) and word not in lexicon.stop


def is_sure(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    """Whether name and type are a place without another beside them."""
    lexicon, kind = reading.lexicon, match.payload
    words = [reading.word(i) for i in names]
    vague = all(word in lexicon.vague for word in words)
    strong_street = kind.strong and kind.group == "street"
    if reading.cap(names[-1]):
        if vague:
            return kind.strong and reading.cap(match.first)
        if kind.strong or reading.cap(match.first) or _cued(reading, names, match):
            return True
        named = any(not lexicon.plain(word) and word not in lexicon.given for word in words)
        return named and not reading.opens(names[0]) and kind.group != "street"
    if vague:
        generic = all(word in lexicon.generic for word in words)
        return strong_street and not generic and _led(reading, names[0])
    if strong_street:
        return True
    return kind.strong or _cued(reading, names, match) or _stands_alone(reading, names, match)


def _stands_alone(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    """Whether a rare name and its type are a whole clause: `its mayesbrook park`."""
    at = names[0] - 1
    begins = reading.opens(names[0]) or reading.word(at) in {",", "its", "it's"}
    named = all(
        reading.lexicon.rare(reading.word(i)) and reading.tokens[i].tag.startswith("N")
        for i in names
    )
    return begins and named and reading.ends(match.last) and match.payload.group == "venue"


def _led(reading: Reading, first: int) -> bool:
    """Whether a small word of place, and no article, comes directly before."""
    before, lexicon = reading.word(first - 1), reading.lexicon
    return before in lexicon.locative or before in lexicon.weak_cue


def _cued(reading: Reading, names: range, match: Match[PlaceType]) -> bool:
    if _led(reading, names[0]):
        return True
    if reading.word(names[0] - 1) not in _ARTICLES:
        return False
    return reading.cap(names[-1]) or reading.word(match.first) in reading.lexicon.with_article


def is_of_town(
    reading: Reading, names: range, match: Match[PlaceType], gazetteer: Gazetteer
) -> bool:
    """Whether a large town names a venue: `bournemouth beach`."""
    name = " ".join(reading.word(i) for i in names)
    lexicon = reading.lexicon
    if match.payload.group != "venue" or name in lexicon.ambiguous or name in lexicon.person:
        return False
    towns = gazetteer.candidates(name)
    ordinary = len(names) == 1 and lexicon.ordinary(name)
    return bool(towns) and towns[0].population >= _KNOWN_WELL and not ordinary


def is_town_and_word(
    reading: Reading, names: range, match: Match[PlaceType], gazetteer: Gazetteer
) -> bool:
    """Whether a town stands before an ordinary word: `leeds way`, `the Belfast end`.

    Only weak words of streets in lower case can be ordinary; after `on` or `off`, or with a
    house number, they are streets all the same.
    """
    if match.payload.strong or match.payload.group != "street" or reading.cap(match.first):
        return False
    before = reading.word(names[0] - 1)
    if before[:1].isdigit() or before in _ROAD_CUES:
        return False
    name = " ".join(reading.word(i) for i in names)
    towns = gazetteer.candidates(name)
    known = bool(towns) and name not in reading.lexicon.ambiguous
    return known and (not reading.flat or towns[0].population >= _KNOWN_WELL)


_KNOWN_WELL = 20_000
"""From this population on a town is likelier than a street of its name."""

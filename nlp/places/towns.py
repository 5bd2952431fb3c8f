"""Which towns, areas and counties a text names, and whether the name is meant as one."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis import PlaceKind
from nlp.phrases import Match
from nlp.places.gazetteer import Gazetteer
from nlp.places.reading import Part, Reading, Role

_KNOWN_WELL = 30_000
"""From this population on a name that is also a surname is taken for the town."""

_VILLAGE = 4_000
"""Below this population a lower-case name needs a cue: rare names are often typing errors."""


def find_towns(reading: Reading, gazetteer: Gazetteer) -> Iterator[Part]:
    """Names of the gazetteer in free tokens, sure where the words around them allow."""
    for match in reading.lexicon.names.find(reading.tokens):
        found = _cut(reading, match)
        if found is None:
            continue
        if is_no_place(reading, found, gazetteer):
            reading.block(found.first, found.last)
            continue
        sure = _sure(reading, found, gazetteer)
        if not sure and found.payload in reading.lexicon.given and reading.cap(found.last):
            continue  # `Lewis Hamilton`
        if not sure and not reading.cap(found.first) and not _may_follow(reading, found):
            continue
        part = Part(
            first=_with_quarter(reading, found), last=_with_side(reading, found),
            name=found.payload,
            sure=sure,
            role=_role(reading, gazetteer, found.payload), rule="gazetteer",
            kind=_kind(reading, gazetteer, found.payload),
        )  # fmt: skip
        reading.take(part)
        yield part


def _may_follow(reading: Reading, match: Match[str]) -> bool:
    """Whether a doubtful name in lower case may still end an address: `14 the strand deal`."""
    doubtful = match.payload in reading.lexicon.ambiguous or match.payload in reading.lexicon.person
    return not doubtful or (reading.flat and _closes(reading, match.last))


def _cut(reading: Reading, match: Match[str]) -> Match[str] | None:
    """The match without a leading article in lower case; None where its tokens are taken."""
    if not reading.is_free(match.first, match.last):
        return None
    if any(reading.breaks(i) for i in range(match.first + 1, match.last)):
        return None
    if reading.word(match.first) == "the" and match.last - match.first > 1:
        first = match.first + 1
        word = reading.word(first)
        ordinary = reading.lexicon.ordinary(word) or word in reading.lexicon.nameable
        if match.last - first == 1 and ordinary and not reading.cap(first):
            return None
        return Match(first, match.last, reading.tokens[first].start, match.end, match.payload)
    return match


def _with_quarter(reading: Reading, match: Match[str]) -> int:
    """First token with a part of the town before it: `north Manchester`, `Old Amersham`."""
    before, lexicon = match.first - 1, reading.lexicon
    word = reading.word(before)
    if word == "." and f"{reading.word(before - 1)} {match.payload}" in lexicon.county:
        return before - 1
    if reading.is_taken(before) or reading.gap(match.first) != " ":
        return match.first
    if word in lexicon.quarter and (reading.flat or reading.cap(match.first)):
        return before
    if word in lexicon.quarter_capital and reading.cap(before) and not reading.opens(before):
        return before
    return match.first


def _with_side(reading: Reading, match: Match[str]) -> int:
    """The end with the part of a town that has a capital: `Doncaster North`."""
    last = match.last
    sided = reading.word(last) in reading.lexicon.quarter and reading.cap(last)
    known = sided and not reading.is_taken(last) and reading.gap(last) == " "
    return last + (known and not reading.cap(last + 1))


def _role(reading: Reading, gazetteer: Gazetteer, name: str) -> Role:
    if name in reading.lexicon.landmark:
        return Role.VENUE
    if name in reading.lexicon.village and not gazetteer.candidates(name):
        return Role.AREA
    if name in reading.lexicon.county and not gazetteer.candidates(name):
        return Role.COUNTY
    found = gazetteer.candidates(name)
    return Role.AREA if found and found[0].kind == "area" else Role.TOWN


def _kind(reading: Reading, gazetteer: Gazetteer, name: str) -> PlaceKind:
    role = _role(reading, gazetteer, name)
    return {Role.TOWN: PlaceKind.TOWN, Role.VENUE: PlaceKind.VENUE}.get(role, PlaceKind.AREA)


def is_no_place(reading: Reading, match: Match[str], gazetteer: Gazetteer) -> bool:
    """Somebody's accent, shirt, surname or origin."""
    lexicon = reading.lexicon
    before = reading.word(match.first - 1)
    if _describes(reading, match.last) or _is_team(reading, match):
        return True
    if _is_origin(reading, match.first - 1):
        return True
    if before == "of" and reading.word(match.first - 2) in lexicon.peer:
        return True
    if before == "-" and reading.glued(match.first) and not reading.is_taken(match.first - 2):
        return True  # `Jessica Ennis-Hill`
    if before == "miss" and _is_missed(reading, match):
        return False
    if before in lexicon.title or before in {"@", "£"} or _in_handle(reading, match.first):
        return True
    if before == "_" or (reading.word(match.last) != "-" and reading.in_address(match.last)):
        return True
    if match.payload in lexicon.stop and not reading.cap(match.first):
        return True
    return _is_surname(reading, match, gazetteer)


def _describes(reading: Reading, after: int) -> bool:
    """Whether a name before a token only describes: `a Dublin-reg Volvo`, `Leeds accent`."""
    lexicon, word = reading.lexicon, reading.word(after)
    if word == "-" and reading.glued(after) and reading.glued(after + 1):
        return reading.word(after + 1) in lexicon.after_not
    if f"{word} {reading.word(after + 1)}" in lexicon.office:
        return True
    return word in lexicon.after_not and reading.gap(after) == " "


def _is_origin(reading: Reading, at: int) -> bool:
    """Whether ``from`` at a token says where somebody comes from: `a boy up fae Carlisle`."""
    lexicon = reading.lexicon
    if reading.word(at) not in {"from", "frm", "fae"}:
        return False
    led = reading.word(at - 1)
    if led in {"is", "are", "was", "were", "'s", "'re", "all"}:
        return reading.word(at - 2) in lexicon.person_from
    if led in {"up", "down", "over", "in"}:
        led = reading.word(at - 2)
    return led in lexicon.origin or led in lexicon.person_from


def _is_missed(reading: Reading, match: Match[str]) -> bool:
    """``i miss Leeds``, ``miss glasgow so much``: no title of a woman."""
    typed = not reading.cap(match.first - 1) and not reading.cap(match.first)
    return typed or reading.word(match.first - 2) in {"i", "we", "you"}


def _is_team(reading: Reading, match: Match[str]) -> bool:
    """Whether a club is meant: `Leeds United`, `Derby 2-1 Hull`, `v Preston`."""
    lexicon, after = reading.lexicon, reading.word(match.last)
    named = after in lexicon.club and reading.gap(match.last) == " "
    named = named and reading.word(match.last + 1) not in lexicon.type_words
    if named and (reading.flat or reading.cap(match.last)) and not reading.is_taken(match.last):
        return True
    if reading.word(match.first - 1) in lexicon.opponent:
        return True
    if reading.word(match.first - 1) in {"a", "an"} and _closes(reading, match.last):
        return True  # `fish boxes into a Luton`
    if match.payload in lexicon.abroad and _is_away(reading, match.first):
        return True
    then = match.last + (after in lexicon.firm)
    paired = reading.word(match.first - 1) in {"and", ","} and reading.is_taken(match.first - 2)
    if reading.word(then) in lexicon.acts and not paired and not _cued(reading, match):
        return True
    return _scores(reading, match.last) or _scores(reading, match.first - 3)


def _is_away(reading: Reading, first: int) -> bool:
    """Whether somebody only stays abroad: `the boss is in Albania`."""
    led = reading.word(first - 1) in {"in", "to", "from"}
    verb = reading.word(first - 2)
    return led and (verb in reading.lexicon.away or verb.endswith("'s"))


def _scores(reading: Reading, first: int) -> bool:
    """Whether a result such as `2-1` stands at a token."""
    one, mark, two = (reading.word(first + i) for i in range(3))
    return mark == "-" and one.isdigit() and two.isdigit() and reading.glued(first + 1)


def _in_handle(reading: Reading, first: int) -> bool:
    return reading.word(first - 1) in {".", "@", "/"} and reading.glued(first)


def _is_surname(reading: Reading, match: Match[str], gazetteer: Gazetteer) -> bool:
    """Whether a given name, an initial or an unknown name with a capital comes before."""
    if match.last - match.first > 1 or reading.gap(match.first) != " ":
        return False
    lexicon, at = reading.lexicon, match.first - 1
    before = reading.word(at)
    if before == "." and len(reading.word(at - 1)) == 1 and reading.cap(at - 1):
        return True
    if reading.is_taken(at):
        return False
    if before in lexicon.given:
        return before not in lexicon.locative
    ordinary = lexicon.ordinary(before) or before in lexicon.nameable or before in lexicon.quarter
    unknown = reading.cap(at) and reading.cap(match.first) and not ordinary
    towns = gazetteer.candidates(match.payload)
    small = not towns or towns[0].population < _KNOWN_WELL
    return unknown and (small or match.payload in lexicon.person)


def _sure(reading: Reading, match: Match[str], gazetteer: Gazetteer) -> bool:
    name, lexicon = match.payload, reading.lexicon
    person = name in lexicon.given or name in lexicon.person
    if person and reading.word(match.first - 1) in lexicon.kin:
        return False
    if name in lexicon.ambiguous:
        return _word_is_town(reading, match)
    if name in lexicon.person or name in lexicon.given:
        return _person_is_town(reading, match, gazetteer)
    if match.last - match.first == 1 and (name in lexicon.stop or lexicon.ordinary(name)):
        return _word_is_town(reading, match)
    return (
        reading.cap(match.first) or _known(gazetteer, name, lexicon.county) or _cued(reading, match)
    )


def _known(gazetteer: Gazetteer, name: str, county: frozenset[str]) -> bool:
    found = gazetteer.candidates(name)
    return name in county or (
        bool(found) and (found[0].population >= _VILLAGE or found[0].kind == "area")
    )


def _cued(reading: Reading, match: Match[str]) -> bool:
    before = reading.word(match.first - 1)
    return before in reading.lexicon.locative or before in reading.lexicon.weak_cue


def _word_is_town(reading: Reading, match: Match[str]) -> bool:
    """An ordinary word: a capital that means something, or a cue before and an end behind it."""
    lexicon, name = reading.lexicon, match.payload
    before = reading.word(match.first - 1)
    if name in lexicon.month and reading.word(match.first - 2) not in lexicon.lives:
        return False
    if reading.cap(match.first) and not reading.opens(match.first):
        return _follows_well(reading, match)
    if before not in lexicon.locative or reading.word(match.first) in lexicon.stop:
        return False
    hard = lexicon.common | lexicon.vague | (lexicon.nameable - lexicon.proper)
    if name in hard:
        return False
    return _closes(reading, match.last)


def _follows_well(reading: Reading, match: Match[str]) -> bool:
    """A capital alone is enough unless the next word has one too (`Bath Rugby`)."""
    after = match.last
    alone = not reading.cap(after) or reading.is_taken(after) or reading.gap(after) != " "
    cued = _cued(reading, match) or reading.word(match.first - 1) in {",", "and"}
    return alone and (cued or not reading.lexicon.vague & {match.payload})


def _closes(reading: Reading, index: int) -> bool:
    return (
        reading.ends(index)
        or reading.word(index) in reading.lexicon.stop
        or reading.is_taken(index)
    )


def _person_is_town(reading: Reading, match: Match[str], gazetteer: Gazetteer) -> bool:
    lexicon, name = reading.lexicon, match.payload
    before = reading.word(match.first - 1)
    given = name in lexicon.given
    named_on = reading.cap(match.last) and not reading.is_taken(match.last)
    if named_on and reading.gap(match.last) == " " and reading.word(match.last) not in lexicon.stop:
        return False  # `Ashton Grey`
    if before == "between" and not given and reading.word(match.last) == "and":
        return True
    paired = before in {"and", "&", ","} and reading.is_taken(match.first - 2)
    if paired and not given and (reading.cap(match.first) or _closes(reading, match.last)):
        return True  # `trains between Leeds and York`
    if before in lexicon.locative and before not in {"behind", "opposite", "between", "inside"}:
        return not given or before in {"in", "around", "near", "throughout"}
    if given:
        return False
    if before in lexicon.weak_cue and before not in {"and", "or", "by", "for"}:
        return True
    found = gazetteer.candidates(name)
    large = bool(found) and found[0].population >= _KNOWN_WELL
    leads = reading.opens(match.first) and _closes(reading, match.last)
    stands = leads or before in {"the", ",", "/", "("}
    joined = match.first > 0 and reading.is_taken(match.first - 1)
    return large and (joined or (reading.cap(match.first) and stands))

"""Which parts stand next to each other as one address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.places.gazetteer import Gazetteer, distance_km
from nlp.places.reading import Part, Reading, Role, text_span

_GAP = re.compile(r"[ ]{0,3}(,?)[ ]{0,3}\n?[ ]{0,3}")
_NEAR_KM = 25.0
_LARGER = 4

_INSIDE = frozenset({Role.NUMBER, Role.UNIT})
"""What lies in a place may be told after it: `Cudworth, plot 14`, `Flax St no 7`."""

_VENUES = frozenset({Role.VENUE, Role.TRANSPORT})
_TOWNS = frozenset({Role.AREA, Role.TOWN})
_CLOSE = frozenset({"near", "nr"})
_SETTLED = frozenset({Role.AREA, Role.TOWN, Role.COUNTY, Role.POSTCODE})

_AFTER: dict[Role, frozenset[Role]] = {
    Role.NUMBER: frozenset({Role.BUILDING, Role.STREET, Role.ESTATE, Role.VENUE}),
    Role.UNIT: frozenset({Role.BUILDING, Role.STREET, Role.ESTATE, Role.VENUE, Role.NUMBER}),
    Role.BUILDING: _SETTLED | _INSIDE | {Role.STREET, Role.ESTATE, Role.BUILDING},
    Role.STREET: _SETTLED | _INSIDE | {Role.BUILDING, Role.ESTATE},
    Role.ESTATE: _SETTLED | _INSIDE | {Role.STREET},
    Role.VENUE: _SETTLED | _INSIDE | {Role.STREET, Role.ESTATE},
    Role.TRANSPORT: _SETTLED | _INSIDE | {Role.STREET},
    Role.ROAD: frozenset({Role.AREA, Role.TOWN, Role.COUNTY}),
    Role.TAIL: frozenset(),
    Role.AREA: _INSIDE | {Role.AREA, Role.TOWN, Role.COUNTY, Role.POSTCODE, Role.STREET},
    Role.TOWN: _INSIDE
    | {Role.COUNTY, Role.POSTCODE, Role.STREET, Role.TOWN, Role.VENUE, Role.TRANSPORT},
    Role.COUNTY: _INSIDE | {Role.POSTCODE},
    Role.POSTCODE: _INSIDE,
    Role.EXACT: frozenset(),
}
"""What may follow a part in one address, after a comma or a space."""

_AFTER_SPACE: dict[Role, frozenset[Role]] = {
    Role.STREET: frozenset({Role.VENUE, Role.TAIL}),
    Role.BUILDING: frozenset({Role.TAIL}),
    Role.ESTATE: frozenset({Role.TAIL, Role.VENUE}),
    Role.VENUE: frozenset({Role.ROAD, Role.TAIL, Role.BUILDING}),
    Role.TRANSPORT: frozenset({Role.ROAD, Role.TAIL, Role.VENUE}),
    Role.ROAD: frozenset({Role.TOWN, Role.AREA, Role.TAIL, Role.TRANSPORT}),
    Role.AREA: frozenset({Role.TAIL, Role.VENUE, Role.ESTATE}),
    Role.TOWN: frozenset({Role.TAIL, Role.VENUE, Role.ESTATE}),
}
"""What may follow only after a space: `Hove` `seafront`, but not `Tesco, Lidl`."""


def join(reading: Reading, parts: Sequence[Part], gazetteer: Gazetteer) -> list[tuple[Part, ...]]:
    """Parts in order, in groups that make one address each; only groups with a sure part."""
    groups: list[list[Part]] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        if groups and _joins(reading, groups[-1], part, following, gazetteer):
            groups[-1].append(part)
        else:
            groups.append([part])
    return [tuple(group) for found in groups if (group := _kept(found))]


def _kept(group: list[Part]) -> list[Part]:
    """A group with a sure part, or a street and a town that bear each other out; else nothing."""
    if any(part.sure for part in group):
        return group
    roles = {part.role for part in group}
    return group if Role.STREET in roles and roles & {Role.TOWN, Role.POSTCODE} else []


def _joins(
    reading: Reading, group: list[Part], part: Part, following: Part | None, gazetteer: Gazetteer
) -> bool:
    before = group[-1]
    separator = separation(reading, before, part)
    if separator is None:
        return False
    role = _effective(group)
    spaced = separator == " " and part.role in _AFTER_SPACE.get(role, frozenset())
    flat_behind = part.numbered and part.role is Role.BUILDING and role in _TOWNS
    if not spaced and part.role not in _AFTER[role] and not flat_behind:
        return False
    if not (before.sure or part.sure) and not any(p.sure for p in group):
        return part.role is not Role.TAIL
    if part.role in _TOWNS and role in _TOWNS:
        if _listed(reading, part, following):
            return False
        if reading.word(part.last) != "and" and _one_town(gazetteer, before, part):
            return True
        typed = reading.word(before.last - 1) in reading.lexicon.type_words
        return part.role is Role.TOWN and (typed or _within(gazetteer, before, part))
    if part.role is Role.STREET and role in _TOWNS:
        return part.sure and before.sure
    if part.role in _VENUES and role is Role.TOWN:
        return reading.word(group[0].first - 1) not in _CLOSE  # `near Kendal, Low Mill Farm`
    return True


def _listed(reading: Reading, part: Part, following: Part | None) -> bool:
    """Whether another town comes straight after: a list, and no address."""
    if following is None or following.role not in {Role.TOWN, Role.AREA}:
        return False
    return separation(reading, part, following) is not None


def _effective(group: list[Part]) -> Role:
    """What a group counts as for its next part.

    A tail makes a venue of what it follows; a number told after its street changes nothing:
    `Clive Road, number 33, Canton`.
    """
    role = next((part.role for part in reversed(group) if part.role not in _INSIDE), group[-1].role)
    return Role.VENUE if role is Role.TAIL else role


def separation(reading: Reading, before: Part, after: Part) -> str | None:
    """A space or a comma where only that stands between two parts, else None."""
    _, end = text_span(reading, before.first, before.last)
    start, _ = text_span(reading, after.first, after.last)
    gap = reading.doc.folded[end:start]
    if gap.startswith(".") and _abbreviated(reading, before):
        gap = gap[1:]
    match = _GAP.fullmatch(gap)
    if match is None:
        return None
    return "," if match[1] or "\n" in gap else " "


def _abbreviated(reading: Reading, part: Part) -> bool:
    """Whether a part ends in a short word of its type, whose full stop ends no sentence."""
    word = reading.word(part.last - 1)
    return len(word) <= 4 and word in reading.lexicon.type_words


def _one_town(gazetteer: Gazetteer, one: Part, two: Part) -> bool:
    """Whether two areas are parts of one town: `Ladybarn, Withington`."""
    parents = {town.parent for town in gazetteer.candidates(one.name) if town.parent}
    return any(town.parent in parents for town in gazetteer.candidates(two.name))


def _within(gazetteer: Gazetteer, inner: Part, outer: Part) -> bool:
    """Whether a place is a part of a larger one: `Cliftonville, Margate`."""
    outers = gazetteer.candidates(outer.name)
    for small in gazetteer.candidates(inner.name):
        for large in outers:
            if small.parent == large.name:
                return True
            near = distance_km((small.latitude, small.longitude), (large.latitude, large.longitude))
            if near < _NEAR_KM and large.population >= _LARGER * max(small.population, 1):
                return True
    return inner.rule == "unknown_name"

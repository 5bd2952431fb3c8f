"""What two tips have in common: things they both speak of, and words that are nearly the same.

Whether two tips come from two people cannot be known: nothing of a sender is kept. Tips count as
independent when their words differ; the same person may still have written both, and two people
may both repeat one rumour. So a count of independent tips is an upper bound, never a proof.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Protocol

from core.analysis import Analysis, Place
from core.desk_ports import Opened
from core.tip import Part, TipRow

_WORD = re.compile(r"[^\W_]+")
_HOUSE = re.compile(r"\b(\d+[a-z]?) ([a-z]\w*(?: [a-z]\w*)?)")
"""A house number and the two words behind it, of words in lower case with single spaces."""

_SHORTEST_PLATE = 5
_SHORTEST_HANDLE = 3
_SHORTEST_POSTCODE = 5
"""Characters of a whole plate, a name of an account, and a whole postcode."""


class Thing(StrEnum):
    """What kind of thing tips share."""

    PLATE = "plate"
    PHONE = "phone"
    HANDLE = "handle"
    ADDRESS = "address"
    PERSON = "person"
    """A name together with a town or a postcode district."""

    WORDS = "words"
    """A run of words; finds texts that may be alike, and is no link by itself."""


SUSPECT = frozenset({Thing.PLATE, Thing.PHONE, Thing.HANDLE, Thing.PERSON})
"""Things that stand for one suspect."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that a tip speaks of, written so that equal things are equal."""

    thing: Thing
    value: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The value for a person to read."""
        return self.value.replace("|", ", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """Thresholds; `links.toml` says what each means."""

    near_equal: float
    run: int
    sketch: int
    candidates: int
    repeat_tips: int
    repeat_within: timedelta
    repeat_likeness: float

    @classmethod
    def shipped(cls) -> LinkRules:
        """The rules in `links.toml`."""
        content = tomllib.loads(files("core").joinpath("links.toml").read_text("utf-8"))
        repeat = content["repeat"]
        return cls(
            near_equal=content["near_equal"],
            run=content["run"],
            sketch=content["sketch"],
            candidates=content["candidates"],
            repeat_tips=repeat["tips"],
            repeat_within=timedelta(days=repeat["days"]),
            repeat_likeness=repeat["likeness"],
        )


class Likeness(Protocol):
    """How alike two texts are, whatever the order of their words."""

    def of(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another tip, and what ties it to the one that is open.

    Attributes:
        shared: things that both speak of, in order.
        likeness: of their words, from 0 to 1.
        near_equal: whether the words are nearly the same.
    """

    row: TipRow
    shared: tuple[Trace, ...]
    likeness: float
    near_equal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """An alarm: several tips about one suspect, soon after one another, in much the same words."""

    trace: Trace
    tips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Everything that ties a tip to others.

    Attributes:
        corroboration: for each shared thing, how many tips speak of it in words of their own,
            the open one among them.
        repeats: alarms.
    """

    found: tuple[Link, ...]
    corroboration: tuple[tuple[Trace, int], ...]
    repeats: tuple[Repeat, ...]


def words_of(opened: Opened) -> str:
    """All words of a tip and its additions, in order."""
    return "\n".join(part.analysis.text for part in _parts(opened))


def traces_of(opened: Opened, rules: LinkRules) -> frozenset[Trace]:
    """Everything a tip speaks of that another could speak of too, and its runs of words."""
    analyses = [part.analysis for part in _parts(opened)]
    places = [place for analysis in analyses for place in analysis.locations]
    areas = {area for place in places for area in _areas(place)} | {opened.row.area.casefold()}
    found = {trace for analysis in analyses for trace in _things(analysis)}
    found |= {trace for place in places for trace in _addresses(place)}
    found |= {
        Trace(Thing.PERSON, f"{_plain(person.text)}|{area}")
        for analysis in analyses
        for person in analysis.people
        for area in areas
        if area
    }
    return frozenset(found | set(_runs(words_of(opened), rules.run)))


def _parts(opened: Opened) -> Iterator[Part]:
    for parts in (opened.details.parts, *opened.additions):
        yield from parts


def _things(analysis: Analysis) -> Iterator[Trace]:
    for vehicle in analysis.vehicles:
        plate = "".join(_WORD.findall(vehicle.plate or "")).upper()
        if len(plate) >= _SHORTEST_PLATE:
            yield Trace(Thing.PLATE, plate)
    for phone in analysis.phones:
        if phone.number:
            yield Trace(Thing.PHONE, phone.number)
    for handle in analysis.handles:
        name = handle.text.casefold().strip().removeprefix("@")
        if len(name) >= _SHORTEST_HANDLE:
            yield Trace(Thing.HANDLE, name)


def _addresses(place: Place) -> Iterator[Trace]:
    """A house by its number and postcode, and by its number, street and town."""
    found = _HOUSE.search(_plain(place.text))
    if found is None:
        return
    house, street = found.groups()
    postcode = "".join((place.postcode or "").split()).upper()
    if len(postcode) >= _SHORTEST_POSTCODE:
        yield Trace(Thing.ADDRESS, f"{house}|{postcode}")
    if place.town:
        yield Trace(Thing.ADDRESS, f"{house}|{street}|{_plain(place.town)}")


def _areas(place: Place) -> Iterator[str]:
    if place.town:
        yield _plain(place.town)
    if place.postcode:
        yield place.postcode.split(" ")[0].casefold()


def _runs(text: str, length: int) -> Iterable[Trace]:
    words = _plain(text).split()
    for start in range(len(words) - length + 1):
        yield Trace(Thing.WORDS, " ".join(words[start : start + length]))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))

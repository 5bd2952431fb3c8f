"""What an operation is: a name, an area, dates, tips attached, and what came of it in numbers."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files

from core.errors import Outreach, OutreachRefused

MAX_NEWS = 600
"""Characters of what the public is told at once; a chat shows five of them."""

MAX_AREAS = 20
MAX_AREA = 60
"""Characters of the name of one."""

MOST_OF_ONE = 1_000_000


class Stage(StrEnum):
    """When a tip came, as seen from an operation."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Work of the force on an area, with dates.

    Attributes:
        areas: coarse areas, as tips have them (`SS1`, `Basildon`).
        starts: first day.
        ends: last day; None while it is open.
    """

    id: str
    name: str
    areas: tuple[str, ...]
    starts: date
    ends: date | None = None

    def stage_of(self, day: date) -> Stage:
        """Before, during or after."""
        if day < self.starts:
            return Stage.BEFORE
        return Stage.AFTER if self.ends is not None and day > self.ends else Stage.DURING


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of an operation on a day, as a number."""

    kind: str
    count: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedTip:
    """The plain columns of a tip that is attached to an operation.

    Attributes:
        arrived: UTC day.
        attached: UTC day.
    """

    id: str
    arrived: date
    priority: str
    drug_group: str
    area: str
    status: str
    attached: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An operation in numbers.

    Attributes:
        tips: those attached, by when they came.
        totals: results by kind, summed up, in the order of the list.
        days: what came of it, the first day first.
    """

    operation: Operation
    attached: tuple[AttachedTip, ...]
    tips: Mapping[Stage, int]
    totals: Mapping[str, int]
    days: tuple[Result, ...]


def tell(
    operation: Operation,
    attached: tuple[AttachedTip, ...],
    results: Iterable[Result],
    terms: OperationTerms,
) -> Story:
    """The story of an operation."""
    days = tuple(sorted(results, key=lambda result: (result.on, result.kind)))
    sums = Counter[str]()
    for result in days:
        sums[result.kind] += result.count
    stages = Counter(operation.stage_of(tip.arrived) for tip in attached)
    return Story(
        operation=operation,
        attached=attached,
        tips={stage: stages[stage] for stage in Stage},
        totals={kind: sums[kind] for kind in terms.results if sums[kind]},
        days=days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationTerms:
    """Kinds of results, and the sentences that tell of them."""

    results: Mapping[str, str]
    one: Mapping[str, str]
    many: Mapping[str, str]
    news: Mapping[str, str]

    @classmethod
    def shipped(cls) -> OperationTerms:
        """The terms in `operations.toml`."""
        content = tomllib.loads(files("core").joinpath("operations.toml").read_text("utf-8"))
        return cls(
            results=content["results"],
            one=content["one"],
            many=content["many"],
            news=content["news"],
        )

    def propose(self, story: Story) -> str:
        """News for a lead to change and publish: numbers and the area, nothing of a tip."""
        said = [
            self.one[kind] if count == 1 else self.many[kind].format(count=count)
            for kind, count in story.totals.items()
        ]
        names = _listed(story.operation.areas)
        if not said:
            return self.news["begun"].format(name=story.operation.name, areas=names)
        return self.news["told"].format(
            name=story.operation.name, areas=names, results=_listed(said)
        )

    def check(self, kind: str, count: int) -> None:
        """Refuse a result that is none.

        Raises:
            OutreachRefused: the kind is not listed, or the number makes no sense.
        """
        if kind not in self.results or not 0 < count <= MOST_OF_ONE:
            raise OutreachRefused(Outreach.UNKNOWN)


def check_dates(starts: date, ends: date | None) -> None:
    """Refuse an end before the beginning.

    Raises:
        OutreachRefused: it is.
    """
    if ends is not None and ends < starts:
        raise OutreachRefused(Outreach.DATES)


def areas_of(text: str) -> tuple[str, ...]:
    """Areas as somebody types them, between commas, each once.

    Raises:
        OutreachRefused: there is none, or too many.
    """
    areas = tuple(dict.fromkeys(filter(None, (" ".join(a.split()) for a in text.split(",")))))
    if not areas:
        raise OutreachRefused(Outreach.EMPTY)
    if len(areas) > MAX_AREAS or any(len(area) > MAX_AREA for area in areas):
        raise OutreachRefused(Outreach.TOO_LONG)
    return areas


def _listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last

"""The picture: what came when and from where, and what the words tell of places and hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from console.charts import Chart, folded, heat, ranked, stacked
from console.columns import columns_of
from console.maps import MapView, map_of
from console.pages import Pages
from console.parts import Parts
from console.rights import QueueReader, Reader
from console.seen import AskedPicture
from core.geography import Atlas, Box, Point, Spot
from core.picture import Change, Picture, changes, draw
from core.suppression import LEAST, protect
from core.survey import DAYS, MOST

router = APIRouter()

_AREAS = 15
_CHANGES = 12
_BUSIEST = 10
_NEAR, _TOWNS_NEAR = 0.15, 60
_HOURS = tuple(f"{hour:02}" for hour in range(24))


@dataclass(frozen=True, slots=True)
class Telling:
    """How counts are told: as they are, or as they may leave the desk."""

    is_public: bool

    def said(self, count: int) -> str:
        """A count in words."""
        return protect({0: count}).said(0) if self.is_public else f"{count:,}"

    def seen(self, count: int) -> int:
        """How much of a count is drawn and summed up."""
        return count - count % LEAST if self.is_public else count

    def total(self, counts: Sequence[int]) -> str:
        """A sum in words: of what is shown."""
        summed = sum(map(self.seen, counts))
        return f"{summed:,}+" if self.is_public and summed else f"{summed:,}"

    def ordered(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Counts in the order of what is seen of them, so that the order tells no more."""
        return dict(sorted(counts.items(), key=lambda item: (-self.seen(item[1]), item[0])))

    def changes(self, now: Mapping[str, int], before: Mapping[str, int]) -> list[Row]:
        """What changed most, by what is seen of the counts."""
        seen_now = {name: self.seen(count) for name, count in now.items()}
        seen_before = {name: self.seen(count) for name, count in before.items()}
        return [
            Row(change, self.said(now.get(change.name, 0)), self.said(before.get(change.name, 0)))
            for change in changes(seen_now, seen_before)[:_CHANGES]
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the comparison: the change of what is seen, and both counts in words."""

    change: Change
    now: str
    before: str

    @property
    def difference(self) -> str:
        """The change in words."""
        difference = self.change.difference
        sign = "+" if difference > 0 else "\N{MINUS SIGN}" if difference else "±"
        return f"{sign}{abs(difference):,}"


@router.get("/picture")
async def show_picture(request: Request, entrant: QueueReader, asked: AskedPicture) -> Response:
    """The picture of a period, from counts alone: no seal is broken."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    seen = asked.seen(parts.clock.now().date())
    compared, telling = asked.compared(seen), Telling(asked.is_public)
    now = draw(seen, await parts.tallies.count(seen))
    before = draw(compared, await parts.tallies.count(compared))
    drug, named = pages.words.drug_or_none, _named(now, telling)
    series = _series(now, telling, drug)
    return pages.show(
        "picture.html",
        entrant,
        asked=asked,
        seen=seen,
        compared=compared,
        picture=now,
        before=before,
        telling=telling,
        trend=_trend(now, series, telling),
        series=series,
        columns=columns_of(seen.period),
        areas=ranked({name: telling.seen(count) for name, count in named.items()}),
        named=named,
        map=_areas_map(parts, now, telling),
        by_area=telling.changes(now.areas, before.areas),
        by_drug=telling.changes(now.drugs, before.drugs),
        drugs=parts.drugs,
    )


@router.get("/picture/places")
async def show_places(request: Request, entrant: Reader, asked: AskedPicture) -> Response:
    """Exact places and hours from the sealed words; that they were opened stands in the audit."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    seen = asked.seen(parts.clock.now().date())
    survey = await parts.surveying.survey(seen, entrant.key, member=entrant.member)
    grid, days = parts.surveying.grid, [pages.words.of("day", day) for day in DAYS]
    cells = {grid.outline(cell): count for cell, count in survey.cells.items()}
    return pages.show(
        "places.html",
        entrant,
        asked=asked,
        seen=seen,
        survey=survey,
        most=MOST,
        map=map_of(parts.atlas, cells=cells, tiles=parts.tiles),
        busiest=_busiest(parts.atlas, cells),
        heat=heat([day[:3] for day in days], _HOURS, survey.hours),
        days=days,
        hours=_HOURS,
        drugs=parts.drugs,
    )


def _busiest(atlas: Atlas, cells: Mapping[tuple[Point, ...], int]) -> list[tuple[Spot, int]]:
    """The cells with most tips: their middle, by the name of the nearest town, and their count."""
    found = sorted(cells.items(), key=lambda item: (-item[1], item[0]))[:_BUSIEST]
    return [(_middle(atlas, outline), count) for outline, count in found]


def _middle(atlas: Atlas, outline: tuple[Point, ...]) -> Spot:
    south = sum(corner[0] for corner in outline) / len(outline)
    west = sum(corner[1] for corner in outline) / len(outline)
    around = Box(south - _NEAR, west - _NEAR, south + _NEAR, west + _NEAR)
    towns = atlas.towns(around, _TOWNS_NEAR)
    near = min(
        towns, key=lambda t: (t.latitude - south) ** 2 + (t.longitude - west) ** 2 / 2, default=None
    )
    return Spot(near.name if near else "", south, west)


def _trend(picture: Picture, series: Mapping[str, Sequence[int]], telling: Telling) -> Chart:
    drawn = {name: tuple(map(telling.seen, counts)) for name, counts in series.items()}
    return stacked(columns_of(picture.seen.period), drawn)


def _series(
    picture: Picture, telling: Telling, drug: Callable[[str], str]
) -> dict[str, tuple[int, ...]]:
    names = telling.ordered(picture.drugs)
    return folded({drug(name): picture.trend[name] for name in names}, "All others", telling.seen)


def _named(picture: Picture, telling: Telling) -> dict[str, int]:
    """The areas with most tips; those without one are told apart."""
    named = [(name, count) for name, count in telling.ordered(picture.areas).items() if name]
    return dict(named[:_AREAS])


def _areas_map(parts: Parts, picture: Picture, telling: Telling) -> MapView | None:
    spots = []
    for name, count in picture.areas.items():
        spot = parts.atlas.position(name) if name else None
        if spot is not None and telling.seen(count):
            spots.append((spot, telling.seen(count), f"{name}: {telling.said(count)}"))
    return map_of(parts.atlas, spots=spots, tiles=parts.tiles)

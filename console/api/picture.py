"""The picture over the API: counts, as the desk sees them or as they may leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request

from console.api import picture_answers as answers
from console.api.entry import QueueProgram, ReadingProgram
from console.parts import Parts
from console.seen import AskedPicture
from core.geography import Grid
from core.picture import Picture, Seen, draw
from core.suppression import protect

router = APIRouter(prefix="/picture", tags=["picture"])


@router.get("")
async def show_picture(
    request: Request, entrant: QueueProgram, asked: AskedPicture
) -> answers.Picture:
    """Count the tips of a period and of the one it is compared with; no seal is broken."""
    del entrant
    parts: Parts = request.app.state.parts
    seen = asked.seen(parts.clock.now().date())
    compared = asked.compared(seen)
    now = draw(seen, await parts.tallies.count(seen))
    before = draw(compared, await parts.tallies.count(compared))
    may_leave = asked.is_public
    return answers.Picture(
        may_leave=may_leave,
        now=_sums(now, may_leave=may_leave),
        before=_sums(before, may_leave=may_leave),
        span=seen.period.span,
        columns=list(now.buckets),
        trend=[
            answers.Trend(drug=each.name, counts=_told(now.trend[each.name], may_leave=may_leave))
            for each in _counted(now.drugs, may_leave=may_leave)
        ],
    )


@router.get("/places")
async def show_places(
    request: Request, entrant: ReadingProgram, asked: AskedPicture
) -> answers.Places:
    """Open the newest tips of a period, and count the places and hours that they tell."""
    parts: Parts = request.app.state.parts
    seen: Seen = asked.seen(parts.clock.now().date())
    survey = await parts.surveying.survey(seen, entrant.key, member=entrant.member)
    return answers.Places(
        since=seen.period.since,
        until=seen.period.until,
        read=survey.read,
        is_whole=survey.is_whole,
        located=survey.located,
        timed=survey.timed,
        cells=[
            _cell(parts.surveying.grid, cell, count)
            for cell, count in sorted(survey.cells.items(), key=lambda item: (-item[1], item[0]))
        ],
        hours=[
            answers.Hour(weekday=weekday, hour=hour, count=count)
            for (weekday, hour), count in sorted(survey.hours.items())
        ],
    )


def _sums(picture: Picture, *, may_leave: bool) -> answers.Sums:
    areas = _counted(picture.areas, may_leave=may_leave)
    return answers.Sums(
        since=picture.seen.period.since,
        until=picture.seen.period.until,
        total=sum(each.count or 0 for each in areas),
        areas=areas,
        drugs=_counted(picture.drugs, may_leave=may_leave),
    )


def _counted(counts: Mapping[str, int], *, may_leave: bool) -> list[answers.Counted]:
    """In the order of what is told, so that the order tells no more."""
    told = zip(counts, _told(list(counts.values()), may_leave=may_leave), strict=True)
    ordered = sorted(told, key=lambda item: (-(item[1] or 0), item[0]))
    return [answers.Counted(name=name, count=count) for name, count in ordered]


def _told(counts: Sequence[int], *, may_leave: bool) -> list[answers.Told]:
    if not may_leave:
        return list(counts)
    protected = protect(dict(enumerate(counts)))
    return [protected.cells[number] for number in range(len(counts))]


def _cell(grid: Grid, cell: str, count: int) -> answers.Cell:
    outline = grid.outline(cell)
    return answers.Cell(
        cell=cell,
        latitude=round(sum(corner[0] for corner in outline) / len(outline), 5),
        longitude=round(sum(corner[1] for corner in outline) / len(outline), 5),
        count=count,
    )

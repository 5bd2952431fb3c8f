"""Operations: what there are, the story of one in numbers, and telling the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from pydantic import BeforeValidator
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.area_trend import around
from console.charts import stacked
from console.columns import columns_of
from console.history import lines_of
from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Leader, Publisher, QueueReader, TipWorker
from console.tip import show_again
from console.wording import Words
from core.operations import MAX_NEWS, Stage
from core.partners import MAX_NAME

router = APIRouter()

_Id = Annotated[str, Path(max_length=64)]
_Chosen = Annotated[str, Form(max_length=64)]
_Day = Annotated[date, Form(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
_MaybeDay = Annotated[
    date | None,
    BeforeValidator(lambda day: day or None),
    Form(ge=date(2000, 1, 1), le=date(2200, 1, 1)),
]


@router.get("/operations")
async def show_operations(request: Request, entrant: QueueReader) -> Response:
    """Every operation, and what has come of it."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    found = await parts.operating.operations.all()
    return pages.show(
        "operations.html",
        entrant,
        stories=[await parts.operating.story(each.id) for each in found],
        terms=parts.operating.terms,
        today=parts.clock.now().date(),
    )


@router.post("/operations")
async def begin(
    request: Request,
    entrant: Leader,
    starts: _Day,
    ends: _MaybeDay = None,
    name: Annotated[str, Form(max_length=2 * MAX_NAME)] = "",
    areas: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Begin an operation."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "operation"):
        await parts.operating.begin(name, areas, starts, ends, member=entrant.member)
    return RedirectResponse("/operations", status_code=303)


@router.get("/operations/{operation_id}")
async def show_operation(request: Request, entrant: QueueReader, operation_id: _Id) -> Response:
    """The story of an operation in numbers."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    story = await parts.operating.story(operation_id)
    today = parts.clock.now().date()
    seen, trend = await around(parts, story.operation, today)
    history = await parts.audit.history(operation_id)
    return pages.show(
        "operation.html",
        entrant,
        seen=seen,
        trend=stacked(columns_of(seen.period), _by_stage(pages.words, trend)),
        stage_columns=columns_of(seen.period),
        by_stage=_by_stage(pages.words, trend),
        story=story,
        operation=story.operation,
        stages=tuple(Stage),
        proposed=parts.operating.terms.propose(story),
        most_news=MAX_NEWS,
        history=lines_of([replace(each, note="") for each in history]),
        terms=parts.operating.terms,
        today=today,
    )


def _by_stage(words: Words, trend: Mapping[Stage, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {words.of("stage", stage).capitalize(): counts for stage, counts in trend.items()}


@router.post("/operations/{operation_id}/end")
async def end(request: Request, entrant: Leader, operation_id: _Id, ends: _Day) -> Response:
    """Set the last day."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "operation"):
        await parts.operating.end(operation_id, ends, member=entrant.member)
    return _show_again(operation_id)


@router.post("/operations/{operation_id}/result")
async def add_result(  # each is a field of the form
    request: Request,
    entrant: Leader,
    operation_id: _Id,
    *,
    day: _Day,
    kind: Annotated[str, Form(max_length=40)] = "",
    count: Annotated[int, Form(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Note what came of an operation."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "result"):
        await parts.operating.add_result(operation_id, kind, count, day, member=entrant.member)
    return _show_again(operation_id)


@router.post("/operations/{operation_id}/publish")
async def publish(
    request: Request,
    entrant: Publisher,
    operation_id: _Id,
    news: Annotated[str, Form(max_length=2 * MAX_NEWS)] = "",
) -> Response:
    """Tell the public, through /news of the bot."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "published"):
        await parts.operating.publish(operation_id, news, entrant.key, member=entrant.member)
    return _show_again(operation_id)


@router.post("/operations/{operation_id}/detach")
async def detach(
    request: Request, entrant: TipWorker, operation_id: _Id, tip: _Chosen = ""
) -> Response:
    """Take a tip off an operation."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "detached"):
        await parts.operating.detach(operation_id, tip, member=entrant.member)
    return _show_again(operation_id)


@router.post("/tips/{tip_id}/attach")
async def attach(
    request: Request, entrant: TipWorker, tip_id: TipId, operation: _Chosen = ""
) -> Response:
    """Attach a tip to an operation."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "attached"):
        await parts.operating.attach(operation, tip_id, member=entrant.member)
    return show_again(tip_id)


def _show_again(operation_id: str) -> Response:
    return RedirectResponse(f"/operations/{operation_id}", status_code=303)

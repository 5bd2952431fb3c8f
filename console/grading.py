"""A tip's way out of the desk: graded, released by a second person, closed with an outcome."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.acts import act
from console.parts import Parts
from console.queue import TipId
from console.rights import Releaser, Worker
from console.tip import show_again
from core.grading import Grade

router = APIRouter()

_Code = Annotated[str, Form(max_length=8)]


@router.post("/tips/{tip_id}/grade")
async def grade(  # noqa: PLR0913  # each is a field of the form
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    *,
    source: _Code,
    assessment: _Code,
    handling: _Code,
    action: _Code = "",
    sanitisation: _Code = "",
) -> Response:
    """Decide the grade of a tip that one has claimed."""
    parts: Parts = request.app.state.parts
    decided = Grade(
        source=source,
        assessment=assessment,
        handling=handling,
        conditions=tuple(filter(None, (action, sanitisation))),
    )
    async with act(request, entrant, "graded"):
        await parts.grading.grade(tip_id, decided, member=entrant.member)
    return show_again(tip_id)


@router.post("/tips/{tip_id}/release")
async def release(request: Request, entrant: Releaser, tip_id: TipId) -> Response:
    """Let a tip leave the desk that somebody else graded."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "released"):
        await parts.grading.release(tip_id, member=entrant.member)
    return show_again(tip_id)


@router.post("/tips/{tip_id}/close")
async def close(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    outcome: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """End the work on a tip with what it led to."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "closed"):
        await parts.grading.close(tip_id, outcome, member=entrant.member)
    return show_again(tip_id)

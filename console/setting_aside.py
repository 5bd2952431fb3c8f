"""Taking a tip out of the queue: held, junk, or a duplicate of another."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.acts import act
from console.parts import Parts
from console.queue import TipId
from console.rights import Steerer
from console.tip import show_again
from core.tip import Status

router = APIRouter()

_Key = Annotated[str, Form(max_length=40)]


@router.post("/tips/{tip_id}/set-aside")
async def set_aside(
    request: Request,
    entrant: Steerer,
    tip_id: TipId,
    to: Annotated[Literal["junk", "held"], Form()],
    reason: _Key,
) -> Response:
    """Take a tip out of the queue, for a reason of the list."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, to):
        await parts.notebook.set_aside(tip_id, Status(to), reason, member=entrant.member)
    return show_again(tip_id)


@router.post("/tips/{tip_id}/duplicate")
async def mark_duplicate(
    request: Request,
    entrant: Steerer,
    tip_id: TipId,
    reason: _Key,
    of: Annotated[str, Form(min_length=1, max_length=64)],
) -> Response:
    """Take a tip out of the queue that repeats another; each then points to the other."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "duplicate"):
        await parts.notebook.set_aside(
            tip_id, Status.DUPLICATE, reason, member=entrant.member, of=of.strip()
        )
    return show_again(tip_id)

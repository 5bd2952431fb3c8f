"""What the open queue page asks every twenty seconds: how many tips, and who looks at which."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from console.filters import AskedFilters, Filters
from console.parts import Parts
from console.presence import Presence
from console.rights import QueueWatcher
from core.tip import Priority

router = APIRouter()


async def count(parts: Parts, filters: Filters) -> dict[str, int | str]:
    """How many tips there are of each priority, whichever the queue is narrowed to: 7, or 1000+."""
    counts = await parts.desk.counts(replace(filters.wanted(), priorities=()))
    return {
        priority.value: f"{counts.of(priority)}+"
        if counts.is_cut(priority)
        else counts.of(priority)
        for priority in Priority
    }


@router.get("/queue/counts")
async def show_counts(request: Request, entrant: QueueWatcher, filters: AskedFilters) -> Response:
    """The counts and who looks at what, as JSON. It does not keep a visit alive."""
    presence: Presence = request.app.state.presence
    counts = await count(request.app.state.parts, filters)
    return JSONResponse({"counts": counts, "viewers": presence.others(entrant.name)})

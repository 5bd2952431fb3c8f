"""Saved views: filters of the queue under a name, for whoever saved them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.filters import AskedFilters
from console.parts import Parts
from console.rights import QueueReader
from core.views import named

router = APIRouter()

_Name = Annotated[str, Form(max_length=200)]


@router.post("/queue/views")
async def save(
    request: Request, entrant: QueueReader, filters: AskedFilters, name: _Name = ""
) -> Response:
    """Save what the queue is narrowed to."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "view_kept"):
        await parts.views.keep(entrant.name, named(name, filters.query()))
    return RedirectResponse(f"/queue?{filters.query()}", status_code=303)


@router.post("/queue/views/drop")
async def drop(
    request: Request, entrant: QueueReader, filters: AskedFilters, name: _Name = ""
) -> Response:
    """Forget a view."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "view_dropped"):
        await parts.views.drop(entrant.name, name)
    return RedirectResponse(f"/queue?{filters.query()}", status_code=303)

"""The audit's page: what staff did, and whether the record is whole."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from console.pages import Pages
from console.parts import Parts
from console.rights import Auditor

router = APIRouter()

_SHOWN = 200
CHECKED = 10_000
"""Newest entries that a page checks; `tipline audit verify` checks all."""


@router.get("/audit")
async def show_audit(request: Request, entrant: Auditor) -> Response:
    """The newest entries, newest first; as much of the chain is walked as takes no time."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    return pages.show(
        "audit.html",
        entrant,
        entries=await parts.audit.latest(_SHOWN),
        broken_at=await parts.audit.first_break(CHECKED),
        checked=CHECKED,
    )

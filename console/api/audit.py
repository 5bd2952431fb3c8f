"""The audit over the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from console.api.answers import Audit
from console.api.entry import AuditingProgram
from console.api.rendering import entry
from console.audit import CHECKED
from console.parts import Parts

router = APIRouter(tags=["audit"])


@router.get("/audit")
async def show_audit(
    request: Request,
    entrant: AuditingProgram,
    count: Annotated[int, Query(ge=1, le=1000, description="How many entries.")] = 100,
) -> Audit:
    """Give the newest entries, and say whether the newest ten thousand hold together."""
    del entrant
    parts: Parts = request.app.state.parts
    entries = await parts.audit.latest(count)
    broken_at = await parts.audit.first_break(CHECKED)
    return Audit(entries=[entry(each) for each in entries], broken_at=broken_at)

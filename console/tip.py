"""The page of one tip: its words with what was found in them, and what may be done with it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.facts import found_in, reasons_of
from console.marking import pieces
from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Asker, Reader, Steerer
from core.tip import Priority, Status

router = APIRouter()

_Reason = Annotated[str, Form(min_length=3, max_length=300, pattern=r"\S")]


@router.get("/tips/{tip_id}")
async def show_tip(request: Request, entrant: Reader, tip_id: TipId) -> Response:
    """Open a tip; that it was opened stands in the audit."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    opened = await parts.desk.open(tip_id, entrant.key)
    history = await parts.audit.history(tip_id)
    return pages.show(
        "tip.html",
        entrant,
        row=opened.row,
        details=opened.details,
        additions=opened.additions,
        history=history[::-1],
        found=found_in(opened, pages.words),
        reasons=reasons_of(opened),
        pieces=pieces,
        priorities=tuple(Priority),
        questions=parts.desk.rules.questions,
        now=parts.clock.now(),
    )


@router.post("/tips/{tip_id}/priority")
async def overrule(
    request: Request,
    entrant: Steerer,
    tip_id: TipId,
    priority: Annotated[Priority, Form()],
    reason: _Reason,
) -> Response:
    """Change the priority; the machine's stays beside it."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "priority"):
        await parts.desk.overrule(tip_id, priority, by=entrant.name, note=reason.strip())
    return _show_again(tip_id)


@router.post("/tips/{tip_id}/set-aside")
async def set_aside(
    request: Request,
    entrant: Steerer,
    tip_id: TipId,
    to: Annotated[Literal["junk", "duplicate", "held"], Form()],
    reason: _Reason,
) -> Response:
    """Take a tip out of the queue."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, to):
        await parts.desk.move(tip_id, Status(to), by=entrant.name, note=reason.strip())
    return _show_again(tip_id)


@router.post("/tips/{tip_id}/ask")
async def ask(
    request: Request,
    entrant: Asker,
    tip_id: TipId,
    question: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Leave a question of the closed list for whoever holds the receipt."""
    parts: Parts = request.app.state.parts
    chosen = question if question in parts.desk.rules.questions else ""
    async with act(request, entrant, "asked"):
        await parts.desk.answer(tip_id, chosen, entrant.key)
    return _show_again(tip_id)


def _show_again(tip_id: str) -> Response:
    return RedirectResponse(f"/tips/{tip_id}", status_code=303)

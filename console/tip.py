"""The page of one tip: its words with what was found in them, and what may be done with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.facts import found_in, ground_of, reasons_of
from console.marking import pieces
from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Reader, Steerer, Worker
from core.tip import Priority

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
        notes=await parts.notebook.read(opened, entrant.key),
        terms=parts.notebook.terms,
        scheme=parts.grading.scheme,
        proposed=parts.grading.propose(opened),
        decided=await parts.grading.decided(opened, entrant.key),
        found=found_in(opened, pages.words),
        reasons=reasons_of(opened),
        ground=ground_of(opened),
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
    return show_again(tip_id)


@router.post("/tips/{tip_id}/ask")
async def ask(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    question: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Leave a question of the closed list for whoever holds the receipt."""
    parts: Parts = request.app.state.parts
    chosen = question if question in parts.desk.rules.questions else ""
    async with act(request, entrant, "asked"):
        await parts.desk.answer(tip_id, chosen, entrant.key)
    return show_again(tip_id)


def show_again(tip_id: str) -> Response:
    """Lead back to the page of the tip."""
    return RedirectResponse(f"/tips/{tip_id}", status_code=303)

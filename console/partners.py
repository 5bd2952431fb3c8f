"""Partners and what was referred to them: their page, referring a tip, and what came back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Leader, Worker
from console.tip import show_again
from core.partners import MAX_EXTRACT, MAX_NAME, ReferralState, answers_of

router = APIRouter()

_SHOWN = 200
_Id = Annotated[str, Path(max_length=64)]


@router.get("/partners")
async def show_partners(request: Request, entrant: Worker) -> Response:
    """Who acts on tips, and what waits for an answer. No word of a tip stands here."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    return pages.show(
        "partners.html",
        entrant,
        partners=await parts.referring.partners.all(),
        referrals=await parts.referring.referrals.latest(_SHOWN),
        terms=parts.referring.terms,
        answers_of=answers_of,
        today=parts.clock.now().date(),
    )


@router.post("/partners")
async def add_partner(
    request: Request,
    entrant: Leader,
    name: Annotated[str, Form(max_length=2 * MAX_NAME)] = "",
    kind: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep a new partner."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "partner"):
        await parts.referring.add_partner(name, kind, member=entrant.member)
    return RedirectResponse("/partners", status_code=303)


@router.post("/partners/{partner_id}/active")
async def set_active(
    request: Request, entrant: Leader, partner_id: _Id, *, active: Annotated[bool, Form()] = False
) -> Response:
    """Let new referrals go to a partner, or no longer."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "partner"):
        await parts.referring.set_active(partner_id, is_active=active, member=entrant.member)
    return RedirectResponse("/partners", status_code=303)


@router.post("/referrals/{referral_id}")
async def answer(
    request: Request, entrant: Worker, referral_id: _Id, state: Annotated[ReferralState, Form()]
) -> Response:
    """Note what a partner answered."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "answered"):
        await parts.referring.answer(referral_id, state, member=entrant.member)
    return RedirectResponse("/partners", status_code=303)


@router.post("/tips/{tip_id}/refer")
async def refer(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    partner: Annotated[str, Form(max_length=64)] = "",
    extract: Annotated[str, Form(max_length=2 * MAX_EXTRACT)] = "",
) -> Response:
    """Send an extract of a released tip to a partner."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "referred"):
        opened = await parts.desk.open(tip_id, entrant.key)
        await parts.referring.refer(opened, partner, extract, entrant.key, member=entrant.member)
    return show_again(tip_id)

"""What is written beside a tip: notes, and labels of a list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.acts import act
from console.parts import Parts
from console.queue import TipId
from console.rights import Worker
from console.tip import show_again

router = APIRouter()

_Key = Annotated[str, Form(max_length=40)]


@router.post("/tips/{tip_id}/note")
async def write(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    text: Annotated[str, Form(max_length=6000)] = "",
    label: _Key = "",
) -> Response:
    """Keep a note, or a label of the list, sealed with the tip."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "labelled" if label else "noted"):
        if label:
            await parts.notebook.label(tip_id, label, member=entrant.member)
        else:
            await parts.notebook.note(tip_id, text, member=entrant.member)
    return show_again(tip_id)


@router.post("/tips/{tip_id}/unlabel")
async def take_label(request: Request, entrant: Worker, tip_id: TipId, label: _Key) -> Response:
    """Take a label off a tip, which is opened to find it."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "unlabelled"):
        opened = await parts.desk.open(tip_id, entrant.key)
        await parts.notebook.unlabel(opened, label, entrant.key, member=entrant.member)
    return show_again(tip_id)

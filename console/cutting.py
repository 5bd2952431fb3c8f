"""Taking more words out of a tip, for good: chosen, shown as it would be, and only then done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.acts import act
from console.marking import pieces
from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Worker
from console.tip import show_again
from console.visits import Notice
from core.desk_ports import Opened
from core.errors import NothingToCut, TipChanged
from core.tip import Part

router = APIRouter()

_Typed = Annotated[str, Form(max_length=4000)]
_Found = Annotated[list[str], Form(max_length=200, default_factory=list)]


@router.post("/tips/{tip_id}/cut/preview")
async def preview(
    request: Request, entrant: Worker, tip_id: TipId, found: _Found, typed: _Typed = ""
) -> Response:
    """Show what would be left; nothing is stored."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    opened = await parts.desk.open(tip_id, entrant.key)
    words = _words(found, typed)
    try:
        left = parts.notebook.without(opened, words)
    except NothingToCut as refusal:
        entrant.visit.notice = Notice(str(refusal), is_problem=True)
        return show_again(tip_id)
    return pages.show(
        "cut.html",
        entrant,
        row=opened.row,
        left=left.row,
        words=words,
        changed=_changed(opened, left),
        pieces=pieces,
    )


@router.post("/tips/{tip_id}/cut")
async def cut(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    found: _Found,
    version: Annotated[int, Form()] = 0,
) -> Response:
    """Take the words out, if the tip is still as it was shown."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "cut"):
        opened = await parts.desk.open(tip_id, entrant.key)
        if opened.row.version != version:
            raise TipChanged
        await parts.notebook.cut(opened, _words(found, ""), member=entrant.member)
    return show_again(tip_id)


def _words(found: list[str], typed: str) -> tuple[str, ...]:
    """What was chosen and typed, a line each, every one once."""
    lines = [line.strip() for line in (*found, *typed.splitlines())]
    return tuple(dict.fromkeys(filter(None, lines)))


def _changed(before: Opened, after: Opened) -> tuple[Part, ...]:
    """The parts that are not what they were, as they would be."""
    pairs = zip(_parts(before), _parts(after), strict=True)
    return tuple(new for old, new in pairs if old != new)


def _parts(opened: Opened) -> tuple[Part, ...]:
    return tuple(part for parts in (opened.details.parts, *opened.additions) for part in parts)

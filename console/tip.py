"""The page of one tip: its words with what was found in them, and what may be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from console.acts import act
from console.facts import found_in, ground_of, reasons_of
from console.history import lines_of
from console.marking import pieces
from console.outreach import outreach_of
from console.pages import Pages
from console.parts import Parts
from console.presence import Presence
from console.queue import TipId
from console.rights import Entrant, QueueReader, QueueWatcher, Steerer, Worker
from console.tip_places import places_map
from console.wording import Words
from core.desk_ports import Opened
from core.errors import NotSaved
from core.links import Links
from core.notes import NoteKind
from core.people import Right
from core.tip import Priority

router = APIRouter()

_COMPARED = 50
"""Tips of a visit whose comparison with others is remembered."""

_Reason = Annotated[str, Form(min_length=3, max_length=300, pattern=r"\S")]


@router.get("/tips/{tip_id}")
async def show_tip(request: Request, entrant: QueueReader, tip_id: TipId) -> Response:
    """The page of a tip; whoever does not read gets what the queue shows, and no word of it."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    presence: Presence = request.app.state.presence
    is_whole = entrant.may(Right.READ)
    if is_whole:
        values = await _whole(parts, entrant, tip_id, pages.words)
    else:
        values = await _plain(parts, tip_id)
    presence.sign(entrant.name, tip_id)
    return pages.show(
        "tip.html" if is_whole else "tip_plain.html",
        entrant,
        **values,
        terms=parts.notebook.terms,
        priorities=tuple(Priority),
        viewers=presence.others(entrant.name).get(tip_id, ""),
        now=parts.clock.now(),
    )


@router.get("/tips/{tip_id}/viewers")
async def show_viewers(request: Request, entrant: QueueWatcher, tip_id: TipId) -> Response:
    """Who else looks at a tip, as JSON: an open page asks, and so says that it is open."""
    presence: Presence = request.app.state.presence
    presence.sign(entrant.name, tip_id)
    return JSONResponse({"viewers": presence.others(entrant.name).get(tip_id, "")})


async def _plain(parts: Parts, tip_id: str) -> dict[str, Any]:
    """What may be known of a tip without its seal being broken; reasons may speak of its words."""
    row = await parts.desk.tips.row(tip_id)
    history = await parts.audit.history(tip_id)
    return {"row": row, "history": lines_of([replace(entry, note="") for entry in history])}


async def _whole(parts: Parts, entrant: Entrant, tip_id: str, words: Words) -> dict[str, Any]:
    """Everything of a tip. It is opened for that; that it was opened stands in the audit."""
    opened = await parts.desk.open(tip_id, entrant.key)
    notes = await parts.notebook.read(opened, entrant.key)
    history = await parts.audit.history(tip_id)
    return {
        "row": opened.row,
        "details": opened.details,
        "additions": opened.additions,
        "history": lines_of(history),
        "notes": [note for note in notes if note.said.kind is not NoteKind.ASKED],
        "thread": await parts.notebook.thread(opened, notes),
        "linked": await _linked(parts, entrant, opened),
        "scheme": parts.grading.scheme,
        "proposed": parts.grading.propose(opened),
        "decided": await parts.grading.decided(opened, entrant.key),
        "found": (found := found_in(opened, words)),
        "choices": dict.fromkeys(fact.text for facts in found.values() for fact in facts),
        "reasons": reasons_of(opened),
        "ground": ground_of(opened),
        "pieces": pieces,
        "questions": parts.desk.rules.questions,
        "outreach": await outreach_of(parts, opened, entrant),
        "places_map": places_map(parts, opened),
    }


async def _linked(parts: Parts, entrant: Entrant, opened: Opened) -> Links | None:
    """What ties the tip to others; None when the store could not be used for it."""
    known = entrant.visit.compared
    before = known.pop(opened.row.id, None)
    try:
        compared = await parts.linking.compare(
            opened, entrant.key, member=entrant.member, before=before
        )
    except NotSaved:
        return None
    known[opened.row.id] = compared
    if len(known) > _COMPARED:
        del known[next(iter(known))]
    return compared.links


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

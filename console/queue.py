"""The queue: its page, its counts, and the buttons in its rows."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.counts import count
from console.filters import PERIODS, AskedFilters
from console.pages import Pages
from console.parts import Parts
from console.presence import Presence
from console.rights import QueueReader, Steerer
from core.errors import NoSuchTip
from core.searching import LONGEST
from core.tip import Priority, Status, TipRow

router = APIRouter()

_PAGE = 50
TipId = Annotated[str, Path(max_length=64)]
_Back = Annotated[Literal["queue", "tip"], Form()]
_Query = Annotated[str, Form(max_length=1000)]


@router.get("/queue")
async def show_queue(request: Request, entrant: QueueReader, filters: AskedFilters) -> Response:
    """A page of the queue."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    presence: Presence = request.app.state.presence
    after = await row_or_none(parts, filters.after)
    rows = await parts.desk.queue(filters.wanted(), after=after, count=_PAGE + 1)
    shown, is_more = rows[:_PAGE], len(rows) > _PAGE
    return pages.show(
        "queue.html",
        entrant,
        rows=shown,
        counts=await count(parts, filters),
        filters=filters,
        next_query=filters.query(after=shown[-1].id) if is_more else "",
        query=filters.query(after=filters.after),
        priorities=tuple(Priority),
        statuses=tuple(Status),
        chosen_statuses=filters.wanted().statuses,
        drugs=parts.drugs,
        periods=PERIODS,
        longest=LONGEST,
        views=await parts.views.of(entrant.name),
        viewers=presence.others(entrant.name),
        now=parts.clock.now(),
    )


@router.post("/tips/{tip_id}/claim")
async def claim(
    request: Request, entrant: Steerer, tip_id: TipId, back: _Back = "queue", query: _Query = ""
) -> Response:
    """Take a tip for work."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "claimed"):
        await parts.desk.claim(tip_id, member=entrant.member)
    return _go_back(tip_id, back, query)


@router.post("/tips/{tip_id}/put-back")
async def put_back(
    request: Request, entrant: Steerer, tip_id: TipId, back: _Back = "queue", query: _Query = ""
) -> Response:
    """Give up a claim, or bring back what was set aside."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "put_back"):
        await parts.desk.put_back(tip_id, member=entrant.member)
    return _go_back(tip_id, back, query)


def _go_back(tip_id: str, back: str, query: str) -> Response:
    where = f"/tips/{tip_id}" if back == "tip" else f"/queue?{query}" if query else "/queue"
    return RedirectResponse(where, status_code=303)


async def row_or_none(parts: Parts, tip_id: str) -> TipRow | None:
    """The row behind which a page begins; the first page when it is gone."""
    if not tip_id:
        return None
    try:
        return await parts.desk.tips.row(tip_id)
    except NoSuchTip:
        return None

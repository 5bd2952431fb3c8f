"""Searching the words of tips: the form sends them apart from the address, which is kept about."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.filters import AskedFilters
from console.pages import Pages
from console.parts import Parts
from console.rights import Entrant, Searcher
from console.visits import LastSearch, Notice
from core.desk_ports import Wanted
from core.errors import NothingSought
from core.searching import LONGEST, Sought
from core.tip import Status

router = APIRouter()

_EVERY = Wanted(statuses=tuple(Status))


@router.get("/search")
async def show_search(request: Request, entrant: Searcher) -> Response:
    """What the last search of this visit found; nothing is opened again for it."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    last = entrant.visit.search
    return pages.show("search.html", entrant, search=last, longest=LONGEST, now=parts.clock.now())


@router.post("/search")
async def search(
    request: Request,
    entrant: Searcher,
    filters: AskedFilters,
    *,
    typed: Annotated[str, Form(max_length=400)] = "",
    within: Annotated[Literal["every", "these"], Form()] = "every",
) -> Response:
    """Look through the newest tips for some seconds."""
    wanted = filters.wanted() if within == "these" else _EVERY
    try:
        sought = Sought.of(typed)
    except NothingSought as refusal:
        entrant.visit.notice = Notice(str(refusal), is_problem=True)
        return RedirectResponse(f"/queue?{filters.query()}", status_code=303)
    await _look(request, entrant, LastSearch(typed, filters.query(), sought, wanted))
    return RedirectResponse("/search", status_code=303)


@router.post("/search/on")
async def search_on(request: Request, entrant: Searcher) -> Response:
    """Go on behind where the last search of this visit ended."""
    last = entrant.visit.search
    if last is not None and last.result is not None and last.result.last is not None:
        await _look(request, entrant, last)
    return RedirectResponse("/search", status_code=303)


async def _look(request: Request, entrant: Entrant, last: LastSearch) -> None:
    parts: Parts = request.app.state.parts
    before = last.result.last if last.result is not None else None
    found = await parts.search.find(
        last.sought, last.wanted, entrant.key, member=entrant.member, before=before
    )
    entrant.visit.search = last.with_more(found)

"""The queue over the API: pages, counts, and what needs no seal broken."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from console.api.answers import Count, Lists, TipPage, TipSummary
from console.api.entry import AnyProgram, QueueProgram, SteeringProgram, TipId
from console.api.given import Reasoned, SetAside
from console.api.rendering import summary
from console.counts import count
from console.exporting import codes_of
from console.filters import AskedFilters
from console.parts import Parts
from console.queue import row_or_none
from core.tip import Status

router = APIRouter(tags=["queue"])

_MOST = 200


@router.get("/tips")
async def show_queue(
    request: Request,
    entrant: QueueProgram,
    filters: AskedFilters,
    at_most: Annotated[int, Query(ge=1, le=_MOST, description="Tips of one page.")] = 50,
) -> TipPage:
    """Give a page of the queue; without a status, what waits for work."""
    del entrant
    parts: Parts = request.app.state.parts
    after = await row_or_none(parts, filters.after)
    rows = await parts.desk.queue(filters.wanted(), after=after, count=at_most + 1)
    shown = rows[:at_most]
    return TipPage(
        tips=[summary(row) for row in shown], after=shown[-1].id if len(rows) > at_most else ""
    )


@router.get("/counts")
async def show_counts(request: Request, entrant: QueueProgram, filters: AskedFilters) -> Count:
    """Count the tips of a filter, by priority."""
    del entrant
    found = await count(request.app.state.parts, filters)
    return Count.model_validate({"priority": found, "total": sum(found.values())})


@router.get("/lists")
async def show_lists(request: Request, entrant: AnyProgram) -> Lists:
    """Give every key that may be sent, with its wording."""
    del entrant
    parts: Parts = request.app.state.parts
    terms = parts.notebook.terms
    return Lists(
        reasons={status.value: dict(listed) for status, listed in terms.reasons.items()},
        outcomes=dict(terms.outcomes),
        labels=dict(terms.labels),
        questions=dict(parts.desk.rules.questions),
        purposes=dict(parts.exporting.form.purposes),
        partners=dict(parts.referring.terms.kinds),
        results=dict(parts.operating.terms.results),
        grading={name: dict(codes) for name, codes in codes_of(parts.grading.scheme).items()},
    )


@router.post("/tips/{tip_id}/claim")
async def claim(request: Request, entrant: SteeringProgram, tip_id: TipId) -> TipSummary:
    """Take a tip for work: it is yours for two hours."""
    parts: Parts = request.app.state.parts
    return summary(await parts.desk.claim(tip_id, member=entrant.member))


@router.post("/tips/{tip_id}/put-back")
async def put_back(request: Request, entrant: SteeringProgram, tip_id: TipId) -> TipSummary:
    """Give up a claim, or bring back what was set aside."""
    parts: Parts = request.app.state.parts
    return summary(await parts.desk.put_back(tip_id, member=entrant.member))


@router.post("/tips/{tip_id}/priority")
async def overrule(
    request: Request, entrant: SteeringProgram, tip_id: TipId, given: Reasoned
) -> TipSummary:
    """Change the priority; the machine's stays beside it."""
    parts: Parts = request.app.state.parts
    changed = await parts.desk.overrule(
        tip_id, given.priority, by=entrant.name, note=given.reason.strip()
    )
    return summary(changed)


@router.post("/tips/{tip_id}/set-aside")
async def set_aside(
    request: Request, entrant: SteeringProgram, tip_id: TipId, given: SetAside
) -> TipSummary:
    """Take a tip out of the queue: held, junk, or a duplicate of another."""
    parts: Parts = request.app.state.parts
    moved = await parts.notebook.set_aside(
        tip_id, Status(given.to), given.reason, member=entrant.member, of=given.of
    )
    return summary(moved)

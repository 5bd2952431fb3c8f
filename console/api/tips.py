"""Tips over the API: opening them, working on them, and their way out of the desk."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.api.answers import Tip, TipSummary
from console.api.entry import ReadingProgram, ReleasingProgram, TipId, WorkingProgram
from console.api.given import Grade, Label, Outcome, Question, Recipient, Text
from console.api.link_answers import Links
from console.api.rendering import links, opened_tip, summary
from console.formats.columns import plain_of
from console.pages import Pages
from console.parts import Parts
from core import grading
from core.export_rows import TipLeaving, row_of

router = APIRouter(tags=["tips"])


@router.get("/tips/{tip_id}")
async def show_tip(request: Request, entrant: ReadingProgram, tip_id: TipId) -> Tip:
    """Open a tip; that it was opened, and by whom, stands in the audit."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    opened = await parts.desk.open(tip_id, entrant.key)
    return opened_tip(
        opened,
        pages.words,
        proposed=parts.grading.propose(opened),
        decided=await parts.grading.decided(opened, entrant.key),
        written=await parts.notebook.read(opened, entrant.key),
        history=await parts.audit.history(tip_id),
    )


@router.get("/tips/{tip_id}/links")
async def show_links(request: Request, entrant: ReadingProgram, tip_id: TipId) -> Links:
    """Open a tip and compare it with others; each that is opened stands in the audit."""
    parts: Parts = request.app.state.parts
    opened = await parts.desk.open(tip_id, entrant.key)
    return links(await parts.linking.find(opened, entrant.key, member=entrant.member))


@router.post("/tips/{tip_id}/notes", status_code=204)
async def write_note(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Text
) -> Response:
    """Keep a note, sealed with the tip."""
    parts: Parts = request.app.state.parts
    await parts.notebook.note(tip_id, given.text, member=entrant.member)
    return Response(status_code=204)


@router.post("/tips/{tip_id}/labels", status_code=204)
async def put_label(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Label
) -> Response:
    """Put a label of the list on a tip."""
    parts: Parts = request.app.state.parts
    await parts.notebook.label(tip_id, given.label, member=entrant.member)
    return Response(status_code=204)


@router.post("/tips/{tip_id}/ask", status_code=204)
async def ask(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Question
) -> Response:
    """Leave a question of the closed list for whoever holds the receipt."""
    parts: Parts = request.app.state.parts
    chosen = given.question if given.question in parts.desk.rules.questions else ""
    await parts.desk.answer(tip_id, chosen, entrant.key)
    return Response(status_code=204)


@router.post("/tips/{tip_id}/grade")
async def decide_grade(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Grade
) -> TipSummary:
    """Decide the grade of a tip that the account has claimed."""
    parts: Parts = request.app.state.parts
    decided = grading.Grade(
        source=given.source,
        assessment=given.assessment,
        handling=given.handling,
        conditions=tuple(given.conditions),
    )
    return summary(await parts.grading.grade(tip_id, decided, member=entrant.member))


@router.post("/tips/{tip_id}/release")
async def release(request: Request, entrant: ReleasingProgram, tip_id: TipId) -> TipSummary:
    """Let a tip leave the desk that somebody else graded."""
    parts: Parts = request.app.state.parts
    return summary(await parts.grading.release(tip_id, member=entrant.member))


@router.post("/tips/{tip_id}/close")
async def close(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Outcome
) -> TipSummary:
    """End the work on a released tip with what it led to."""
    parts: Parts = request.app.state.parts
    return summary(await parts.grading.close(tip_id, given.outcome, member=entrant.member))


@router.post("/tips/{tip_id}/report")
async def make_report(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Recipient
) -> dict[str, object]:
    """Make a report of a released tip, as a row of the JSON Lines export has it.

    Nothing of the sender is in it, other than in an opened tip. That it was made, and for whom,
    stands in the audit.
    """
    parts: Parts = request.app.state.parts
    report = await parts.reports.make(tip_id, given.recipient, entrant.key, member=entrant.member)
    leaving = TipLeaving(report.opened, report.decided)
    form = parts.reports.form
    return {"for": report.recipient, **plain_of(row_of(leaving, form), form.caveat)}

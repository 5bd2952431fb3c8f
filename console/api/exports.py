"""Letting many tips leave, over the API: the same two people, once, in time."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from console.api import answers
from console.api.entry import ExportId, ReleasingProgram, WorkingProgram
from console.api.given import AskExport, Passphrase
from console.api.rendering import export
from console.exporting import taken
from console.filters import AskedFilters
from console.parts import Parts
from core.exports import ExportRequest

router = APIRouter(prefix="/exports", tags=["exports"])


@router.get("")
async def show_exports(request: Request, entrant: WorkingProgram) -> answers.Exports:
    """List the newest requests of everybody."""
    parts: Parts = request.app.state.parts
    found = await parts.exporting.latest(member=entrant.member)
    return answers.Exports(exports=[_told(parts, each) for each in found])


@router.post("", status_code=201)
async def ask_export(
    request: Request, entrant: WorkingProgram, filters: AskedFilters, given: AskExport
) -> answers.Export:
    """Ask to let the released tips of a filter leave; somebody else has to let them go."""
    parts: Parts = request.app.state.parts
    made = await parts.exporting.ask(
        filters.wanted(),
        given.format,
        purpose=given.purpose,
        recipient=given.recipient,
        member=entrant.member,
    )
    return _told(parts, made)


@router.get("/{export_id}")
async def show_export(
    request: Request, entrant: WorkingProgram, export_id: ExportId
) -> answers.Export:
    """Say how far a request has come."""
    parts: Parts = request.app.state.parts
    return _told(parts, await parts.exporting.find(export_id, member=entrant.member))


@router.post("/{export_id}/approve")
async def approve_export(
    request: Request, entrant: ReleasingProgram, export_id: ExportId, given: Passphrase
) -> answers.Export:
    """Let an export go that somebody else asked for; whoever asked takes it within an hour."""
    parts: Parts = request.app.state.parts
    await parts.gate.confirm(entrant.name, given.passphrase)
    return _told(parts, await parts.exporting.approve(export_id, member=entrant.member))


@router.post("/{export_id}/refuse")
async def refuse_export(
    request: Request, entrant: WorkingProgram, export_id: ExportId
) -> answers.Export:
    """Refuse an export, or take one's own request back."""
    parts: Parts = request.app.state.parts
    return _told(parts, await parts.exporting.refuse(export_id, member=entrant.member))


@router.post("/{export_id}/take", response_class=Response)
async def take_export(
    request: Request, entrant: WorkingProgram, export_id: ExportId, given: Passphrase
) -> Response:
    """Take the file that one has asked for and another let go. It can be taken once."""
    parts: Parts = request.app.state.parts
    await parts.gate.confirm(entrant.name, given.passphrase)
    return await taken(parts, export_id, entrant.key, entrant.member)


def _told(parts: Parts, request: ExportRequest) -> answers.Export:
    return export(request, request.at(parts.clock.now()))

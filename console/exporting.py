"""Letting many tips leave: one asks, another lets them, whoever asked takes them once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from console.acts import act
from console.confirming import Passphrase, confirm
from console.filters import AskedFilters
from console.formats import WRITERS
from console.formats.columns import About
from console.pages import Pages
from console.parts import Parts
from console.rights import Releaser, Worker
from core.desk_ports import Unlocked
from core.export_rows import ExportRow, row_of
from core.exports import MAX_TIPS, ExportRequest, Format
from core.grading import Scheme
from core.people import Member

router = APIRouter()

ExportId = Annotated[str, Path(max_length=64)]
_Key = Annotated[str, Form(max_length=40)]


@router.get("/exports")
async def show_exports(request: Request, entrant: Worker, filters: AskedFilters) -> Response:
    """What was asked for, and the form to ask for the released tips of a filter."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    return pages.show(
        "exports.html",
        entrant,
        requests=await parts.exporting.latest(member=entrant.member),
        matching=await parts.exporting.matching(filters.wanted(), member=entrant.member),
        most=MAX_TIPS,
        filters=filters,
        formats=tuple(Format),
        purposes=parts.exporting.form.purposes,
        alone=parts.exporting.alone,
        now=parts.clock.now(),
    )


@router.post("/exports")
async def ask_export(  # each is a field of the form
    request: Request,
    entrant: Worker,
    filters: AskedFilters,
    kind: Annotated[Format, Form()],
    purpose: _Key = "",
    recipient: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Ask to let the released tips of a filter leave."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "export_asked"):
        await parts.exporting.ask(
            filters.wanted(), kind, purpose=purpose, recipient=recipient, member=entrant.member
        )
    return _list()


@router.post("/exports/{export_id}/approve")
async def approve_export(
    request: Request, entrant: Releaser, export_id: ExportId, passphrase: Passphrase = ""
) -> Response:
    """Let an export go that somebody else asked for; takes the passphrase again."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "export_approved"):
        await confirm(request, entrant, passphrase)
        await parts.exporting.approve(export_id, member=entrant.member)
    return _list()


@router.post("/exports/{export_id}/refuse")
async def refuse_export(request: Request, entrant: Worker, export_id: ExportId) -> Response:
    """Refuse an export, or take one's own request back."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "export_refused"):
        await parts.exporting.refuse(export_id, member=entrant.member)
    return _list()


@router.post("/exports/{export_id}/take")
async def take_export(
    request: Request, entrant: Worker, export_id: ExportId, passphrase: Passphrase = ""
) -> Response:
    """Take what one has asked for and another let go, as a file; takes the passphrase again."""
    parts: Parts = request.app.state.parts
    answer: Response = _list()
    async with act(request, entrant, "export_taken"):
        await confirm(request, entrant, passphrase)
        answer = await taken(parts, export_id, entrant.key, entrant.member)
    return answer  # noqa: RET504  # the list, where the act was refused


async def taken(parts: Parts, export_id: str, key: Unlocked, member: Member) -> Response:
    """The file of an export, written while it is sent.

    Raises:
        TiplineError: see `Exporting.take`.
    """
    export, content = await written(parts, export_id, key, member)
    name = f"tips-{export.id[:8]}.{export.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=WRITERS[export.format][1], headers=headers)


async def written(
    parts: Parts, export_id: str, key: Unlocked, member: Member
) -> tuple[ExportRequest, AsyncIterator[bytes]]:
    """An export and its content, piece by piece; at most a hundred tips are open at once."""
    export, leaving = await parts.exporting.take(export_id, key, member=member)
    form = parts.exporting.form

    async def rows() -> AsyncIterator[ExportRow]:
        async for tip in leaving:
            yield row_of(tip, form)

    write, _ = WRITERS[export.format]
    return export, write(rows(), about(export, parts))


def about(export: ExportRequest, parts: Parts) -> About:
    """What an export says about itself."""
    form = parts.exporting.form
    facts = {
        "Export": export.id,
        "For": export.recipient,
        "Purpose": form.purposes[export.purpose],
        "Asked for by": export.asked_by,
        "Let go by": export.decided_by,
        "Written": parts.clock.now().date().isoformat(),
        "Provenance": form.provenance,
    }
    lists = codes_of(parts.grading.scheme)
    key = {f"{name} {code}": text for name, codes in lists.items() for code, text in codes.items()}
    return About(facts=facts, caveat=form.caveat, key=key)


def codes_of(scheme: Scheme) -> dict[str, Mapping[str, str]]:
    """Wording of every code, by what it is a code of."""
    conditions = {code: text for codes in scheme.groups.values() for code, text in codes.items()}
    return {
        "source": scheme.sources,
        "assessment": scheme.assessments,
        "handling": scheme.handlings,
        "condition": conditions,
    }


def _list() -> Response:
    return RedirectResponse("/exports", status_code=303)

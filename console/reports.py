"""An intelligence report on one released tip: a page to print, or a PDF."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.pages import Pages
from console.parts import Parts
from console.queue import TipId
from console.rights import Worker
from console.sheets import sheet_of
from console.tip import show_again
from console.visits import Notice
from core.errors import BadRecipient, NotReleased

router = APIRouter()


@router.post("/tips/{tip_id}/report")
async def make_report(
    request: Request,
    entrant: Worker,
    tip_id: TipId,
    recipient: Annotated[str, Form(max_length=200)] = "",
    paper: Annotated[Literal["page", "pdf"], Form()] = "page",
) -> Response:
    """Make a report for somebody; the audit says so."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    try:
        report = await parts.reports.make(tip_id, recipient, entrant.key, member=entrant.member)
    except (BadRecipient, NotReleased) as refusal:
        entrant.visit.notice = Notice(str(refusal), is_problem=True)
        return show_again(tip_id)
    sheet = sheet_of(report, parts.reports.form, parts.reports.scheme, pages.words)
    if paper == "page":
        return pages.show("report.html", sheet=sheet, tip_id=tip_id)
    from console.report_pdf import pdf_of

    content = await asyncio.to_thread(pdf_of, report, sheet)
    return as_file(content, f"report-{tip_id[:8]}.pdf", "application/pdf")


def as_file(content: bytes, name: str, kind: str) -> Response:
    """Content as a file to keep; ``name`` is made by us."""
    safe = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-."))
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return Response(content, media_type=kind, headers=headers)

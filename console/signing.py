"""Signing in and out, and what an account may do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.account import asked
from console.cookies import Cookies
from console.pages import Pages
from console.parts import Parts
from console.presence import Presence
from console.rights import AnyEntrant
from console.visits import Visits
from core.errors import WrongPassphrase
from core.people import Right

router = APIRouter()

_Short = Annotated[str, Form(max_length=40)]
_Long = Annotated[str, Form(max_length=1000)]
_Challenge = Annotated[str, Form(max_length=100)]
_Answer = Annotated[str, Form(max_length=20_000)]


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """The form. It is the same for everybody."""
    pages: Pages = request.app.state.pages
    return pages.show("sign_in.html", has_failed=False)


@router.post("/sign-in/challenge")
async def challenge(request: Request, name: _Short = "") -> Response:
    """Ask a security key to sign: the page's script hands this to the browser."""
    parts: Parts = request.app.state.parts
    return asked(await parts.gate.begin_webauthn(name.strip()))


@router.post("/sign-in")
async def sign_in(  # each is a field of the form
    request: Request,
    *,
    name: _Short = "",
    passphrase: _Long = "",
    code: _Short = "",
    challenge: _Challenge = "",
    answer: _Answer = "",
) -> Response:
    """Let somebody in, or say one sentence that is the same whatever is wrong."""
    parts: Parts = request.app.state.parts
    cookies: Cookies = request.app.state.cookies
    visits: Visits = request.app.state.visits
    pages: Pages = request.app.state.pages
    device = request.cookies.get(cookies.device, "")
    who = (name.strip(), passphrase)
    try:
        if answer:
            signed = await parts.gate.finish_webauthn(*who, challenge, answer, device=device)
        else:
            signed = await parts.gate.sign_in(*who, code.strip(), device=device)
    except WrongPassphrase:
        return pages.show("sign_in.html", has_failed=True, status=401)
    visits.end(request.cookies.get(cookies.visit, ""))
    door = RedirectResponse("/", status_code=303)
    cookies.set_visit(door, visits.begin(signed))
    if signed.device:
        cookies.set_device(door, signed.device)
    return door


@router.post("/sign-out")
async def sign_out(request: Request, entrant: AnyEntrant) -> Response:
    """End the visit: its key is overwritten, and the browser is told to forget."""
    cookies: Cookies = request.app.state.cookies
    end_visits(request, entrant.name)
    answer = RedirectResponse("/sign-in", status_code=303)
    cookies.drop_visit(answer)
    # Not "cookies": the browser stays known to the gate, so that nobody else shuts it out.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def end_visits(request: Request, name: str) -> None:
    """End every visit of an account: its keys are overwritten, and nobody sees it look any more."""
    visits: Visits = request.app.state.visits
    presence: Presence = request.app.state.presence
    visits.end_all_of(name)
    presence.forget(name)


@router.get("/")
async def home(entrant: AnyEntrant) -> Response:
    """Lead everybody to where their work is."""
    homes = {Right.QUEUE: "/queue", Right.AUDIT: "/audit", Right.PEOPLE: "/people"}
    where = next((path for right, path in homes.items() if entrant.may(right)), "/account")
    return RedirectResponse(where, status_code=303)

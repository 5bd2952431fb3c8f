"""How somebody who was invited makes their account: code, passphrase, authenticator, fingerprint.

Whoever has no account yet reaches these pages; the code of the invitation, of 128 random bits, is
what lets them on. Nothing is stored before the last form is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from console.pages import Pages
from console.parts import Parts
from console.problems import TwoPassphrases
from core.errors import TiplineError
from core.people import Member
from core.people_ports import Authenticator, Proof

router = APIRouter()

_REFUSED = 422
_Code = Annotated[str, Form(max_length=100)]
_Passphrase = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody on the way to an account.

    Attributes:
        code: of the invitation, as typed.
        member: the account that it makes.
        made: the authenticator to set up; None at a practice desk.
    """

    code: str = field(repr=False)
    member: Member
    made: Authenticator | None


@router.get("/join")
async def show_join(request: Request) -> Response:
    """Ask for the code of the invitation."""
    pages: Pages = request.app.state.pages
    return pages.show("join.html", invited=None, problem="")


@router.post("/join")
async def look(request: Request, code: _Code = "") -> Response:
    """Show what account a code makes, and an authenticator to set up."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    try:
        member = await parts.invitations.look(code)
    except TiplineError as refusal:
        return pages.show("join.html", invited=None, problem=str(refusal), status=_REFUSED)
    made = None if parts.practice else parts.codes.draw(member.name)
    return pages.show("join.html", invited=Invited(code, member, made), problem="")


@router.post("/join/make")
async def make(  # each is a field of the form
    request: Request,
    *,
    code: _Code = "",
    passphrase: _Passphrase = "",
    again: _Passphrase = "",
    secret: Annotated[str, Form(max_length=64)] = "",
    digits: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Make the account, and show the fingerprint of its key once."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    proof = None if parts.practice else Proof(secret=secret, code=digits)
    try:
        if passphrase != again:
            raise TwoPassphrases
        joined = await parts.invitations.redeem(code, passphrase, proof)
    except TiplineError as refusal:
        return await _ask_again(request, code, secret, str(refusal))
    return pages.show("joined.html", joined=joined)


async def _ask_again(request: Request, code: str, secret: str, problem: str) -> Response:
    """The form once more, with the authenticator that was set up already."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    invited = None
    try:
        member = await parts.invitations.look(code)
        made = None if parts.practice else parts.codes.shown(secret, member.name)
        invited = Invited(code, member, made)
    except TiplineError:
        pass  # the code is used up or mistyped: the sentence says so
    return pages.show("join.html", invited=invited, problem=problem, status=_REFUSED)

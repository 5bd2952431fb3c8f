"""Signing in and out of the API, and what the session may do."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.api.answers import Account, Session
from console.api.entry import AnyProgram
from console.api.given import SignIn
from console.parts import Parts
from console.visits import IDLE, LIFE, Door, Visits
from core.people import Right

router = APIRouter(tags=["session"])


@router.post("/session", status_code=201)
async def sign_in(request: Request, given: SignIn) -> Session:
    """Open a session.

    Like the sign-in page: the same accounts, the same throttle, and one answer for whatever is
    wrong. The session holds the desk's key in the memory of the console, and ends like a visit of
    a browser. Another session or visit of the same account ends: give a program an account of its
    own.
    """
    parts: Parts = request.app.state.parts
    visits: Visits = request.app.state.visits
    signed = await parts.gate.sign_in(
        given.name.strip(), given.passphrase, given.code.strip(), device=given.device
    )
    return Session(
        token=visits.begin(signed, Door.API),
        device=signed.device or given.device,
        idle_seconds=int(IDLE.total_seconds()),
        life_seconds=int(LIFE.total_seconds()),
    )


@router.get("/session")
async def show_session(entrant: AnyProgram) -> Account:
    """Say whose session it is, and what it may do."""
    return Account(
        name=entrant.name,
        role=entrant.member.role,
        rights=[right.value for right in Right if entrant.may(right)],
    )


@router.delete("/session", status_code=204)
async def sign_out(request: Request, entrant: AnyProgram) -> Response:
    """End the session: the desk's key is overwritten."""
    visits: Visits = request.app.state.visits
    visits.end_all_of(entrant.name)
    return Response(status_code=204)

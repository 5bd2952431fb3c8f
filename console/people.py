"""Who works at the desk: invited, let in to read, given another role, removed.

Every change asks for the passphrase again: an open browser is not enough to change who gets in.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.confirming import Passphrase, confirm
from console.pages import Pages
from console.parts import Parts
from console.rights import AdmittingLead, Entrant, PeopleKeeper, PeopleWatcher
from console.signing import end_visits
from console.visits import Notice
from core.people import Member, Role, may_invite

router = APIRouter()

_Name = Annotated[str, Form(max_length=100)]


@router.get("/people")
async def show_people(request: Request, entrant: PeopleWatcher) -> Response:
    """All accounts, and who was invited."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    people = await parts.people.everybody()
    return pages.show(
        "people.html",
        entrant,
        people=people,
        invited=await parts.invitations.pending(),
        roles=tuple(Role),
        offered=_offered(entrant.member, [person.member for person in people]),
    )


@router.post("/people/invite")
async def invite(
    request: Request,
    entrant: PeopleWatcher,
    *,
    name: _Name = "",
    role: Annotated[Role, Form()] = Role.ANALYST,
    passphrase: Passphrase = "",
) -> Response:
    """Invite somebody; the next page shows the code, once."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    code = ""
    async with act(request, entrant, "invited"):
        await confirm(request, entrant, passphrase)
        code = await parts.invitations.invite(name.strip(), role, by=entrant.name)
    if code:
        said = pages.words.of("done", "invited").format(name=name.strip(), code=code)
        entrant.visit.notice = Notice(said)
    return _back()


@router.post("/people/admit")
async def admit(
    request: Request,
    entrant: AdmittingLead,
    name: _Name = "",
    fingerprint: _Name = "",
    passphrase: Passphrase = "",
) -> Response:
    """Let an account read, whose owner has read the fingerprint of its key to the lead.

    It has to sign in again: signing in is what opens the desk's key.
    """
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "admitted"):
        await confirm(request, entrant, passphrase)
        await parts.people.admit(name, fingerprint, key=entrant.key)
        _end_others(request, entrant, name)
    return _back()


@router.post("/people/role")
async def set_role(
    request: Request,
    entrant: PeopleKeeper,
    *,
    name: _Name = "",
    role: Annotated[Role, Form()] = Role.ANALYST,
    passphrase: Passphrase = "",
) -> Response:
    """Give an account another role; it has to sign in again."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "role_set"):
        await confirm(request, entrant, passphrase)
        await parts.people.set_role(name, role, by=entrant.name)
        _end_others(request, entrant, name)
    return _back()


@router.post("/people/remove")
async def remove(
    request: Request, entrant: PeopleKeeper, name: _Name = "", passphrase: Passphrase = ""
) -> Response:
    """Destroy an account's keys and second factors, and end its visit."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "removed"):
        await confirm(request, entrant, passphrase)
        await parts.people.remove(name, by=entrant.name)
        _end_others(request, entrant, name)
    return _back()


def _offered(member: Member, everybody: list[Member]) -> tuple[Role, ...]:
    """The roles to which a member may invite."""
    has_one = any(each.role is Role.ADMINISTRATOR for each in everybody)
    return tuple(role for role in Role if may_invite(member, role, has_administrator=has_one))


def _end_others(request: Request, entrant: Entrant, name: str) -> None:
    if name != entrant.name:
        end_visits(request, name)


def _back() -> Response:
    return RedirectResponse("/people", status_code=303)

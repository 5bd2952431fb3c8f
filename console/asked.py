"""What was asked for in the staff bot: the same person says yes or no here.

Here both proofs of who they are were asked for; the chat has only the phone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from console.acts import act
from console.confirming import Passphrase, confirm
from console.pages import Pages
from console.parts import Parts
from console.rights import AnyEntrant
from console.signing import end_visits
from console.visits import Notice
from console.wording import Words
from core.operations import MAX_NEWS
from core.pending import ON_ACCOUNTS, Deed, Pending

router = APIRouter()

_Id = Annotated[str, Path(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An act as the page shows it.

    Attributes:
        facts: what it takes, by its name.
        asks_passphrase: whether yes takes the passphrase too.
        news: a proposal of what is published, or None.
        minutes: that are left.
    """

    id: str
    what: str
    facts: Mapping[str, str]
    asks_passphrase: bool
    news: str | None
    minutes: int


@router.get("/asked")
async def show_asked(request: Request, entrant: AnyEntrant) -> Response:
    """What waits for the tap of whoever is signed in."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    waiting = await parts.tapping.book.of(entrant.name)
    shown = [await _shown(parts, pages.words, pending) for pending in waiting]
    return pages.show("asked.html", entrant, waiting=shown, most_news=MAX_NEWS)


@router.post("/asked/{act_id}/yes")
async def say_yes(
    request: Request,
    entrant: AnyEntrant,
    act_id: _Id,
    passphrase: Passphrase = "",
    news: Annotated[str, Form(max_length=2 * MAX_NEWS)] = "",
) -> Response:
    """Do what was asked for, once."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    code, name = "", ""
    async with act(request, entrant, "tapped"):
        pending = await parts.tapping.find(act_id, by=entrant.name)
        if pending.deed in ON_ACCOUNTS:
            await confirm(request, entrant, passphrase)
        code = await parts.tapping.yes(
            pending, member=entrant.member, key=entrant.visit.key, news=news
        )
        name = pending.arguments.get("name", "")
        if pending.deed in (Deed.ROLE, Deed.REMOVE):
            end_visits(request, name)
    if code:
        entrant.visit.notice = Notice(
            pages.words.of("done", "invited").format(name=name, code=code)
        )
    return RedirectResponse("/asked", status_code=303)


@router.post("/asked/{act_id}/no")
async def say_no(request: Request, entrant: AnyEntrant, act_id: _Id) -> Response:
    """Leave everything as it is."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "declined"):
        await parts.tapping.book.refuse(act_id, by=entrant.name)
    return RedirectResponse("/asked", status_code=303)


async def _shown(parts: Parts, words: Words, pending: Pending) -> Shown:
    names, given = words.groups["argument"], dict(pending.arguments)
    operation = given.pop("id", "")
    if "role" in given:
        given["role"] = words.of("role", given["role"])
    news = None
    if pending.deed is Deed.PUBLISH:
        news = parts.operating.terms.propose(await parts.operating.story(operation))
    return Shown(
        id=pending.id,
        what=words.of("deed", pending.deed),
        facts={names.get(name, name): value for name, value in given.items()},
        asks_passphrase=pending.deed in ON_ACCOUNTS,
        news=news,
        minutes=math.ceil((pending.until - parts.clock.now()) / timedelta(minutes=1)),
    )

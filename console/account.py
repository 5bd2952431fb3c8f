"""The page of one's own account: what it may do, and its second factors."""

from __future__ import annotations

import base64
import json
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from console.acts import act
from console.confirming import Passphrase, confirm
from console.pages import Pages
from console.parts import Parts
from console.rights import AnyEntrant
from core.gate import Challenge
from core.people_ports import Proof

router = APIRouter()

_Key = Annotated[str, Form(max_length=2000)]


@router.get("/account")
async def show_account(request: Request, entrant: AnyEntrant) -> Response:
    """Say what the account may do, and with which keys it signs in."""
    parts: Parts = request.app.state.parts
    pages: Pages = request.app.state.pages
    keys = await parts.passkeys.of(entrant.name)
    return pages.show(
        "account.html",
        entrant,
        keys=[(_written(k.id), k.added) for k in keys],
        made=parts.codes.draw(entrant.name),
    )


@router.post("/account/codes")
async def set_codes(
    request: Request,
    entrant: AnyEntrant,
    *,
    passphrase: Passphrase = "",
    secret: Annotated[str, Form(max_length=64)] = "",
    digits: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Put another authenticator in the place of the one before; the passphrase is asked again."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "codes_set"):
        who = await confirm(request, entrant, passphrase)
        await parts.codes.set_up(who, Proof(secret=secret, code=digits))
    return RedirectResponse("/account", status_code=303)


@router.post("/account/keys/challenge")
async def begin_adding(request: Request, entrant: AnyEntrant) -> Response:
    """Ask a browser to make a key; nothing is stored yet."""
    parts: Parts = request.app.state.parts
    return asked(await parts.passkeys.begin_adding(entrant.name))


@router.post("/account/keys")
async def add_key(
    request: Request,
    entrant: AnyEntrant,
    *,
    passphrase: Passphrase = "",
    challenge: Annotated[str, Form(max_length=100)] = "",
    answer: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Keep the key that a browser made; the passphrase is asked again."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "key_added"):
        who = await confirm(request, entrant, passphrase)
        await parts.passkeys.finish_adding(who, challenge, answer)
    return RedirectResponse("/account", status_code=303)


@router.post("/account/keys/remove")
async def remove_key(
    request: Request, entrant: AnyEntrant, key: _Key = "", passphrase: Passphrase = ""
) -> Response:
    """Take a key of one's own out; the passphrase is asked again."""
    parts: Parts = request.app.state.parts
    async with act(request, entrant, "key_removed"):
        await confirm(request, entrant, passphrase)
        await parts.passkeys.remove(entrant.name, _read(key))
    return RedirectResponse("/account", status_code=303)


def asked(challenge: Challenge) -> Response:
    """A challenge as the page's script takes it."""
    return JSONResponse({"id": challenge.id, "options": json.loads(challenge.options)})


def _written(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


def _read(key: str) -> bytes:
    """What `_written` made; b"", which is no key, of anything else."""
    try:
        return base64.urlsafe_b64decode(key.encode())
    except ValueError:
        return b""

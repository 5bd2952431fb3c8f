"""The passphrase again, before an act that an open browser is not enough for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request

from console.cookies import Cookies
from console.parts import Parts
from console.problems import NotConfirmed
from console.rights import Entrant
from core.errors import WrongPassphrase
from core.gate import Confirmed

Passphrase = Annotated[str, Form(max_length=1000)]


async def confirm(request: Request, entrant: Entrant, passphrase: str) -> Confirmed:
    """See that the passphrase was typed again; within `console.acts.act`, which says why not.

    Raises:
        NotConfirmed: it is wrong, or there were too many tries.
        NotSaved: the store could not be used in time.
    """
    parts: Parts = request.app.state.parts
    cookies: Cookies = request.app.state.cookies
    device = request.cookies.get(cookies.device, "")
    try:
        return await parts.gate.confirm(entrant.name, passphrase, device=device)
    except WrongPassphrase:
        raise NotConfirmed from None

"""What follows an act of staff: one sentence on the next page, also when it was refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from console.pages import Pages
from console.rights import Entrant
from console.visits import Notice
from core.errors import MoveRefused, Tampered, TiplineError
from core.people import NotAllowed


@asynccontextmanager
async def act(request: Request, entrant: Entrant, done: str) -> AsyncIterator[None]:
    """Leave a notice for the next page: what was done, or why it was refused.

    Every error of ours carries a sentence that may be shown (`core.errors`), and nothing was kept.
    Two are no refusal of this act, and have pages of their own: somebody lacks the right, or what
    is stored was changed.

    Args:
        request: whose form this answers.
        entrant: who acts.
        done: key of the sentences for success and refusal (`words.toml`).
    """
    pages: Pages = request.app.state.pages
    try:
        yield
    except (NotAllowed, Tampered):
        raise
    except MoveRefused:
        entrant.visit.notice = Notice(pages.words.of("refused", done), is_problem=True)
    except TiplineError as refusal:
        entrant.visit.notice = Notice(str(refusal), is_problem=True)
    else:
        entrant.visit.notice = Notice(pages.words.of("done", done))

"""What the API says when something is refused: one sentence, and nothing of what was sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from console.problems import NotSignedIn
from console.wording import Words
from core.errors import (
    BadNote,
    ExportGone,
    NoSuchTip,
    NotSaved,
    Tampered,
    TiplineError,
    UnknownTerm,
    WrongPassphrase,
)
from core.people import NotAllowed

KIND = "application/problem+json"

STATUSES: dict[type[Exception], int] = {
    NotSignedIn: 401,
    WrongPassphrase: 401,
    NotAllowed: 403,
    NoSuchTip: 404,
    ExportGone: 404,
    UnknownTerm: 422,
    BadNote: 422,
    NotSaved: 503,
    Tampered: 500,
    TiplineError: 409,
}
"""Status of each error; the most special class decides."""


class Refuse(Protocol):
    """Makes the problem of a status."""

    def __call__(self, status: int, sentence: str = "") -> Response:
        """The answer; without a sentence the one that `words.toml` has for the status."""


def refusing(words: Words) -> Refuse:
    """What makes problems."""

    def refuse(status: int, sentence: str = "") -> Response:
        headings, sentences = words.groups["heading"], words.groups["problem"]
        known = str(status) if str(status) in headings else "500"
        content = {
            "type": "about:blank",
            "title": headings[known],
            "status": status,
            "detail": sentence or sentences.get(known) or headings[known],
        }
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return JSONResponse(content, status, headers, media_type=KIND)

    return refuse


def add_handlers(app: FastAPI, words: Words) -> None:
    """Answer every error with a problem."""
    refuse = refusing(words)
    for error, status in STATUSES.items():
        app.add_exception_handler(error, _says(refuse, status))

    async def invalid(_: Request, error: Exception) -> Response:
        sent = error.errors() if isinstance(error, RequestValidationError) else ()
        return refuse(422, _fields(sent, app, words))

    async def plain(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        answer = refuse(status)
        if isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)
        return answer

    async def fault(_: Request, __: Exception) -> Response:
        return refuse(500)  # the guard, further out, is told of it too

    app.add_exception_handler(Exception, fault)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)


def _says(refuse: Refuse, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(_: Request, error: Exception) -> Response:
        return refuse(status, str(error))

    return handle


def _fields(errors: Sequence[Any], app: FastAPI, words: Words) -> str:
    """Which of our own fields do not fit; names that somebody else made up are not repeated."""
    places = [error["loc"] for error in errors if error["type"] != "extra_forbidden"]
    named = {str(place[1]) for place in places if len(place) > 1}
    known = sorted(named & app.state.field_names)
    said = words.groups["problem"]
    return said["fields"].format(names=", ".join(known)) if known else said["422"]

"""The application: routes, guard, and what is said when something is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from console import (
    account,
    asked,
    audit,
    counts,
    cutting,
    exporting,
    grading,
    joining,
    noting,
    operations,
    partners,
    people,
    picture,
    queue,
    reports,
    searching,
    setting_aside,
    signing,
    tip,
    views,
)
from console.api.application import PATH as API_PATH
from console.api.application import build as build_api
from console.api.problems import refusing
from console.cookies import Cookies
from console.guard import FORM, JSON, Entrance, Guard
from console.pages import Pages
from console.parts import Parts
from console.presence import Presence
from console.problems import ForeignForm, NotSignedIn
from console.visits import Visits
from core.errors import NoSuchTip, NotSaved, Tampered, TiplineError
from core.people import NotAllowed

_SWEEP_SECONDS = 30
_PAGES = (
    *(signing, joining, account, asked, people, queue, counts, views, searching),
    *(tip, cutting, setting_aside, grading, noting),
    *(reports, exporting, partners, operations, picture, audit),
)
_STATUSES: dict[type[Exception], int] = {
    ForeignForm: 403,
    NotAllowed: 403,
    NoSuchTip: 404,
    NotSaved: 503,
    Tampered: 500,
    TiplineError: 409,
}


def build(parts: Parts, visits: Visits) -> FastAPI:
    """The console as an ASGI application.

    Args:
        parts: what it works with.
        visits: who is signed in; all end when the application does.
    """
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan, redirect_slashes=False
    )
    pages = Pages.load(parts.practice)
    app.state.parts = parts
    app.state.visits = visits
    app.state.cookies = Cookies(is_encrypted=parts.is_encrypted)
    app.state.pages = pages
    app.state.presence = Presence(parts.clock)
    for module in _PAGES:
        app.include_router(module.router)
    app.mount(API_PATH, build_api(app.state))
    app.mount("/static", StaticFiles(packages=[("console", "static")]), name="static")
    for error, status in _STATUSES.items():
        app.add_exception_handler(error, _says(pages, status))
    app.add_exception_handler(NotSignedIn, _to_sign_in(pages))
    app.add_exception_handler(RequestValidationError, _without_echo(pages))
    app.add_exception_handler(HTTPException, _of_status(pages))
    app.add_middleware(
        Guard,
        origins=parts.origins,
        doors=(
            Entrance(API_PATH, frozenset({JSON}), refusing(pages.words), is_for_programs=True),
            Entrance("/", frozenset({FORM}), pages.refuse),
        ),
        on_fault=parts.on_fault,
        tiles=parts.tiles.origin,
    )
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the keys of visits when their time is up, and all at the end."""
    visits: Visits = app.state.visits

    async def sweep() -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            visits.sweep()

    try:
        async with asyncio.TaskGroup() as group:
            sweeping = group.create_task(sweep())
            yield
            sweeping.cancel()
    finally:
        visits.close()


type _Handler = Callable[[Request, Exception], Awaitable[Response]]


def _says(pages: Pages, status: int) -> _Handler:
    async def handle(_: Request, error: Exception) -> Response:
        return pages.refuse(status, str(error))

    return handle


def _to_sign_in(pages: Pages) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        if request.method == "GET" and request.headers.get("sec-fetch-dest") != "empty":
            return RedirectResponse("/sign-in", status_code=303)
        return pages.refuse(401, str(error))

    return handle


def _without_echo(pages: Pages) -> _Handler:
    async def handle(_: Request, __: Exception) -> Response:
        return pages.refuse(422)  # FastAPI's own answer repeats what was typed

    return handle


def _of_status(pages: Pages) -> _Handler:
    async def handle(_: Request, error: Exception) -> Response:
        answer = pages.refuse(error.status_code if isinstance(error, HTTPException) else 500)
        if isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)
        return answer

    return handle

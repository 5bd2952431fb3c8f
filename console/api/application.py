"""The API as an application of its own, mounted beside the pages: other door, other refusals."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import State

from console.api import (
    audit,
    exports,
    given,
    operations,
    partners,
    picture,
    queue,
    session,
    tips,
)
from console.api.description import document, routes_of
from console.api.given import Given
from console.api.problems import add_handlers
from console.pages import Pages

PATH = "/api/v1"

_ABOUT = """The desk's queue and tips for a force's own system, with the rights of the account that
signs in. Reading takes the desk's key, which is open for as long as a session lasts and lies in the
memory of the console alone; so a program signs in like a person, with an account, a passphrase and
an authenticator of its own, whose codes it works out itself. Keep these where only the program may
read them; a security key would need somebody who touches it at each sign-in.
Whatever it opens stands in the audit. Cookies open nothing here. Nothing in any answer can tell who
sent a tip."""


def build(state: State) -> FastAPI:
    """The API over the state of the pages' application."""
    app = FastAPI(
        title="Tipline desk",
        version=version("tipline"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    pages: Pages = state.pages
    app.state = state
    for module in (session, queue, tips, exports, partners, operations, picture, audit):
        app.include_router(module.router)
    app.state.field_names = _field_names(app)
    add_handlers(app, pages.words)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app, pages.words)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


def _field_names(app: FastAPI) -> frozenset[str]:
    """Names of everything that may be sent: these may be named in an answer."""
    shapes = [each for each in vars(given).values() if isinstance(each, type)]
    bodies = {name for s in shapes if issubclass(s, Given) for name in s.model_fields}
    asked = {
        field.alias
        for route in routes_of(app.routes)
        for dependant in (route.dependant, *route.dependant.dependencies)
        for field in (*dependant.query_params, *dependant.path_params)
    }
    return frozenset(bodies | asked)

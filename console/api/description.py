"""The OpenAPI document: what FastAPI finds out, with the rights, the key and the problems added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from console.api.answers import Problem
from console.api.problems import KIND
from console.rights import Allowed
from console.wording import Words

_OPEN = (400, 401, 405, 411, 413, 415, 421, 422, 500, 503)
_ALL = (*_OPEN, 403, 404, 409)
_REF = "#/components/schemas/{model}"


def document(app: FastAPI, words: Words) -> dict[str, Any]:
    """The document of an application whose routes are all there."""
    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template=_REF)
    made["components"]["securitySchemes"] = {"session": {"type": "http", "scheme": "bearer"}}
    made["servers"] = [{"url": "/api/v1"}]
    for route in routes_of(app.routes):
        for method in route.methods or ():
            operation = made["paths"][route.path][method.lower()]
            _complete(operation, rights_of(route), words)
    return made


def routes_of(table: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Every route of the API, those of included routers too."""
    for route in table:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from routes_of(router.routes)
        elif isinstance(route, APIRoute):
            yield route


def rights_of(route: APIRoute) -> tuple[str, ...] | None:
    """The rights that a route takes; None where nobody has to be signed in."""
    found = [d.call for d in route.dependant.dependencies if isinstance(d.call, Allowed)]
    return tuple(right.value for right in found[0].rights) if found else None


def _complete(operation: dict[str, Any], rights: tuple[str, ...] | None, words: Words) -> None:
    headings = words.groups["heading"]
    content = {KIND: {"schema": {"$ref": _REF.format(model="Problem")}}}
    for status in _OPEN if rights is None else _ALL:
        operation["responses"][str(status)] = {
            "description": headings[str(status)],
            "content": content,
        }
    if rights is not None:
        operation["security"] = [{"session": []}]
        takes = f"Takes the rights: {', '.join(rights)}." if rights else "Takes a session alone."
        operation["description"] = f"{operation.get('description', '')}\n\n{takes}".strip()

"""Parameters of a call: read from any of the forms Telegram takes, and checked for their type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from .faults import ApiError


def bad(reason: str) -> ApiError:
    """A 400 as Telegram words it."""
    return ApiError(400, f"Bad Request: {reason}")


async def params_of(request: web.Request) -> Params:
    """Parameters from the query, a form or a JSON body."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json()
        if not isinstance(body, dict):
            raise bad("object expected")
        found |= body
    elif request.can_read_body:
        found |= dict(await request.post())
    return Params(found)


class Params:
    """The parameters of one call."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def as_dict(self) -> dict[str, Any]:
        """All as they came, nested JSON decoded."""
        return {name: _decoded(value) for name, value in self._values.items()}

    def text(self, name: str, default: str | None = None) -> str:
        """A string."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise bad(f"{name} is missing or no string")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise bad(f"{name} is missing or no number")
        try:
            return int(value)
        except ValueError:
            raise bad(f"{name} is no number") from None

    def boolean(self, name: str) -> bool:
        """True or False; absent is False."""
        value = self._values.get(name, False)
        if isinstance(value, bool):
            return value
        if value in ("true", "True", "1"):
            return True
        if value in ("false", "False", "0"):
            return False
        raise bad(f"{name} is no boolean")

    def items(self, name: str) -> list[Any] | None:
        """A JSON list, or None when absent."""
        return self._json(name, list)

    def mapping(self, name: str) -> dict[str, Any] | None:
        """A JSON object, or None when absent."""
        return self._json(name, dict)

    def integers(self, name: str) -> list[int]:
        """A JSON list of whole numbers."""
        values = self.items(name)
        if values is None or any(isinstance(v, bool) or not isinstance(v, int) for v in values):
            raise bad(f"{name} is missing or no list of numbers")
        return values

    def _json[T](self, name: str, kind: type[T]) -> T | None:
        value = _decoded(self._values.get(name))
        if value is None:
            return None
        if not isinstance(value, kind):
            raise bad(f"can't parse {name}")
        return value


def _decoded(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value

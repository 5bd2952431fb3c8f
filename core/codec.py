"""How frozen dataclasses of the domain become plain JSON values and come back.

Sealed sessions and details are stored as JSON; this keeps the shape of the domain in one
place. Only the types that the domain uses are known: anything else is a programming error.
"""

from __future__ import annotations

import base64
import dataclasses
import types
import typing
from collections.abc import Hashable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, cast

_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types whose values are plain already; most of what a session holds."""


def to_plain(value: Any) -> Any:
    """The value as dicts, lists, strings, numbers, booleans and None.

    Fields that have their default are left out.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if dataclasses.is_dataclass(kind):
        return {
            name: to_plain(current)
            for name, default in _defaults(cast("Hashable", kind))
            if (current := getattr(value, name)) is not default and current != default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} is no type of the domain")


def from_plain[T](kind: type[T], plain: Any) -> T:
    """Build a ``kind`` from what `to_plain` made of one.

    Raises:
        TypeError, ValueError, KeyError: ``plain`` has not the shape of ``kind``.
    """
    return cast("T", _read(kind, plain))


def _read(kind: Any, plain: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(cast("type[Any]", kind), plain)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if plain is None:
            return None
        return _read(next(a for a in typing.get_args(kind) if a is not type(None)), plain)
    if origin is tuple:
        return _read_tuple(typing.get_args(kind), plain)
    return _read_single(kind, plain)


def _read_dataclass(shape: type[Any], plain: Any) -> Any:
    if not isinstance(plain, dict):
        raise TypeError(f"{type(plain).__name__} where {shape.__name__} is needed")
    hints = _hints(cast("Hashable", shape))
    return shape(**{name: _read(hints[name], value) for name, value in plain.items()})


def _read_single(kind: Any, plain: Any) -> Any:
    if kind is bytes:
        return base64.b64decode(plain, validate=True)
    if kind in (datetime, date):
        return kind.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if kind is float:
        if isinstance(plain, bool) or not isinstance(plain, int | float):
            raise TypeError(f"{type(plain).__name__} where a number is needed")
        return float(plain)
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise TypeError(f"{type(plain).__name__} where {kind.__name__} is needed")
    return plain


def _read_tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise TypeError(f"{type(plain).__name__} where a list is needed")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in plain)
    return tuple(_read(kind, item) for kind, item in zip(kinds, plain, strict=True))


@cache
def _defaults(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass, each with its default."""
    return tuple((field.name, field.default) for field in dataclasses.fields(cast("Any", kind)))


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(kind)

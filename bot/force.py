"""Which police force does this line belong to, and which numbers does it give to senders?

Data, one file for each force in `bot/forces`, over the national numbers in
`bot/national.toml`; every number says where it comes from and when it was checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

_NATIONAL = Path(__file__).parent / "national.toml"
_FORCES = Path(__file__).parent / "forces"


class ForceError(Exception):
    """A force file is missing or broken; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to get help or to tell, as texts show it.

    Attributes:
        key: its name in texts.
        value: what is rung, texted or looked up.
        source: where it comes from.
        checked: when that was last looked at.
        confirmed: False where the operator must still check it with its owner.
    """

    key: str
    value: str
    source: str
    checked: date
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A police force as senders meet it.

    Attributes:
        name: what the force is called.
        area: what it polices, in words.
        public: what texts call it ("Tell ... about drug dealing").
        routes: the numbers, by key.
    """

    name: str
    area: str
    public: str
    routes: Mapping[str, Route]

    @property
    def unconfirmed(self) -> tuple[Route, ...]:
        """Numbers that the operator must still check."""
        return tuple(route for route in self.routes.values() if not route.confirmed)


def force_names() -> tuple[str, ...]:
    """The forces that have a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FORCES.glob("*.toml")))


def load_force(name: str = "essex", *, folder: Path = _FORCES) -> Force:
    """The force of a name, its own numbers in place of national ones.

    Args:
        name: name of its file without the ending.
        folder: where the files lie; an operator may keep one elsewhere.

    Raises:
        ForceError: there is no such file, or a file is broken.
    """
    if not name.isidentifier():
        raise ForceError(f"{name!r} is no name of a force: {', '.join(force_names())}")
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise ForceError(f"there is no {path.name}; there is {', '.join(force_names())}")
    national = _read(_NATIONAL)
    own = _read(path)
    described = _strings(path, own.get("force"), ("name", "area", "public"))
    known = {route.key: route for route in _routes(_NATIONAL, national)}
    for route in _routes(path, own):
        if route.key not in known:
            raise ForceError(f"{path.name}: no text uses a route called {route.key}")
        known[route.key] = route
    return Force(**described, routes=MappingProxyType(known))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ForceError(f"{path.name}: {error}") from error
    about = content.get("about", {})
    if not about.get("what") or not isinstance(about.get("date"), date):
        raise ForceError(f"{path.name}: [about] must say what it is, and its date")
    return content


def _routes(path: Path, content: Mapping[str, Any]) -> list[Route]:
    routes: list[Route] = []
    for row in content.get("route", []):
        named = _strings(path, row, ("key", "value", "source"))
        checked, confirmed = row.get("date"), row.get("confirmed")
        if not isinstance(checked, date) or not isinstance(confirmed, bool):
            raise ForceError(f"{path.name}: {named['key']} needs a date and confirmed = true/false")
        if named["key"] in {route.key for route in routes}:
            raise ForceError(f"{path.name}: {named['key']} stands there twice")
        routes.append(Route(**named, checked=checked, confirmed=confirmed))
    return routes


def _strings(path: Path, row: object, names: tuple[str, ...]) -> dict[str, str]:
    """The named texts of a row, each of them there and not empty."""
    if not isinstance(row, dict):
        raise ForceError(f"{path.name}: [force] is missing")
    found = {name: row.get(name) for name in names}
    for name, value in found.items():
        if not isinstance(value, str) or not value.strip():
            raise ForceError(
                f"{path.name}: {name} is missing or empty in {row.get('key', 'a row')}"
            )
    return {name: str(value).strip() for name, value in found.items()}

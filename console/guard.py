"""What holds for every request and every answer: headers, and which requests are let in at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 32 * 1024
"""Bytes of the longest form."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types default"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}
"""On every answer, errors and files too."""

_LASTING = {"Strict-Transport-Security": "max-age=63072000"}


@dataclass(frozen=True, slots=True)
class Entrance:
    """What may be sent to the addresses under a path, and how they say no.

    Attributes:
        path: under which they lie.
        kinds: media types of bodies that are read.
        refuse: makes the answer for a status.
        is_for_programs: whether bearer tokens are shown there, so that no page has to be trusted
            to have made a request: it is enough that no other site's page did.
    """

    path: str
    kinds: frozenset[str]
    refuse: Callable[[int], Response]
    is_for_programs: bool = False

    def leads_to(self, path: str) -> bool:
        """Whether an address lies under it."""
        return self.path in ("/", path) or path.startswith(f"{self.path}/")


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands around the whole application (ASGI).

    Attributes:
        app: what it guards.
        origins: as `Parts.origins`.
        doors: the entrances; the first that leads to an address decides, the last leads to all.
        tiles: origin of a server of map tiles that pages may show pictures of; "" for none.
        on_fault: told the class of an error that nobody expected; its words may be a tip's.
    """

    app: ASGIApp
    origins: tuple[str, ...]
    doors: tuple[Entrance, ...]
    on_fault: Callable[[type[BaseException]], None]
    tiles: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        door = next(door for door in self.doors if door.leads_to(scope["path"]))
        refused = self._refused(scope["method"], Headers(scope=scope), door)
        try:
            app = self.app if refused is None else door.refuse(refused)
            await app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001  # the last stop: no traceback leaves with words
            self.on_fault(type(error))
            if not has_begun:
                await door.refuse(500)(scope, receive, send_guarded)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers.update(HEADERS)
        if self.tiles:
            policy = HEADERS["Content-Security-Policy"]
            widened = policy.replace("img-src 'self'", f"img-src 'self' {self.tiles}")
            headers["Content-Security-Policy"] = widened
        if self.origins[0].startswith("https://"):
            headers.update(_LASTING)

    def _refused(self, method: str, headers: Headers, door: Entrance) -> int | None:
        """The status with which a request is refused, or None."""
        if headers.getlist("host") not in [[host] for host in _hosts(self.origins)]:
            return 421
        if method in _SAFE:
            return None
        if not (self._is_of_a_program(headers) if door.is_for_programs else self._is_own(headers)):
            return 403
        return _refused_body(headers, door)

    def _is_own(self, headers: Headers) -> bool:
        """Whether a browser says that one of our own pages sends this."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site == "same-origin":
            # Under our referrer policy browsers send forms of our own pages with `Origin: null`.
            return origin is None or origin == "null" or origin in self.origins
        return site in (None, "none") and origin in self.origins

    def _is_of_a_program(self, headers: Headers) -> bool:
        """Whether no page of another site sends this: programs say nothing of sites."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        return site in (None, "none", "same-origin") and origin in (None, *self.origins)


def _refused_body(headers: Headers, door: Entrance) -> int | None:
    """The status with which a body is refused, or None. Programs may send none at all."""
    length = headers.get("content-length", "")
    is_chunked = "transfer-encoding" in headers
    if door.is_for_programs and not is_chunked and length in ("", "0"):
        return None
    if not (length.isascii() and length.isdecimal()) or is_chunked:
        return 411
    if int(length) > MAX_BODY:
        return 413
    return None if headers.get("content-type", "").split(";")[0].strip() in door.kinds else 415


def _hosts(origins: Iterable[str]) -> list[str]:
    return [urlsplit(origin).netloc for origin in origins]

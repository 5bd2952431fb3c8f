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
_FORM = "application/x-www-form-urlencoded"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
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
class Guard:
    """Stands around the whole application (ASGI).

    Attributes:
        app: what it guards.
        origins: as `Parts.origins`.
        refuse: makes the page for a status.
        on_fault: told the class of an error that nobody expected; its words may be a tip's.
    """

    app: ASGIApp
    origins: tuple[str, ...]
    refuse: Callable[[int], Response]
    on_fault: Callable[[type[BaseException]], None]

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

        refused = self._refused(scope["method"], Headers(scope=scope))
        try:
            app = self.app if refused is None else self.refuse(refused)
            await app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001  # the last stop: no traceback leaves with words
            self.on_fault(type(error))
            if not has_begun:
                await self.refuse(500)(scope, receive, send_guarded)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers.update(HEADERS)
        if self.origins[0].startswith("https://"):
            headers.update(_LASTING)

    def _refused(self, method: str, headers: Headers) -> int | None:
        """The status with which a request is refused, or None."""
        if headers.getlist("host") not in [[host] for host in _hosts(self.origins)]:
            return 421
        if method in _SAFE:
            return None
        if not self._is_own(headers):
            return 403
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return 411
        if int(length) > MAX_BODY:
            return 413
        return None if headers.get("content-type", "").split(";")[0] == _FORM else 415

    def _is_own(self, headers: Headers) -> bool:
        """Whether a browser says that one of our own pages sends this."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site == "same-origin":
            # Under our referrer policy browsers send forms of our own pages with `Origin: null`.
            return origin is None or origin == "null" or origin in self.origins
        return site in (None, "none") and origin in self.origins


def _hosts(origins: Iterable[str]) -> list[str]:
    return [urlsplit(origin).netloc for origin in origins]

"""Pages for the machine's own eyes: is the process alive, is it ready, what does it count?

They listen on loopback only. Whoever watches from elsewhere does it through an agent on the
same machine, or in the same pod.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from app.problems import BadInput

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says.

    Attributes:
        body: its text.
        status: of HTTP.
        content_type: of the text.
    """

    body: bytes
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"


type Pages = Mapping[str, Callable[[], Page]]


def health_pages(is_ready: Callable[[], bool]) -> Pages:
    """`/health` answers while the process lives, `/ready` says whether it takes updates."""

    def ready() -> Page:
        return Page(b"ready\n") if is_ready() else Page(b"not ready\n", 503)

    return {"/health": lambda: Page(b"alive\n"), "/ready": ready}


@asynccontextmanager
async def showing(pages: Pages, port: int, setting: str) -> AsyncIterator[None]:
    """Show pages on a loopback port while the block runs; port 0 shows none.

    Raises:
        BadInput: the port is taken; names the setting.
    """
    if not port:
        yield
        return
    app = web.Application(client_max_size=0)
    for path, page in pages.items():
        app.router.add_get(path, _handler(page))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, LOOPBACK, port).start()
        except OSError as error:
            raise BadInput(f"{setting}: the port is taken.") from error
        yield
    finally:
        await runner.cleanup()


def _handler(page: Callable[[], Page]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(_: web.Request) -> web.Response:
        found = page()
        headers = {"Content-Type": found.content_type, "Cache-Control": "no-store"}
        return web.Response(body=found.body, status=found.status, headers=headers)

    return show

"""How the webhook's port is listened on: by one process, or by several that share one socket.

A socket that is shared was opened by whoever started the processes. Connections that wait in it
are taken by whichever process is idle first, and outlive each of them.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

QUEUE = 512
"""Connections that may wait in a socket; Telegram opens at most 100, a proxy some more."""

_AT_ONCE = 4
"""Connections that one process takes from a shared socket before it looks at its work again: it
would take all that wait, and leave its idle neighbours none."""


class PortTaken(Exception):
    """The webhook cannot listen where it should."""

    def __init__(self) -> None:
        super().__init__(
            "The webhook cannot listen: TIPLINE_WEBHOOK_PORT is taken, or TIPLINE_WEBHOOK_HOST is "
            "no address of this machine."
        )


def listener_at(host: str, port: int) -> socket.socket:
    """A socket to be shared; connections wait in it until a process takes them.

    Raises:
        PortTaken: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=QUEUE)
    except OSError:
        raise PortTaken from None


class Ear:
    """Listens for one application. On a shared socket only from `begin` to `end`."""

    def __init__(self, host: str, port: int, shared: socket.socket | None) -> None:
        self._host = host
        self._port = port
        self._shared = shared
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    @asynccontextmanager
    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Hold the port; answers that are under way at the end are finished.

        Raises:
            PortTaken: it cannot listen there.
        """
        # Without an access log: its lines would tell when somebody wrote.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0, lingering_time=1.0)
        await runner.setup()
        self._runner = runner
        try:
            if self._shared is None:
                await self._listen_alone(runner)
            yield
        finally:
            self.end()
            await runner.cleanup()

    async def begin(self) -> None:
        """Take connections from a shared socket."""
        if self._shared is None or self._runner is None or self._runner.server is None:
            return
        self._server = await asyncio.get_running_loop().create_server(
            self._runner.server, sock=self._shared, backlog=_AT_ONCE
        )
        self._shared.listen(QUEUE)  # creating the server has made its queue as short as the number

    def end(self) -> None:
        """Leave what waits in a shared socket to others; idle connections are closed."""
        if self._server is None or self._runner is None or self._runner.server is None:
            return
        self._server.close()
        self._server = None
        self._runner.server.pre_shutdown()

    async def _listen_alone(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port, backlog=QUEUE).start()
        except OSError:
            raise PortTaken from None

"""How the console is served: on which addresses, under which names, and until when."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from app.beside import beside
from app.logs import Log
from app.problems import BadInput
from app.wiring import Office, build_console
from core.gate import Site

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the console listens, and the names under which browsers find it.

    Attributes:
        host: numeric address, or `localhost`.
        port: 0 takes a free one.
        origins: of browsers, the one for people first.
    """

    host: str
    port: int
    origins: tuple[str, ...]

    @property
    def is_own_machine(self) -> bool:
        """Whether nobody but users of this machine finds it."""
        return self.origins[0].startswith("http://")

    @property
    def site(self) -> Site:
        """Where browsers find the console, as they tell it to security keys."""
        return Site(host=urlsplit(self.origins[0]).hostname or "", origin=self.origins[0])


def address_of(host: str, port: int, origin: str) -> Address:
    """Where to listen. Another address than this machine's own has to be named with an origin.

    Args:
        host: to listen on.
        port: to listen on.
        origin: where browsers find the console through a proxy (`https://desk.example`), or "".

    Raises:
        BadInput: the console would be open to a network in plain text, or has no name there.
    """
    if origin:
        parts = urlsplit(origin)
        if parts.scheme != "https" or not parts.netloc or f"https://{parts.netloc}" != origin:
            raise BadInput("--origin must look like https://desk.example: only https, no path.")
        return Address(host, port, (origin,))
    if not _is_own_machine(host):
        raise BadInput(
            "The console listens on this machine alone. To reach it from elsewhere put a proxy "
            "with https before it and name it: --origin https://desk.example."
        )
    return Address(host, port, (f"http://localhost:{port}", f"http://127.0.0.1:{port}"))


@asynccontextmanager
async def serving(app: FastAPI, address: Address) -> AsyncIterator[uvicorn.Server]:
    """Serve while the block runs; `wait_stopped` waits for whoever ends it.

    Raises:
        BadInput: the port is taken.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=3,
    )
    server = _QuietServer(config)

    def stop() -> None:
        server.should_exit = True

    with _listen(address) as listener:
        async with beside(server.serve(sockets=[listener]), end=stop):
            yield server


@asynccontextmanager
async def serve_if_free(office: Office, port: int) -> AsyncIterator[str]:
    """Serve the console of a practice desk while the block runs, and give its address.

    The address is "" when the port is taken, as by another demo, or the desk is a real one: a
    demo opens no door to that.
    """
    address = address_of("127.0.0.1", port, "")
    if not await office.staff.keyring.is_practice():
        yield ""
        return
    app = await build_console(office, address.origins, Log.silent())
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serving(app, address))
        except BadInput:
            yield ""
        else:
            yield address.origins[0]


async def wait_stopped(server: uvicorn.Server) -> None:
    """Wait until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    try:
        await stopped.wait()
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
        server.should_exit = True


class _QuietServer(uvicorn.Server):
    """Leaves signals to whoever started it: there are doors to close after the last answer."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise BadInput(
            f"The console cannot listen on {address.host}, port {address.port}: it is taken or "
            "not this machine's. Choose another with --port."
        ) from error


def _is_own_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

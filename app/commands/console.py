"""`tipline console`: the analysts' web pages."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app import practice
from app.logs import Log, close_other_logs
from app.problems import BadInput
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.serving import Address

PORT = 8470


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(console)


def console(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    origin: Annotated[
        str, typer.Option(help="Where browsers find it through a proxy: https://desk.example.")
    ] = "",
) -> None:
    """Serve the analysts' console until it is stopped (SIGTERM or Ctrl-C).

    It listens on this machine alone. For others put a proxy with https before it, and name it
    with --origin. Where there is no desk yet, a practice desk is made.
    """
    from app.serving import address_of

    settings = load_settings(os.environ)
    address = address_of(host, port, origin.rstrip("/"))
    close_other_logs()
    asyncio.run(_console(settings, address, Log(sys.stderr)))


async def _console(settings: Settings, address: Address, log: Log) -> None:
    from app.serving import serving, wait_stopped
    from app.wiring import build_console, open_office

    await practice.make_if_missing(settings)
    async with open_office(settings, site=address.site) as office:
        if not address.is_own_machine and await office.staff.keyring.is_practice():
            raise BadInput(
                "This is a practice desk, which everybody can open: it is not served to others. "
                "Run `tipline init` for a real one in an empty TIPLINE_DATA_DIR."
            )
        app = await build_console(office, address.origins, log)
        async with serving(app, address) as server:
            sys.stdout.write(f"The console is at {address.origins[0]}. Ctrl-C ends it.\n")
            sys.stdout.flush()
            await wait_stopped(server)

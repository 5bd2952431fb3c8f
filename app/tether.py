"""What ties a process of the bot to the parent that started it: the child's end.

The child says when it is ready, and hands on its metrics. When the parent is gone the line is
cut, and the child stops in good order: it leaves the port to whoever comes next.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from app.beside import beside
from app.metrics import Meters

EVERY = 5.0
"""Seconds between two times that metrics are handed on."""


class Tether:
    """The child's end."""

    def __init__(self, listener: socket.socket, line: socket.socket) -> None:
        """Args: ``listener`` is shared with the other processes, ``line`` leads to the parent."""
        self.listener = listener
        self._line = line
        self._writer: asyncio.StreamWriter | None = None

    @classmethod
    def of_numbers(cls, listener: int, line: int) -> Tether:
        """The same from the numbers under which the parent left both open."""
        return cls(socket.socket(fileno=listener), socket.socket(fileno=line))

    @asynccontextmanager
    async def tied(self, stop: Callable[[], None], meters: Meters | None) -> AsyncIterator[None]:
        """Stay tied while the block runs.

        Args:
            stop: called when the parent is gone.
            meters: what is handed on; None for nothing.
        """
        reader, self._writer = await asyncio.open_connection(sock=self._line)

        async def wait_for_end() -> None:
            with suppress(OSError):
                await reader.read()  # nothing is ever sent this way
            stop()

        async def hand_on() -> None:
            while meters is not None:
                self._say(metrics=meters.page().body.decode("utf-8"))
                await asyncio.sleep(EVERY)

        async with beside(wait_for_end()), beside(hand_on()):
            yield
        self._writer.close()

    def say_ready(self) -> None:
        """Tell the parent that updates are taken now."""
        self._say(ready=True)

    def _say(self, **what: object) -> None:
        if self._writer is not None:
            self._writer.write(json.dumps(what).encode("ascii") + b"\n")

"""One process of several, as the parent that started it sees it."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

LONGEST_LINE = 1 << 20
"""Bytes of what a process says at once: its metrics are some ten thousand."""


@dataclass(slots=True, eq=False)
class Member:
    """A process that was started.

    Attributes:
        is_ready: whether it has said that it takes updates.
        metrics: what it counted when it said so last.
    """

    _process: asyncio.subprocess.Process
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter
    is_ready: bool = False
    metrics: str = ""
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def start(cls, command: Sequence[str], listener: socket.socket) -> Self:
        """Start a process.

        Args:
            command: what is run; the numbers of two open sockets are put behind it: the
                listener's, and the one that leads to us.
            listener: shared by all.
        """
        ours, theirs = socket.socketpair()
        numbers = (listener.fileno(), theirs.fileno())
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *command, *map(str, numbers), stdin=subprocess.DEVNULL, pass_fds=numbers
            )
        reader, writer = await asyncio.open_connection(sock=ours, limit=LONGEST_LINE)
        return cls(process, reader, writer)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    async def listen(self) -> None:
        """Hear what it says until it is gone."""
        with suppress(OSError, ValueError):
            while line := await self._reader.readline():
                self._hear(line)
        self.is_ready = False
        self._settled.set()
        self._writer.close()

    async def settled(self, seconds: float) -> bool:
        """Wait until it is ready or gone, so many seconds at most; whether it is ready."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._settled.wait()
        return self.is_ready

    async def ended(self) -> int:
        """Wait for its end; the exit code."""
        return await self._process.wait()

    def tell_to_stop(self) -> None:
        """Let it finish what is in work, and end."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    async def end(self, grace: float) -> int:
        """Stop it, and kill it when it has not ended after so many seconds; the exit code."""
        if not self._settled.is_set() or self.is_ready:
            self.tell_to_stop()  # else it is ending by itself, with an exit code that says why
        try:
            async with asyncio.timeout(grace):
                return await self.ended()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            return await self.ended()

    def _hear(self, line: bytes) -> None:
        said = json.loads(line)
        if not isinstance(said, dict):
            return
        if said.get("ready"):
            self.is_ready = True
            self._settled.set()
        self.metrics = str(said.get("metrics", self.metrics))

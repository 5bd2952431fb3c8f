"""How one process tells the others to look at the database: by an empty message, through Redis."""

from __future__ import annotations

from collections.abc import Callable

from storage.redis_server import RedisServer

_CHANNEL = b"n"


class RedisNudges:
    """Nudges between processes; nothing is said but that there is something to read."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server

    async def nudge(self) -> None:
        """Tell all processes.

        Raises:
            SessionsAway: the server is away.
        """
        await self._server.call("PUBLISH", _CHANNEL, b"")

    async def hear(self, nudged: Callable[[], object]) -> None:
        """Call a function at each nudge, until cancelled.

        Raises:
            SessionsAway: the server is away.
        """
        await self._server.listen(_CHANNEL, nudged)

"""How Redis is reached, and whether it keeps to itself what it must forget.

A server that writes to disk, hands on to a replica, or notes slow commands with their words is
refused: conversations must be gone when it stops.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoPermissionError, RedisError, ResponseError

from core.errors import SessionsAway
from storage.faults import BadRedis, BadRedisUrl

_SECONDS = 2.0
"""That an answer is waited for."""

_LISTENS = 10.0
"""For which one message is waited at a time."""

WANTED: Mapping[str, str] = {
    "save": "",
    "appendonly": "no",
    "maxmemory-policy": "noeviction",
    "slowlog-log-slower-than": "-1",
}
"""Settings of deploy/redis.conf that are looked at."""


class RedisServer:
    """A connection to the server that turns its faults into ours."""

    def __init__(self, client: Redis) -> None:
        self._client: Any = client  # the driver's own types end here
        self._scripts: dict[str, Any] = {}

    async def call(self, *command: Any) -> Any:  # noqa: ANN401 - whatever the server answers
        """Run one command.

        Raises:
            SessionsAway: the server is away, full, or refuses.
        """
        try:
            return await self._client.execute_command(*command)
        except (RedisError, OSError):
            raise SessionsAway from None

    async def together(self, *commands: tuple[Any, ...]) -> list[Any]:
        """Run commands as one, or none of them; raises as `call` does."""
        async with self._client.pipeline(transaction=True) as pipeline:
            try:
                for command in commands:
                    pipeline.execute_command(*command)
                return list(await pipeline.execute())
            except (RedisError, OSError):
                raise SessionsAway from None

    async def run(self, script: str, keys: list[bytes], *arguments: Any) -> Any:  # noqa: ANN401
        """Run a Lua script in one step; raises as `call` does."""
        if script not in self._scripts:
            self._scripts[script] = self._client.register_script(script)
        try:
            return await self._scripts[script](keys=keys, args=arguments)
        except (RedisError, OSError):
            raise SessionsAway from None

    async def listen(self, channel: bytes, call: Callable[[], object]) -> None:
        """Call a function at each message on a channel, until cancelled; raises as `call` does."""
        async with self._client.pubsub(ignore_subscribe_messages=True) as heard:
            try:
                await heard.subscribe(channel)
                while True:
                    if await heard.get_message(timeout=_LISTENS) is not None:
                        call()
            except (RedisError, OSError):
                raise SessionsAway from None


@asynccontextmanager
async def open_redis(url: str) -> AsyncIterator[RedisServer]:
    """Connect, and look whether the server is fit for what it is given.

    Raises:
        BadRedisUrl: it names neither a socket of this machine nor a connection with TLS.
        BadRedis: it would keep conversations, or shows them to others.
        SessionsAway: it cannot be reached.
    """
    _check_url(url)
    client: Redis = Redis.from_url(
        url,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 1),
        decode_responses=False,
    )
    try:
        await _check_server(client)
        yield RedisServer(client)
    finally:
        await client.aclose()


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    is_socket = parts.scheme == "unix" and re.fullmatch(r"/.+", parts.path)
    is_checked = not re.search("ssl_cert_reqs|ssl_check_hostname", parts.query)
    is_tls = parts.scheme == "rediss" and parts.hostname and is_checked
    if not is_socket and not is_tls:
        raise BadRedisUrl


async def _check_server(client: Any) -> None:  # noqa: ANN401 - untyped in the driver
    try:
        wrong = [name for name, good in WANTED.items() if await _setting(client, name) != good]
        who = await client.execute_command("ACL WHOAMI")
        standing = await client.execute_command("INFO", "replication")
    except (NoPermissionError, ResponseError):
        raise BadRedis(("the rights of its user",)) from None
    except (RedisError, OSError):
        raise SessionsAway from None
    if _text(who) == "default":
        wrong.append("user default")
    if standing.get("role") != "master" or standing.get("connected_slaves"):
        wrong.append("replication")
    if wrong:
        raise BadRedis(tuple(wrong))


async def _setting(client: Any, name: str) -> str:  # noqa: ANN401 - as above
    found = await client.execute_command("CONFIG GET", name)
    return _text(next(iter(found.values()), b"?"))


def _text(value: Any) -> str:  # noqa: ANN401 - bytes or str, as the driver likes
    return value.decode() if isinstance(value, bytes) else str(value)

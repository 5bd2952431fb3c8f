"""The server: from an HTTP request to a method of the Bot API, with the faults in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from .delivering import Deliverer
from .faults import ApiError, Fault, Faults
from .methods import METHODS
from .params import Params, params_of
from .people import Group, Person, new_group, new_person
from .world import Json, World

TOKEN = "4200000042:AAtest-token_of-no-bot-at-telegram00"  # opens nothing


@dataclass(slots=True)
class Call:
    """A call that a bot made, when it came (monotonic seconds), and what was done for it."""

    method: str
    params: dict[str, Any]
    at: float
    result: Any = None


class BotApi:
    """A Bot API server on this machine, for the time of an ``async with`` block."""

    def __init__(self, token: str = TOKEN, *, port: int = 0, notes_calls: bool = True) -> None:
        """Nothing listens before ``async with``.

        Args:
            token: of the one bot that it serves.
            port: on loopback; 0 takes a free one.
            notes_calls: whether `calls` are kept, which takes memory for each.
        """
        self.token = token
        self.world = World(token)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.revoked = False
        self._notes_calls = notes_calls
        self._port = port
        self._runner: web.AppRunner | None = None
        self.deliverer = Deliverer(self.world)
        self._delivering: asyncio.Future[None] | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._delivering = asyncio.ensure_future(self.deliverer.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait({self._delivering})
        if self._runner is not None:
            await self._runner.cleanup()

    # What tests do

    def person(self, name: str = "Sam") -> Person:
        """Somebody new with an account."""
        return new_person(self.world, name)

    def group(self, kind: str = "supergroup") -> Group:
        """A group or a channel with the bot in it."""
        return new_group(self.world, kind)

    def fail(self, method: str, fault: Fault, *, times: int = 1, chat: int | None = None) -> None:
        """Let the next calls of a method ("*": any) fail."""
        self.faults.plan(method, fault, times=times, chat=chat)

    def called(self, method: str) -> list[dict[str, Any]]:
        """Parameters of all calls of a method so far."""
        return [call.params for call in self.calls if call.method == method.lower()]

    @contextmanager
    def held(self) -> Iterator[list[Json]]:
        """Keep updates back; they are delivered at the end in the order the list then has."""
        yield self.world.hold()
        self.world.release()

    async def quiet(self, seconds: float = 10.0) -> None:
        """Wait until every update is confirmed.

        Raises:
            TimeoutError: some are still unconfirmed after so many seconds.
        """
        async with asyncio.timeout(seconds):
            while self.world.pending:  # noqa: ASYNC110 - nobody has to tell us
                await asyncio.sleep(0.01)

    # What bots do

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            result = await self._carry_out(request)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        if isinstance(result, web.StreamResponse):
            return result
        return web.json_response({"ok": True, "result": result})

    async def _carry_out(self, request: web.Request) -> Any:
        name = request.match_info["method"].lower()
        if request.match_info["token"] != self.token or self.revoked:
            raise ApiError(401, "Unauthorized")
        params = await params_of(request)
        call = Call(name, params.as_dict() if self._notes_calls else {}, time.monotonic())
        if self._notes_calls:
            self.calls.append(call)
        method = METHODS.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        fault = self.faults.take(name, _chat_of(params))
        if fault is None:
            call.result = await method(self.world, params)
            return call.result
        if fault.drop == "before":
            return _dropped(request)
        if fault.garbage:
            return web.Response(text="<html>Bad Gateway</html>", status=502)
        if fault.code:
            raise ApiError(fault.code, fault.description, retry_after=fault.retry_after)
        call.result = await method(self.world, params)
        await asyncio.sleep(fault.delay)
        return _dropped(request) if fault.drop == "after" else call.result


def _dropped(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _chat_of(params: Params) -> int | None:
    return params.integer("chat_id") if "chat_id" in params else None

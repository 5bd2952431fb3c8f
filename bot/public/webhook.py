"""How updates come by webhook, and when Telegram is told that they are done with.

Telegram sends one update of a chat at a time and the next when it has our 200, and whatever is
answered otherwise again. So the answer is the confirmation: see docs/decisions/0017-webhook.md.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, SetWebhook, TelegramMethod
from aiohttp import web

from bot.public.claims import Claims
from bot.public.docket import Docket, Work
from bot.public.hook import Hook
from bot.public.listening import Ear
from bot.public.reading import SUBSCRIBED
from bot.public.source import Ending, Raw, Take
from bot.public.watch import Happening, Watch
from core.deliveries import Deliveries, Standing

SECRET_HEADER = b"x-telegram-bot-api-secret-token"

LONGEST_BODY = 1 << 20
"""Bytes. A message of 4,096 characters that answers another such, each escaped and marked to the
last letter, has less than a quarter of that."""

CONNECTIONS = 100
"""Deliveries at once; the most that Telegram opens (Bot API, setWebhook)."""

_LOOK_AGAIN = 0.1
"""Seconds between two looks at an update that another process has in work."""


class Webhook:
    """Takes updates over HTTP until it is stopped."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        watch: Watch,
        hook: Hook,
        deliveries: Deliveries | None = None,
    ) -> None:
        """Args: ``deliveries`` is where other processes say what they have; None for no others."""
        self._bot = bot
        self._take = take
        self._watch = watch
        self._hook = hook
        self._secret = hook.secret.encode("ascii")
        self._docket = Docket()
        self._claims = Claims(self._docket, deliveries)
        self._ear = Ear(hook.host, hook.port, hook.shared)
        self._is_taking = False
        self._halt = asyncio.Event()

    @property
    def first_step(self) -> TelegramMethod[bool]:
        """Tells Telegram where to deliver; what waits there is not dropped."""
        return SetWebhook(
            url=self._hook.url,
            secret_token=self._hook.secret,
            allowed_updates=list(SUBSCRIBED),
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Listen; until `run` everything is answered 503, to come again.

        Raises:
            PortTaken: it cannot listen there.
        """
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_post(self._hook.path, self._answer)
        async with self._ear.opened(app):
            yield

    async def run(self) -> Ending:
        """Take updates until stopped or the token is refused."""
        self._is_taking = not self._halt.is_set()
        if self._is_taking:
            await self._ear.begin()
        while not self._halt.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._halt.wait(), self._hook.look)
            if not self._halt.is_set() and await self._is_refused():
                self.stop()
                return Ending.TOKEN_REFUSED
        return Ending.STOPPED

    def stop(self) -> None:
        """Take nothing more: what comes is answered 503, and delivered to the next process."""
        self._is_taking = False
        self._ear.end()
        self._halt.set()

    async def confirm(self) -> None:
        """What was cut short is answered 503 now, and delivered again."""
        await self._claims.leave(self._docket.cut_short())

    async def tend(self) -> None:
        """Tell other processes what this one has, until cancelled."""
        await self._claims.tell()

    async def _answer(self, request: web.Request) -> web.Response:
        """Answer one delivery; what it says is looked at only behind the secret."""
        if not self._is_ours(request):
            self._watch.note(Happening.SECRET_REFUSED)
            refusal = web.Response(status=401)
            refusal.force_close()
            return refusal
        if not self._is_taking:
            refusal = web.Response(status=503)
            refusal.force_close()  # the next try may then reach another process
            return refusal
        try:
            raw = _object(await request.read())
        except web.HTTPRequestEntityTooLarge:
            self._watch.note(Happening.TOO_LARGE)
            return web.Response(status=413)
        number = raw.get("update_id")
        if not isinstance(number, int) or isinstance(number, bool):
            # Asking for it again would bring the same again.
            self._watch.note(Happening.MALFORMED)
            return web.Response()
        return web.Response(status=await self._outcome(number, raw))

    def _is_ours(self, request: web.Request) -> bool:
        given = [value for name, value in request.raw_headers if name.lower() == SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._secret)

    async def _outcome(self, number: int, raw: Raw) -> int:
        """Begin work on an update, or find it; the status to answer with."""
        until = asyncio.get_running_loop().time() + self._hook.late
        while not self._docket.is_done(number):
            if (work := self._docket.work(number)) is not None:
                return await self._wait_for(work)
            standing = await self._claims.standing(number)
            if standing is Standing.DONE:
                return 200
            if standing is Standing.IN_WORK:
                if asyncio.get_running_loop().time() > until:
                    return self._late()
                await asyncio.sleep(_LOOK_AGAIN)
            elif not self._begin(number, raw):
                await self._claims.leave([number])
                return 503
        return 200

    def _begin(self, number: int, raw: Raw) -> bool:
        """Begin work on an update, unless it is known; False when stopped while it came."""
        is_known = self._docket.is_done(number) or self._docket.work(number) is not None
        if not is_known and not self._is_taking:
            return False
        if not is_known:
            self._take(number, raw, self._docket)
        return True

    async def _wait_for(self, work: Work) -> int:
        wait = self._hook.early if work.may_go_early else self._hook.late
        await asyncio.wait({work.is_done}, timeout=wait)
        if work.is_done.done():
            return 200 if work.is_done.result() else 503
        if work.may_go_early:
            self._watch.note(Happening.CONFIRMED_EARLY, count=1)
            return 200
        return self._late()

    def _late(self) -> int:
        self._watch.note(Happening.ANSWERED_LATE)
        return 500

    async def _is_refused(self) -> bool:
        """Look whether the token still works and deliveries still come to us."""
        try:
            info = await self._bot(GetWebhookInfo())
            if info.url != self._hook.url:
                # Whoever has the token can turn the line away from us.
                self._watch.note(Happening.HOOK_MOVED)
                await self._bot(self.first_step)
        except (TelegramUnauthorizedError, TelegramNotFound):
            self._watch.note(Happening.TOKEN_REFUSED)
            return True
        except Exception as error:  # noqa: BLE001  # Telegram may be out of reach for a while
            self._watch.fault(Happening.CALL_FAILED, type(error))
        return False


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; an empty one for whatever is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

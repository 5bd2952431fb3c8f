"""How Telegram delivers to a webhook: one update of a chat at a time, again until it is taken."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import aiohttp

from .params import Params, bad
from .world import Json, World

AGAIN_AFTER = 0.05
"""Seconds until a delivery that was not taken is tried again; Telegram waits longer."""


async def set_webhook(world: World, params: Params) -> bool:
    """Deliver to an address from now on."""
    url, secret = params.text("url"), params.text("secret_token", "")
    if url and not re.fullmatch(r"https?://\S+", url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= params.integer("max_connections", 40) <= 100:
        raise bad("max_connections must be between 1 and 100")
    kinds = params.items("allowed_updates")
    if kinds:
        world.allowed = frozenset(str(kind) for kind in kinds)
    world.webhook, world.secret = url, secret
    world.wake()
    return True


async def get_webhook_info(world: World, _: Params) -> Json:
    """Where updates are delivered, and how many wait."""
    return {
        "url": world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.pending),
    }


class Deliverer:
    """Delivers what is pending while a webhook is set.

    Attributes:
        answers: status of every delivery so far, by update; 0 where there was no answer.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Future[None]] = set()
        self.answers: dict[int, list[int]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    self._begin_all(session)
                    await self._world.news()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin_all(self, session: aiohttp.ClientSession) -> None:
        if not self._world.webhook:
            return
        for update in list(self._world.pending):
            chat = _chat_of(update)
            if chat not in self._busy:
                self._busy.add(chat)
                task = asyncio.ensure_future(self._deliver(session, chat, update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _deliver(self, session: aiohttp.ClientSession, chat: int, update: Json) -> None:
        status = await self._post(session, update)
        self.answers.setdefault(update["update_id"], []).append(status)
        if 200 <= status < 300:
            if update in self._world.pending:
                self._world.pending.remove(update)
        else:
            await asyncio.sleep(AGAIN_AFTER)
        self._busy.discard(chat)
        self._world.wake()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> int:
        secret = self._world.secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self._world.webhook, json=update, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError):
            return 0


def _chat_of(update: Json) -> int:
    """The chat whose order an update belongs to."""
    body: Any = update.get("message") or update.get("my_chat_member") or {}
    tapped = update.get("callback_query", {}).get("message")
    return int((tapped or body).get("chat", {}).get("id", 0))

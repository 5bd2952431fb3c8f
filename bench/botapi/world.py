"""What Telegram keeps: chats and messages, updates not yet fetched, taps not yet answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .faults import ApiError

type Json = dict[str, Any]

HOURS_TO_DELETE = 48
HOURS_OF_DICE = 24
QUERY_SECONDS = 900
REMEMBERED = 10_000
"""Updates that can be delivered once more."""
ALL_BUT_THREE = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
    }
)
"""Kinds that are delivered when a bot never said which it wants (of those made here)."""


@dataclass(slots=True)
class Message:
    """A message in a chat; ``body`` is its JSON without buttons."""

    number: int
    at: float
    body: Json
    is_bots: bool
    markup: Json | None = None

    def json(self) -> Json:
        """As the Bot API shows it."""
        return self.body | ({"reply_markup": self.markup} if self.markup else {})


@dataclass(slots=True)
class Query:
    """A tap that waits for an answer."""

    chat: int
    at: float
    is_answered: bool = False


@dataclass(slots=True)
class Chat:
    """A chat and the messages presently in it."""

    json: Json
    messages: dict[int, Message] = field(default_factory=dict)
    popups: list[str] = field(default_factory=list)
    is_blocked: bool = False
    is_left: bool = False


class World:
    """Telegram's memory of one bot.

    Attributes:
        shown: told of each message of the bot's as it appears in a chat.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Line",
            "username": "line_bot",
        }
        self.me: Json = self.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.commands: list[Json] = []
        self.menus: dict[int, list[Json]] = {}
        self.files: dict[str, str] = {}
        self.shown: Callable[[Chat, Message], None] = lambda _chat, _message: None
        self.webhook = ""
        self.secret = ""
        self.pending: list[Json] = []
        self.history: dict[int, Json] = {}
        self.allowed = ALL_BUT_THREE
        self.highest_offset = 0
        self._held: list[Json] | None = None
        self._numbers = itertools.count(100)
        self._updates = itertools.count(700_000_001)
        self._news = asyncio.Event()
        self._hook_news = asyncio.Event()
        self._poll = 0
        self._shift = 0.0

    # Time

    def now(self) -> float:
        """Seconds since 1970, moved on by `pass_time`."""
        return time.time() + self._shift

    def pass_time(self, seconds: float) -> None:
        """Let time pass for messages and taps."""
        self._shift += seconds

    # Messages

    def chat(self, number: int) -> Chat:
        """A chat the bot knows and may write to."""
        chat = self.chats.get(number)
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.is_blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.is_left:
            raise ApiError(403, "Forbidden: bot is not a member of the chat")
        return chat

    def add(
        self, chat: Chat, content: Json, *, sender: Json, markup: Json | None = None
    ) -> Message:
        """Put a message into a chat."""
        number = next(self._numbers)
        body: Json = {
            "message_id": number,
            "from": sender,
            "chat": chat.json,
            "date": int(self.now()),
        }
        is_bots = sender is self.bot
        message = Message(number, self.now(), body | content, is_bots, markup)
        chat.messages[number] = message
        if is_bots:
            self.shown(chat, message)
        return message

    def forget(self, chat: int) -> None:
        """Let go of a chat and its taps; a bot that calls there finds none."""
        self.chats.pop(chat, None)
        for number in [n for n, query in self.queries.items() if query.chat == chat]:
            del self.queries[number]

    def may_delete(self, message: Message) -> bool:
        """Whether it is young enough for a bot to delete it; a die must be a day old."""
        hours = (self.now() - message.at) / 3_600
        return hours < HOURS_TO_DELETE and ("dice" not in message.body or hours > HOURS_OF_DICE)

    # Updates

    def tell(self, kind: str, value: Json) -> int:
        """Queue an update, if the bot wants its kind; its number."""
        number = next(self._updates)
        if kind in self.allowed:
            update = {"update_id": number, kind: value}
            self.history[number] = update
            if len(self.history) > REMEMBERED:
                del self.history[next(iter(self.history))]
            if self._held is None:
                self.deliver(update)
            else:
                self._held.append(update)
        return number

    def deliver(self, *updates: Json) -> None:
        """Queue updates as they are, known numbers and any order included."""
        self.pending.extend(updates)
        self.wake()

    def hold(self) -> list[Json]:
        """Keep updates back until `release`; the list may be changed meanwhile."""
        self._held = []
        return self._held

    def release(self) -> None:
        """Deliver what was held, in the order of the list."""
        held, self._held = self._held or [], None
        self.deliver(*held)

    def wake(self) -> None:
        """Let whoever delivers look again."""
        self._news.set()
        self._hook_news.set()

    async def news(self) -> None:
        """Wait until there may be something to deliver."""
        await self._hook_news.wait()
        self._hook_news.clear()

    async def updates(self, offset: int, limit: int, wait: float) -> list[Json]:
        """What getUpdates gives: the oldest updates not yet confirmed; waits for the first."""
        self._poll += 1
        poll = self._poll
        self._news.set()
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.highest_offset = max(self.highest_offset, offset)
            self.pending = [u for u in self.pending if u["update_id"] >= offset]
        deadline = time.monotonic() + wait
        while True:
            if poll != self._poll:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one "
                    "bot instance is running",
                )
            left = deadline - time.monotonic()
            if self.pending or left <= 0:
                return self.pending[:limit]
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                continue

"""How the staff bot writes into chats: plain, protected, tried again where that does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton
from telegram import InlineKeyboardMarkup as Markup
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.staff.watch import Happening, Watch

TRIES = 4
FIRST_WAIT = 0.4
"""Seconds before the second try; each wait is twice the one before."""
LONGEST_WAIT = 60.0
"""Seconds that Telegram may ask us to wait; longer counts as lost."""
LONGEST = 4_096
"""UTF-16 units of one message (Bot API, sendMessage)."""
_SAFE = 4_000


@dataclass(frozen=True, slots=True)
class Chats:
    """Chats of staff."""

    bot: Bot
    watch: Watch

    async def send(
        self,
        chat: int,
        text: str,
        buttons: Sequence[tuple[str, str]] = (),
        *,
        is_silent: bool = False,
    ) -> int | None:
        """Send a text; the number of the message (of its last piece), or None.

        Args:
            chat: where.
            text: long ones become several messages.
            buttons: labels, and what they carry.
            is_silent: whether the phone stays quiet.
        """
        number: int | None = None
        cut = pieces(text)
        for at, piece in enumerate(cut, 1):
            markup = _markup(buttons) if buttons and at == len(cut) else None

            async def call(piece: str = piece, markup: Markup | None = markup) -> int:
                message = await self.bot.send_message(
                    chat, piece, disable_notification=is_silent, protect_content=True,
                    reply_markup=markup,
                )  # fmt: skip
                return message.message_id

            number = await self._persist(call, is_harmless=False)
        return number

    async def picture(self, chat: int, png: bytes, text: str) -> int | None:
        """Send a picture with a text under it; the number of the message, or None."""

        async def call() -> int:
            message = await self.bot.send_photo(
                chat, png, caption=text[:1_000], protect_content=True
            )
            return message.message_id

        return await self._persist(call, is_harmless=False)

    async def edit(self, chat: int, message: int, text: str) -> bool:
        """Put a text in the place of another, without buttons; whether it stands there now."""

        async def call() -> bool:
            try:
                await self.bot.edit_message_text(text[:_SAFE], chat_id=chat, message_id=message)
            except BadRequest as error:
                if "not modified" not in error.message:
                    raise
            return True

        return bool(await self._persist(call, is_harmless=True))

    async def answer(self, query: str, text: str = "") -> None:
        """Take a tap off somebody's screen."""

        async def call() -> bool:
            return await self.bot.answer_callback_query(query, text[:200] or None)

        await self._persist(call, is_harmless=True)

    async def set_menu(self, chat: int, commands: Sequence[tuple[str, str]]) -> bool:
        """Show the menu of commands in one chat; whether it is there now."""
        listed = [BotCommand(name, about) for name, about in commands]

        async def call() -> bool:
            return await self.bot.set_my_commands(listed, scope=BotCommandScopeChat(chat))

        return bool(await self._persist(call, is_harmless=True))

    async def clear_menu(self, chat: int) -> None:
        """Take the menu of a chat away."""

        async def call() -> bool:
            return await self.bot.delete_my_commands(scope=BotCommandScopeChat(chat))

        await self._persist(call, is_harmless=True)

    async def leave(self, chat: int) -> None:
        """Leave a group or a channel."""

        async def call() -> bool:
            return await self.bot.leave_chat(chat)

        await self._persist(call, is_harmless=True)

    async def _persist[T](self, call: Callable[[], Awaitable[T]], *, is_harmless: bool) -> T | None:
        """Make a call, again where Telegram has not taken it or twice does no harm.

        Raises:
            InvalidToken: the token is not accepted any more.
        """
        wait = FIRST_WAIT
        for left in range(TRIES - 1, -1, -1):
            try:
                return await call()
            except InvalidToken:
                raise
            except TelegramError as error:
                pause = _pause(error, wait, is_harmless=is_harmless)
                if pause is None or not left:
                    self.watch.fault(Happening.CALL_FAILED, type(error))
                    return None
            await asyncio.sleep(pause)
            wait *= 2
        return None


def _pause(error: TelegramError, wait: float, *, is_harmless: bool) -> float | None:
    """Seconds to wait before the next try, or None: trying again does not help, or does harm."""
    match error:
        case RetryAfter():
            seconds = _seconds(error)
            return seconds if seconds <= LONGEST_WAIT else None
        case BadRequest():
            return None
        case TimedOut():
            return wait if is_harmless else None
        case NetworkError():
            return wait if is_harmless or _is_servers(error) else None
        case _:
            return None


def pieces(text: str) -> list[str]:
    """A text in pieces that Telegram takes, cut between lines."""
    cut: list[str] = []
    now = ""
    for line in text.split("\n"):
        if now and len(now) + len(line) + 1 > _SAFE:
            cut.append(now)
            now = line[:_SAFE]
        else:
            now = f"{now}\n{line[:_SAFE]}" if now else line[:_SAFE]
    return [*cut, now]


def _markup(buttons: Sequence[tuple[str, str]]) -> Markup:
    return Markup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def _is_servers(error: NetworkError) -> bool:
    """Whether Telegram answered that it failed, or was not reached: it has not taken the call."""
    return error.__cause__ is None or isinstance(error.__cause__, httpx.ConnectError)

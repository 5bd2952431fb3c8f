"""How a call of Telegram's interface is made: what is tried again, how long, and what never.

A network error does not mean that a message was not sent. A second copy would stand in the
chat under a number that nobody knows, so that it could never be erased; therefore a send is
repeated only when Telegram cannot have taken it. Deleting and editing may be repeated freely.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.public.session import Sent
from bot.public.watch import Happening, Watch

_ANSWERS = (Response[Sent], Response[bool], Response[list[Any]])
"""What Telegram answers to most calls. The library builds these types when they are
asked for, and forgets them at the collector's next round: that took a twentieth of the loop's time
under load."""

REQUEST_SECONDS = 10
"""How long one request may take."""

ORDINARY = 500
"""Calls under way at once that are not urgent; the connections beyond are for 999 answers."""


class Repeat(StrEnum):
    """When a call may be made once more."""

    FREELY = "freely"
    """Twice does no harm."""
    UNTAKEN = "untaken"
    """Only when Telegram cannot have taken it the first time."""


class Problem(StrEnum):
    """Why a call came to nothing."""

    GONE = "gone"
    """The sender blocked the bot or deleted the account."""
    REFUSED = "refused"
    """Telegram does not do this, and asking again changes nothing."""
    LOST = "lost"
    """Telegram is out of reach or too busy, or its answer is."""


@dataclass(frozen=True, slots=True)
class Outcome[T]:
    """What a call came to: a value, or a problem."""

    value: T | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a call is kept up.

    Attributes:
        seconds: of all tries and waits together; a longer wait is not begun.
        tries: of a call that fails without a word how long to wait.
        first_wait: seconds before the second try; each wait is twice the one before.
    """

    seconds: float = 40.0
    tries: int = 6
    first_wait: float = 0.4


class Calls:
    """Calls of Telegram's interface that never raise."""

    def __init__(self, bot: Bot, watch: Watch, patience: Patience = Patience()) -> None:
        self._bot = bot
        self._watch = watch
        self._patience = patience
        self._ordinary = asyncio.Semaphore(ORDINARY)

    async def make[T](
        self, method: TelegramMethod[T], repeat: Repeat, *, is_urgent: bool = False
    ) -> Outcome[T]:
        """Make a call, again where that helps and does no harm.

        Args:
            method: the call.
            repeat: when it may be made once more.
            is_urgent: whether it waits for no other call.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience.seconds
        tries = 0
        while True:
            try:
                async with nullcontext() if is_urgent else self._ordinary:
                    value: T = await self._bot(method, request_timeout=REQUEST_SECONDS)
                return Outcome(value)
            except Exception as error:  # noqa: BLE001  # whatever it is, the sender's event goes on
                verdict = self._judge(error, repeat, tries)
            if isinstance(verdict, Problem):
                return Outcome(problem=verdict)
            if loop.time() + verdict > deadline:
                self._watch.note(Happening.CALL_LOST)
                return Outcome(problem=Problem.LOST)
            tries += 1
            await asyncio.sleep(verdict)

    def _judge(self, error: Exception, repeat: Repeat, tries: int) -> float | Problem:
        """Seconds to wait before the next try, or why there is none."""
        match error:
            case TelegramRetryAfter():
                return float(error.retry_after)
            case TelegramForbiddenError():
                self._watch.note(Happening.SENDER_GONE)
                return Problem.GONE
            case TelegramServerError():
                return self._wait(error, tries)
            case TelegramEntityTooLarge():
                return self._refused(error)
            case TelegramNetworkError() | ClientDecodeError():
                if repeat is Repeat.FREELY or _was_never_sent(error):
                    return self._wait(error, tries)
                self._watch.fault(Happening.CALL_LOST, type(error))
                return Problem.LOST
            case TelegramAPIError():
                return self._refused(error)
            case _:
                self._watch.fault(Happening.CALL_FAILED, type(error))
                return Problem.LOST

    def _refused(self, error: Exception) -> Problem:
        self._watch.fault(Happening.CALL_FAILED, type(error))
        return Problem.REFUSED

    def _wait(self, error: Exception, tries: int) -> float | Problem:
        if tries + 1 >= self._patience.tries:
            self._watch.fault(Happening.CALL_LOST, type(error))
            return Problem.LOST
        return jitter(self._patience.first_wait * 2**tries)


def jitter(seconds: float) -> float:
    """A wait of about so long, so that many who wait do not come back at once."""
    return seconds * (0.75 + secrets.randbelow(500) / 1_000)


def _was_never_sent(error: Exception) -> bool:
    """Whether the connection failed before the request could be written."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)

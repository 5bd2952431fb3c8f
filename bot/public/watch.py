"""What the public bot tells its operator: a closed list of happenings, with numbers only.

No text, name, id of Telegram's or argument of an exception can pass through here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Happening(StrEnum):
    """What can happen that an operator may want to count."""

    READY = "ready"
    STOPPED = "stopped"
    TOKEN_REFUSED = "token_refused"  # noqa: S105  # the name of an event
    FETCH_FAILED = "fetch_failed"
    FETCH_SLOWED = "fetch_slowed"
    WINDOW_FULL = "window_full"
    CONFIRMED_EARLY = "confirmed_early"
    CUT_SHORT = "cut_short"
    UNREADABLE = "unreadable"
    HANDLER_FAILED = "handler_failed"
    CALL_FAILED = "call_failed"
    CALL_LOST = "call_lost"
    SENDER_GONE = "sender_gone"
    NOT_ERASED = "not_erased"
    CHAT_LEFT = "chat_left"
    SWEPT = "swept"
    LOOP_FAULT = "loop_fault"
    SECRET_REFUSED = "secret_refused"  # noqa: S105  # the name of an event
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    ANSWERED_LATE = "answered_late"
    HOOK_MOVED = "hook_moved"


class Span(StrEnum):
    """What is timed."""

    ANSWER = "answer"
    """From taking an update of a chat to having answered it."""


class Watch(Protocol):
    """Where happenings are counted."""

    def note(self, what: Happening, /, **numbers: int) -> None:
        """Something happened; the numbers are counts or seconds."""

    def fault(self, what: Happening, error: type[BaseException], /) -> None:
        """Something went wrong. Only the class of the error is told: its words may be a tip."""

    def took(self, what: Span, seconds: float, /) -> None:
        """Something took so long."""


LEAKY_LOGGERS = (
    "aiogram",
    "aiogram.event",
    "aiogram.dispatcher",
    "aiogram.middlewares",
    "aiogram.scene",
    "aiogram.webhook",
    "aiohttp.access",
    "aiohttp.client",
    "aiohttp.internal",
    "aiohttp.server",
    "aiohttp.web",
    "aiohttp.websocket",
    "asyncio",
    "pydantic",
)
"""Loggers that can carry a sender's words, an id or the token: whoever configures logging in
the process of this bot shuts every one of them (no handler, no propagation)."""

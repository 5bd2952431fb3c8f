"""How updates reach the bot: what the polling loop and the webhook have in common."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Any, Protocol

from aiogram.methods import TelegramMethod

type Raw = dict[str, Any]


class Ending(StrEnum):
    """Why no more updates are taken."""

    STOPPED = "stopped"
    TOKEN_REFUSED = "token_refused"  # noqa: S105  # the name of an ending


class Book(Protocol):
    """Where it is kept which updates are in work and which are done."""

    def begin(self, number: int, *, may_go_early: bool) -> None:
        """An update is in work; ``may_go_early`` unless a report may be kept behind it."""

    def finish(self, number: int) -> None:
        """An update is answered, and what it asked for is committed."""


type Take = Callable[[int, Raw, Book], None]
"""Begins work on a new update; it must not wait or raise."""


class Source(Protocol):
    """Where updates come from."""

    @property
    def first_step(self) -> TelegramMethod[bool]:
        """The call that tells Telegram to hand out updates in this way."""

    def opened(self) -> AbstractAsyncContextManager[None]:
        """Whatever has to be open before that call, and as long as answers are under way."""

    async def run(self) -> Ending:
        """Take updates until stopped or the token is refused."""

    async def tend(self) -> None:
        """Whatever goes on beside, from before `run` until after `confirm`; it is cancelled."""

    def stop(self) -> None:
        """Take nothing more; what is in work goes on."""

    async def confirm(self) -> None:
        """Tell Telegram what is finished; nothing is in work any more."""

"""What a public bot is made of, and how long things in it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.public.calls import Patience
from bot.public.hook import Hook
from bot.public.poller import Pace
from bot.public.stage import Texts
from bot.public.watch import Watch
from core.deliveries import Deliveries
from core.ports import Alarm, Stage
from core.turn import Event


class TokenRefused(Exception):
    """Telegram does not accept the token; trying again cannot help."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot's token. Get a valid one from @BotFather, put it into "
            "TIPLINE_BOT_TOKEN and start again. Updates wait with Telegram for 24 hours."
        )


class Front(Protocol):
    """The line as a sender meets it: `core.reporter.Reporter`."""

    async def talk(self, event: Event, stage: Stage) -> None:
        """Answer one event."""

    async def clear_ended(self, stage_of: Callable[[str], Stage]) -> int:
        """Erase the chats of conversations whose life has ended; how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long things may take; all in seconds where not said.

    Attributes:
        sweep: between two rounds of erasing what has ended.
        talk: that answering one event may take before it is given up.
        grace: that work may take to end once the bot is told to stop.
        pace: of the polling loop.
        patience: with single calls.
    """

    sweep: float = 20.0
    talk: float = 120.0
    grace: float = 20.0
    pace: Pace = field(default=Pace())
    patience: Patience = field(default=Patience())


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a public bot is made of.

    Attributes:
        token: of the bot.
        front: the line.
        alarm: the fast check, for words of messages that are refused.
        texts: the words.
        watch: where happenings are counted.
        api: base address of another Bot API server, or "" for Telegram's own.
        timing: how long things may take.
        hook: where Telegram delivers updates; None to fetch them by long polling.
        deliveries: where other processes behind the same hook say what they have.
    """

    token: str = field(repr=False)
    front: Front
    alarm: Alarm
    texts: Texts
    watch: Watch
    api: str = ""
    timing: Timing = field(default=Timing())
    hook: Hook | None = None
    deliveries: Deliveries | None = None

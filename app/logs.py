"""What is logged: event names of a closed list, with counts and durations. Never words or ids.

Libraries log people (aiogram tracebacks, httpx URLs with the token, SQL parameters), so every
logger but ours is shut: nothing but `Log.note` reaches the output.
"""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import sys
from enum import StrEnum
from typing import Any, TextIO

import structlog


class Event(StrEnum):
    """Everything that can be logged."""

    READY = "ready"
    STOPPED = "stopped"
    UPDATE_FAILED = "update_failed"
    UPDATES = "updates"
    TELEGRAM_SLOW = "telegram_slow"
    TELEGRAM_FAILED = "telegram_failed"
    TELEGRAM_REFUSED = "telegram_refused"
    ANALYSIS_DEGRADED = "analysis_degraded"
    WORKER_STARTED = "worker_started"
    STORE_FAILED = "store_failed"
    CHATS_CLEARED = "chats_cleared"
    TIPS_SHREDDED = "tips_shredded"
    LOOP_FAILED = "loop_failed"


class Log:
    """One line of JSON for each event."""

    def __init__(self, stream: TextIO) -> None:
        self._logger = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=[
                structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:00Z", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )

    def note(self, event: StrEnum, **counts: float) -> None:
        """Log an event.

        Args:
            event: a name of a closed list.
            counts: numbers only; a duration in seconds ends in ``_s``.

        Raises:
            TypeError: something other than a number was given.
        """
        if not all(isinstance(value, int | float) for value in counts.values()):
            raise TypeError("only numbers are logged")
        self._logger.msg(event.value, **counts)


def close_other_logs() -> None:
    """Shut every logger of every library, and whatever else prints what it should not."""
    logging.disable(logging.CRITICAL)
    logging.getLogger().handlers = [logging.NullHandler()]
    logging.raiseExceptions = False
    if faulthandler.is_enabled():
        faulthandler.disable()
    sys.excepthook = _say_only_the_type


def watch_loop(loop: asyncio.AbstractEventLoop, log: Log) -> None:
    """Count failures of tasks that nobody awaits, without their words."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        del context
        log.note(Event.LOOP_FAILED, count=1)

    loop.set_exception_handler(handle)


def _say_only_the_type(kind: type[BaseException], _: BaseException, __: object) -> None:
    sys.stderr.write(f"tipline stopped on an unexpected {kind.__name__}.\n")

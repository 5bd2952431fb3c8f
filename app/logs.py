"""What is logged: event names of a closed list, with counts and durations. Never words or ids.

Libraries log people (aiogram tracebacks, httpx URLs with the token, SQL parameters), so every
logger but ours is shut: nothing but `Log.note` reaches the output.
"""

from __future__ import annotations

import faulthandler
import io
import logging
import sys
from enum import StrEnum
from typing import TextIO

import structlog


class Event(StrEnum):
    """What can be logged besides the happenings of `bot.public.watch`."""

    READY = "ready"
    ANALYSIS = "analysis"
    ANALYSIS_FAULT = "analysis_fault"
    SWEPT = "swept"
    CONSOLE_FAULT = "console_fault"


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

    @classmethod
    def silent(cls) -> Log:
        """A log that keeps nothing, for commands that a person sits in front of."""
        return cls(io.StringIO())

    def note(self, what: StrEnum, /, **numbers: float) -> None:
        """Log an event.

        Args:
            what: a name of a closed list.
            numbers: counts, or seconds.

        Raises:
            TypeError: something other than a number was given.
        """
        if not all(isinstance(value, int | float) for value in numbers.values()):
            raise TypeError("only numbers are logged")
        self._logger.msg(what.value, **numbers)

    def fault(self, what: StrEnum, error: type[BaseException], /) -> None:
        """Log that something failed, by the class of its error: its words may be a tip."""
        self._logger.msg(what.value, fault=error.__name__)

    def took(self, what: StrEnum, seconds: float, /) -> None:
        """Durations are for metrics; a line for each answer would tell when people write."""


def close_other_logs() -> None:
    """Shut every logger of every library, and whatever else prints what it should not."""
    logging.disable(logging.CRITICAL)
    logging.getLogger().handlers = [logging.NullHandler()]
    logging.raiseExceptions = False
    if faulthandler.is_enabled():
        faulthandler.disable()
    sys.excepthook = _say_only_the_type


def _say_only_the_type(kind: type[BaseException], _: BaseException, __: object) -> None:
    sys.stderr.write(f"tipline stopped on an unexpected {kind.__name__}.\n")

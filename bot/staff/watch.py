"""What the staff bot tells its operator: a closed list of happenings, with numbers only."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Happening(StrEnum):
    """What can happen that an operator may want to count."""

    READY = "staff_ready"
    STOPPED = "staff_stopped"
    FETCH_FAILED = "staff_fetch_failed"
    HANDLER_FAILED = "staff_handler_failed"
    CALL_FAILED = "staff_call_failed"
    CHAT_LEFT = "staff_chat_left"
    STRANGER = "staff_stranger"
    ALERTS_FAILED = "staff_alerts_failed"


class Watch(Protocol):
    """Where happenings are counted."""

    def note(self, what: Happening, /, **numbers: int) -> None:
        """Something happened; the numbers are counts or seconds."""

    def fault(self, what: Happening, error: type[BaseException], /) -> None:
        """Something went wrong; only the class of the error is told."""

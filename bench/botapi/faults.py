"""How the server fails when a test asks it to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class ApiError(Exception):
    """An answer that is not ok, in the form of the Bot API."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to fail.

    Attributes:
        code: HTTP status to answer with, or 0 to do what was asked.
        description: what the answer says.
        retry_after: seconds, for 429.
        drop: close the connection without an answer: "before" or "after" doing what was asked.
        delay: seconds between doing and answering.
        garbage: answer with a page of HTML.
    """

    code: int = 0
    description: str = "fault"
    retry_after: int = 0
    drop: str = ""
    delay: float = 0.0
    garbage: bool = False


@dataclass(slots=True)
class _Planned:
    method: str
    chat: int | None
    fault: Fault
    left: int


@dataclass(slots=True)
class Faults:
    """Faults still to come."""

    _planned: list[_Planned] = field(default_factory=list)

    def plan(self, method: str, fault: Fault, *, times: int = 1, chat: int | None = None) -> None:
        """Let the next calls of a method fail ("*": of any method), of one chat or of all."""
        self._planned.append(_Planned(method.lower(), chat, fault, times))

    def clear(self) -> None:
        """No more faults."""
        self._planned.clear()

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault of this call, if one is planned."""
        for planned in self._planned:
            is_meant = planned.method in ("*", method) and planned.chat in (None, chat)
            if is_meant and planned.left > 0:
                planned.left -= 1
                return planned.fault
        return None

"""Questions with buttons: only who was asked may answer, once, and only for a while."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.staff.calling import Choice

MOST = 1_000
"""Questions open at once; the oldest make room."""

_BYTES = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, and of which command.

    Attributes:
        chat: in which they were asked.
        name: of the account that sat there.
        command: name of the command.
    """

    chat: int
    name: str
    command: str


@dataclass(slots=True)
class _Open:
    asked: Asked
    until: float
    choices: Sequence[Choice]


@dataclass(slots=True)
class Questions:
    """Questions that are open, in memory: a restart closes them, and nothing was done."""

    life: float
    _open: OrderedDict[str, _Open] = field(default_factory=OrderedDict)

    def ask(self, asked: Asked, choices: Sequence[Choice], ticks: float) -> list[tuple[str, str]]:
        """Open a question; labels and data of its buttons.

        Args:
            asked: whoever may answer.
            choices: what may be answered.
            ticks: seconds on a clock that only grows.
        """
        token = secrets.token_urlsafe(_BYTES)
        self._open[token] = _Open(asked, ticks + self.life, tuple(choices))
        while len(self._open) > MOST:
            self._open.popitem(last=False)
        return [(choice.label, f"{token}:{at}") for at, choice in enumerate(choices)]

    def is_foreign(self, chat: int, data: str) -> bool:
        """Whether a button belongs to a question that somebody else was asked."""
        question = self._open.get(data.partition(":")[0])
        return question is not None and question.asked.chat != chat

    def take(self, chat: int, data: str, ticks: float) -> tuple[Asked, Choice] | None:
        """The choice of a tapped button, and close its question; None: there is none any more.

        Whether whoever was asked still sits there and may still do it is for the caller to see.
        """
        token, _, number = data.partition(":")
        question = self._open.get(token)
        if question is None or question.asked.chat != chat or not number.isdecimal():
            return None
        del self._open[token]
        if ticks > question.until or int(number) >= len(question.choices):
            return None
        return question.asked, question.choices[int(number)]

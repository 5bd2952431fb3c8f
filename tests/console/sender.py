"""A sender under test: a person with the Telegram app, in front of the real bot."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.botapi import Person

_CODE = re.compile(r"\b\d{4}(?: \d{4}){4}\b")
_ONWARD = ("send", "done", "no", "leave_anyway", "leave")
_PATIENCE = 60.0
"""Seconds for one answer, the slow keeping of a report on a busy machine in it."""


@dataclass
class Sender:
    """Reports, reads with the code what the desk asks, and adds to the report."""

    person: Person
    tapped: set[int] = field(default_factory=set)

    async def report(self, words: str) -> str:
        """Say it, go on to the end, and return the code of the receipt."""
        self.person.say(words)
        await self._until(self._has_code)
        found = _CODE.search(" ".join(self.person.reads()))
        assert found
        return found[0]

    async def read(self, code: str) -> str:
        """Show the code; what the desk asks."""
        self.person.say(code)
        await self._until(lambda: self._offers("add"))
        return " ".join(self.person.reads())

    async def add(self, words: str) -> None:
        """Add to the report whose code was shown."""
        self.person.tap("add")
        await self._until(lambda: self._reads("Type what you want to add"))
        self.person.say(words)
        await self._until(lambda: self._reads("It is with your report now"))

    def _has_code(self) -> bool:
        return self._reads("Your code") and _CODE.search(" ".join(self.person.reads())) is not None

    def _reads(self, words: str) -> bool:
        return any(words in text for text in self.person.reads())

    def _offers(self, option: str) -> bool:
        return any(option in seen.options for seen in self.person.sees())

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait for something, and tap meanwhile what leads on, every button once."""
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.person.sees()
            self._go_on()
            await asyncio.sleep(0.05)

    def _go_on(self) -> None:
        newest = self.person.sees()[-1]
        option = next((option for option in _ONWARD if option in newest.options), None)
        if option is not None and newest.number not in self.tapped:
            self.tapped.add(newest.number)
            self.person.forge(newest.buttons[newest.options.index(option)][1], newest.number)

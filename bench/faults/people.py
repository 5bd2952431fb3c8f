"""People who report once, whatever breaks meanwhile, and begin again only when they must."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bench.botapi import Person
from bench.senders import codes, tap_on

LOOK = 0.1
"""Seconds between two looks at the chat."""

AGAIN = 12.0
"""Seconds without a word from the bot after which somebody taps or writes once more."""

_PAUSE = 0.6
"""Seconds between two deeds of one person: nobody is quicker, and the line slows down who is."""


@dataclass(slots=True)
class Insistent:
    """Somebody who wants to see a code.

    Attributes:
        words: of the one report.
        codes: all that ever stood in the chat.
        begun: how often they wrote the report.
    """

    person: Person
    words: str
    codes: set[str] = field(default_factory=set)
    begun: int = 0
    _popups: int = 0

    async def insist(self) -> None:
        """Go on until a code is there."""
        loop = asyncio.get_running_loop()
        seen, acted = self._signs(), 0.0
        while not self.look():
            now = loop.time()
            is_answered = self._signs() != seen and now - acted > _PAUSE
            if not acted or is_answered or now - acted > AGAIN:
                self._act()
                seen, acted = self._signs(), now
            await asyncio.sleep(LOOK)

    def look(self) -> bool:
        """Note the codes in the chat; whether there ever was one."""
        self.codes |= codes(self.person)
        return bool(self.codes)

    def _act(self) -> None:
        """Tap the way on; where there is none, or a tap was refused, write the report."""
        was_refused = len(self.person.popups) > self._popups
        self._popups = len(self.person.popups)
        if was_refused or not tap_on(self.person):
            self.begun += 1
            self.person.say(self.words)

    def _signs(self) -> tuple[int, int]:
        """Changes when the bot has said something."""
        shown = [message.number for message in self.person.sees() if not message.is_mine]
        return (max(shown, default=0), len(self.person.popups))

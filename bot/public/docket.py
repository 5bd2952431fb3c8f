"""Which delivered updates this process has in work, and which it finished of late."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass

from bot.public.ledger import REMEMBERED


@dataclass(slots=True)
class Work:
    """An update in work."""

    may_go_early: bool
    is_done: asyncio.Future[bool]
    """True once it is answered; False when it was cut short."""


class Docket:
    """The updates of one process."""

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._working: dict[int, Work] = {}
        self._done: OrderedDict[int, None] = OrderedDict()
        self._news: deque[int] = deque(maxlen=remembered)

    @property
    def working(self) -> Collection[int]:
        """Updates in work."""
        return self._working.keys()

    def begin(self, number: int, *, may_go_early: bool) -> None:
        """An update is in work."""
        is_done = asyncio.get_running_loop().create_future()
        self._working[number] = Work(may_go_early, is_done)

    def finish(self, number: int) -> None:
        """An update is answered, and what it asked for is committed."""
        work = self._working.pop(number)
        work.is_done.set_result(True)
        self._done[number] = None
        self._news.append(number)
        if len(self._done) > self._remembered:
            self._done.popitem(last=False)

    def is_done(self, number: int) -> bool:
        """Whether it was finished of late."""
        return number in self._done

    def work(self, number: int) -> Work | None:
        """The work on it, if it is in work."""
        return self._working.get(number)

    def take_finished(self) -> list[int]:
        """What was finished since this was asked last; the oldest are left out of many."""
        news = list(self._news)
        self._news.clear()
        return news

    def cut_short(self) -> list[int]:
        """Nothing more will be finished; what was in work."""
        left = list(self._working)
        for work in self._working.values():
            work.is_done.set_result(False)
        self._working.clear()
        return left

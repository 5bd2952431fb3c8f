"""People who write to a bot, as many at once as wanted, and how long each waits."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from bench.botapi import BotApi, Person
from bench.botapi.world import Chat, Message
from bench.texts import Kind, Report

MOST = 2_000
"""People who write at once."""

MOST_BY_THE_CLOCK = 12_000
"""People who wait at once where they write by the clock: more than come while one has patience, at
four times what two cores can take, so that the clock is kept."""

NOTE = "In danger now? Ring 999. Our answer"
"""How the line begins what it says to people who have to wait; no answer to what they wrote."""

PATIENCE = 30.0
"""Seconds that somebody waits for an answer."""

_LINGER = 2_000
"""Chats that stay after they are done: a bot may still want to tidy them up."""

_ONWARD = ("send", "done", "leave_anyway", "leave", "no", "place_yes")
"""Options that a person in a hurry taps, the best first."""
_MOST_TAPS = 12
_CODE = re.compile(r"\b\d{4}(?: \d{4}){4}\b")


class Until(StrEnum):
    """How far somebody goes."""

    ANSWER = "answer"
    """They write, and read the first answer."""
    ERASED = "erased"
    """Then they have the chat erased, as one does who thinks better of it."""
    CODE = "code"
    """They answer what is asked, tap Send and read the code: the tip is kept."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One report.

    Attributes:
        at: when it was written, on the loop's clock.
        first: seconds to the first message; None where none came in time.
        read: seconds to the first that answers what they wrote; None likewise.
        whole: seconds until they had what they wanted; None where they did not get it.
    """

    kind: Kind
    at: float
    first: float | None
    read: float | None = None
    whole: float | None = None


@dataclass(slots=True)
class Crowd:
    """People in front of one server; each report comes from somebody new."""

    api: BotApi
    reports: Iterator[Report]
    until: Until = Until.ANSWER
    samples: list[Sample] = field(default_factory=list)
    told: Callable[[int], None] = lambda _: None
    _seen: dict[int, asyncio.Queue[Message]] = field(default_factory=dict)
    _done: deque[int] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """Listen to what appears in the chats."""
        self.api.world.shown = self._shown

    async def in_turn(self, senders: int, seconds: float, most: float = inf) -> None:
        """So many people at once; whoever is done makes room for the next. Ends in time.

        Args:
            senders: at once.
            seconds: until the last begins.
            most: people altogether.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        begun = 0

        async def one_after_another() -> None:
            nonlocal begun
            while loop.time() < end and begun < most:
                begun += 1
                await self.write_one()

        async with asyncio.TaskGroup() as group:
            for _ in range(min(senders, MOST)):
                group.create_task(one_after_another())

    async def by_the_clock(self, rate: float, seconds: float) -> None:
        """So many people a second, whether or not the bot keeps up; ends when all are done."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        working: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
                if len(working) >= MOST_BY_THE_CLOCK:
                    await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
                task = group.create_task(self.write_one())
                working.add(task)
                task.add_done_callback(working.discard)

    async def write_one(self) -> None:
        """Somebody new writes a report and goes as far as people here go."""
        report, person = next(self.reports), self.api.person("Sam")
        self._seen[person.id] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        at = loop.time()
        person.say(report.text)
        answer = await self._next(person)
        first = loop.time() - at if answer else None
        if answer is not None and str(answer.body.get("text", "")).startswith(NOTE):
            answer = await self._next(person, PATIENCE - (loop.time() - at))
        read = loop.time() - at if answer else None
        whole = None
        if answer is not None and await self._go_on(person, answer):
            whole = loop.time() - at
        self.samples.append(Sample(report.kind, at, first, read, whole))
        self.told(len(self.samples))
        del self._seen[person.id]
        self._leave(person.id)

    async def _go_on(self, person: Person, answer: Message) -> bool:
        """Whether they got what they wanted."""
        if self.until is Until.ANSWER:
            return True
        if self.until is Until.ERASED:
            person.say("/erase")
            return await self._next(person) is not None
        newest: Message | None = answer
        for _ in range(_MOST_TAPS):
            while newest is not None and not newest.markup:
                newest = await self._next(person)
            if newest is None or _is_code(newest):
                return newest is not None
            tap_on(person)
            newest = await self._next(person)
        return False

    async def _next(self, person: Person, patience: float | None = None) -> Message | None:
        """The bot's next message to somebody; None where none comes in time."""
        try:
            async with asyncio.timeout(PATIENCE if patience is None else patience):
                return await self._seen[person.id].get()
        except TimeoutError:
            return None

    def _shown(self, chat: Chat, message: Message) -> None:
        seen = self._seen.get(int(chat.json["id"]))
        if seen is not None:
            seen.put_nowait(message)

    def _leave(self, chat: int) -> None:
        self._done.append(chat)
        if len(self._done) > _LINGER:
            self.api.world.forget(self._done.popleft())


def tap_on(person: Person) -> str:
    """Tap the newest way on; the option that was tapped, or "" where there is none."""
    for seen in reversed(person.sees()):
        for option in _ONWARD:
            if option in seen.options:
                person.forge(seen.buttons[seen.options.index(option)][1], seen.number)
                return option
    return ""


def codes(person: Person) -> set[str]:
    """The codes that stand in somebody's chat."""
    return {code for text in person.reads() for code in _CODE.findall(text)}


def _is_code(message: Message) -> bool:
    return bool(_CODE.search(str(message.body.get("text", ""))))

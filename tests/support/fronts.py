"""Persons in front of the line: one without any bot between, and one at a terminal."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.terminal import make_console, run_terminal
from core.tidy import tidy
from core.turn import Attached, Chose, Commanded, Event, Pinned, Reply, Said
from tests.support.fakes import MemoryStage
from tests.support.talk import Shown, World

_BUTTON = re.compile(r"  \d+ \[(.+)\]")


class CoreFront:
    """A person who talks with `Reporter` itself."""

    abilities = frozenset({"attach", "old buttons"})

    def __init__(self, world: World) -> None:
        self.world = world
        self.stage = MemoryStage()

    async def say(self, text: str) -> Sequence[Shown]:
        return await self.do(Said(tidy(text)), text)

    async def command(self, name: str) -> Sequence[Shown]:
        return await self.do(Commanded(name.split(maxsplit=1)[0]), f"/{name}")

    async def attach(self, kind: str) -> Sequence[Shown]:
        return await self.do(Attached(kind), f"@{kind}")

    async def pin(self, latitude: float, longitude: float) -> Sequence[Shown]:
        return await self.do(Pinned(latitude, longitude), "@pin")

    async def tap(self, label: str, *, is_old: bool = False) -> Sequence[Shown]:
        name = self.world.texts.option
        rows = [
            found
            for reply in self.stage.standing.values()
            if isinstance(reply, Reply)
            and (found := [o for o in reply.options if name(o.name).startswith(label)])
        ]
        assert rows, f"there is no button {label}"
        row = rows[0 if is_old else -1]
        option = next((o for o in row if name(o.name) == label), row[0])
        self.stage.incoming = ()
        return await self.do(Chose(option.name, option.ticket))

    async def do(self, event: Event, text: str = "") -> Sequence[Shown]:
        """Let an event happen, and return what was shown."""
        before = len(self.stage.shown)
        if text:
            self.stage.receive(text)
        await self.world.reporter.talk(event, self.stage)
        option = self.world.texts.option
        return [
            Shown(self.world.texts.render(reply), tuple(option(o.name) for o in reply.options))
            for reply in self.stage.shown[before:]
        ]


class TerminalFront:
    """A person whose lines go through a pipe into the terminal's front."""

    abilities = frozenset[str]()

    def __init__(self) -> None:
        self.output = io.StringIO()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._is_idle = asyncio.Event()

    async def source(self) -> AsyncIterator[str]:
        """Lines as they are typed; asking for the next says that the last is done."""
        while True:
            self._is_idle.set()
            line = await self._lines.get()
            if line is None:
                return
            yield line

    async def say(self, text: str) -> Sequence[Shown]:
        return await self.type(text)

    async def command(self, name: str) -> Sequence[Shown]:
        return await self.type(f"/{name}")

    async def tap(self, label: str, *, is_old: bool = False) -> Sequence[Shown]:
        assert not is_old
        return await self.type(f"[{label}]")

    async def attach(self, kind: str) -> Sequence[Shown]:
        raise AssertionError(f"a terminal takes no {kind}")

    async def pin(self, latitude: float, longitude: float) -> Sequence[Shown]:
        raise AssertionError(f"a terminal takes no pin at {latitude} {longitude}")

    async def type(self, line: str) -> Sequence[Shown]:
        """Type a line, wait until it is dealt with, and return what was printed."""
        await self._is_idle.wait()
        before = len(self.output.getvalue())
        self._is_idle.clear()
        self._lines.put_nowait(line)
        await self._is_idle.wait()
        return shown_in(self.output.getvalue()[before:])

    def close(self) -> None:
        """The input ends."""
        self._lines.put_nowait(None)


def shown_in(printed: str) -> list[Shown]:
    """The replies in what the terminal printed; its own notes and the sender's lines left out."""
    shown: list[Shown] = []
    is_ours = False
    for line in printed.splitlines():
        if line.startswith(("> ", "(")) or line == ">":
            is_ours = False
        elif line.startswith("<"):
            shown.append(Shown(line[2:]))
            is_ours = True
        elif is_ours and (button := _BUTTON.fullmatch(line)):
            shown[-1] = Shown(shown[-1].text, (*shown[-1].buttons, button[1]))
        elif is_ours:
            shown[-1] = Shown(f"{shown[-1].text}\n{line[2:]}")
    return shown


@asynccontextmanager
async def at_terminal(world: World) -> AsyncIterator[TerminalFront]:
    """A person at a terminal, who leaves at the end of the block."""
    front = TerminalFront()
    console = make_console(front.output)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(
            run_terminal(world.reporter, world.texts, source=front.source(), console=console)
        )
        yield front
        front.close()

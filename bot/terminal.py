"""How does somebody talk with the line in a terminal, or from a pipe?

The same conversation as in Telegram: a line typed is a message, ``/word`` a command, and
``[Label]`` a tap. On a terminal both sides are bubbles and a number taps too; from a pipe both
sides are plain lines.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rich.align import Align
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.lines import read_lines
from bot.texts import Texts
from core.reporter import Reporter
from core.tidy import tidy
from core.turn import Chose, Commanded, Event, Option, Reply, Said

CHAT = "terminal"
CLEARING_EVERY = 20.0
"""Seconds between looks for a conversation whose life has ended."""

_COMMAND = re.compile(r"/([a-z_]{1,32})(?=\s|$)", re.IGNORECASE)
_TAP = re.compile(r"\[([^\[\]]{1,60})\]")
_QUIT = frozenset({"quit", "exit"})
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Home, clear the screen, clear what has been scrolled off it."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message that stands in the chat."""

    text: str = field(repr=False)
    options: tuple[Option, ...] = ()
    is_ours: bool = True


class TerminalStage:
    """The chat on one terminal: what stands in it, and how it is shown and cleared."""

    def __init__(self, texts: Texts, console: Console) -> None:
        self._texts = texts
        self._console = console
        self._standing: dict[int, Bubble] = {}
        self._count = 0
        self._incoming: tuple[int, ...] = ()

    @property
    def chat(self) -> str:
        """There is one chat to a terminal."""
        return CHAT

    @property
    def incoming(self) -> tuple[int, ...]:
        """The message that the person typed last."""
        return self._incoming

    @property
    def is_interactive(self) -> bool:
        """Whether a person sits in front of it, so that it may be coloured and cleared."""
        return self._console.is_terminal and not self._console.is_dumb_terminal

    def receive(self, text: str) -> None:
        """Take a line of the person into the chat."""
        self._incoming = (self._add(Bubble(text, is_ours=False)),)
        if not self.is_interactive:  # on a terminal it stands there as it was typed
            self._print(self._standing[self._count])

    async def show(self, reply: Reply) -> tuple[int, ...]:
        """Show a reply. A terminal that is gone loses it and nothing else."""
        bubble = Bubble(tidy(self._texts.render(reply)), reply.options)
        number = self._add(bubble)
        try:
            self._print(bubble)
        except OSError:
            return ()
        return (number,)

    async def erase(self, messages: Sequence[int]) -> bool:
        """Take messages out of the chat, and the screen with them where there is one."""
        for message in messages:
            self._standing.pop(message, None)
        try:
            if self.is_interactive:
                self._console.file.write(_CLEAR)
                for bubble in self._standing.values():
                    self._print(bubble)
            self.note("terminal-cleared")
        except OSError:
            return False
        return True

    def note(self, key: str) -> None:
        """Say something that is no part of the chat."""
        style = "dim" if self.is_interactive else ""
        self._console.print(Text(self._texts.chrome(key), style), soft_wrap=not self.is_interactive)

    def tapped(self, label: str) -> Chose | None:
        """The newest button of this label, or whose label starts so, in any case."""
        wanted = label.strip().casefold()
        for bubble in reversed(self._standing.values()):
            labels = [(self._texts.option(o.name).casefold(), o) for o in bubble.options]
            starting = [(own != wanted, o) for own, o in labels if own.startswith(wanted)]
            if wanted and starting:
                option = min(starting, key=lambda found: found[0])[1]
                return Chose(option.name, option.ticket)
        return None

    def numbered(self, number: int) -> Chose | None:
        """The button of this number under the newest message that has buttons."""
        rows = (b.options for b in reversed(self._standing.values()) if b.options)
        options = next(rows, ())
        if not 1 <= number <= len(options):
            return None
        return Chose(options[number - 1].name, options[number - 1].ticket)

    def _add(self, bubble: Bubble) -> int:
        self._count += 1
        self._standing[self._count] = bubble
        return self._count

    def _print(self, bubble: Bubble) -> None:
        labels = [f"{n} [{self._texts.option(o.name)}]" for n, o in enumerate(bubble.options, 1)]
        if not self.is_interactive:
            head, *rest = bubble.text.split("\n")
            lines = [f"{'<' if bubble.is_ours else '>'} {head}", *(f"  {line}" for line in rest)]
            lines += [f"  {label}" for label in labels]
            self._console.print(Text("\n".join(line.rstrip() for line in lines)), soft_wrap=True)
            return
        colour = "cyan" if bubble.is_ours else "green"
        width = min(self._console.width, 72)
        panel = Panel(Text(bubble.text), border_style=colour, width=width, padding=(0, 1))
        self._console.print(Align(panel, "left" if bubble.is_ours else "right"))
        for label in labels:
            self._console.print(Text(f"  {label}", style=colour))


def make_console(file: TextIO | None = None) -> Console:
    """A console for a chat: plain where the output is no terminal or NO_COLOR is set."""
    out = file or sys.stdout
    if (reconfigure := getattr(out, "reconfigure", None)) is not None:
        reconfigure(errors="replace")  # an old terminal shows ? in place of an emoji
    plain = not out.isatty() or bool(os.environ.get("NO_COLOR"))
    return Console(
        file=out, force_terminal=not plain, no_color=plain, color_system=None if plain else "auto",
        markup=False, highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip


async def run_terminal(
    reporter: Reporter,
    texts: Texts,
    *,
    source: AsyncIterator[str] | None = None,
    console: Console | None = None,
) -> None:
    """Talk until the input ends.

    Args:
        reporter: the line.
        texts: its texts, loaded for the front ``terminal``.
        source: lines as they are typed; standard input by default.
        console: where both sides are shown; standard output by default.
    """
    stage = TerminalStage(texts, console or make_console())
    lines = source if source is not None else read_lines(sys.stdin.fileno())
    async with asyncio.TaskGroup() as tasks:
        clearing = tasks.create_task(_clear_ended(reporter, stage))
        if stage.is_interactive:
            await reporter.talk(Commanded("start"), stage)
            stage.note("terminal-how")
        await _talk(reporter, stage, lines)
        if stage.is_interactive:  # whoever sits down next must not read it
            await reporter.talk(Commanded("erase"), stage)
        clearing.cancel()


async def _talk(reporter: Reporter, stage: TerminalStage, lines: AsyncIterator[str]) -> None:
    async for raw in lines:
        line = tidy(raw)
        if not raw.strip():
            continue
        command = _COMMAND.match(line)
        if command and command[1].lower() in _QUIT:
            return
        stage.receive(line)
        event = _event_of(line, stage)
        if event is None:
            stage.note("terminal-no-button")
        else:
            await reporter.talk(event, stage)


def _event_of(line: str, stage: TerminalStage) -> Event | None:
    """What a line does; None for a button that is not there."""
    if command := _COMMAND.match(line):
        return Commanded(command[1].lower())
    if tap := _TAP.fullmatch(line):
        return stage.tapped(tap[1])
    if stage.is_interactive and line.isdecimal() and (chose := stage.numbered(int(line[:9]))):
        return chose
    return Said(line)


async def _clear_ended(reporter: Reporter, stage: TerminalStage) -> None:
    while True:
        await asyncio.sleep(CLEARING_EVERY)
        await reporter.clear_ended(lambda _: stage)

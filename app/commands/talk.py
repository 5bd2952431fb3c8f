"""`tipline demo` and `tipline chat`: the line in a terminal, with nothing to set up."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from app import practice
from app.browsing import has_screen, open_browser
from app.commands.console import PORT
from app.logs import Log
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.line import Line
    from app.wiring import Office


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(demo)
    app.command()(chat)


def demo(
    headless: Annotated[
        bool,
        typer.Option(
            "--headless", help="Play three written conversations, print both sides, and end."
        ),
    ] = False,
    browser: Annotated[
        bool, typer.Option(help="Open the console in the browser, where there is a screen.")
    ] = True,
) -> None:
    """Show everything on one machine: sample tips, a chat with the bot, the queue.

    Needs no token and no set-up: a practice desk is made in TIPLINE_DATA_DIR. Chat as a
    member of the public would; `/quit` ends the chat and shows the queue as staff see it. The
    analysts' console runs beside the chat and opens in the browser; its address is shown too.
    """
    opens = browser and has_screen(os.environ, sys.platform)
    asyncio.run(_demo(load_settings(os.environ), headless=headless, opens=opens))


def chat() -> None:
    r"""Talk with the bot in this terminal.

    Just type. `/help` lists the commands, a number taps a button, `/quit` ends. From a pipe each
    line is one message, `/word` a command, and `[Label]` taps the button whose label starts so:

        printf 'weed sold at 9 Hill Road Leeds every night\n[Skip]\n' | tipline chat
    """
    asyncio.run(_chat(load_settings(os.environ)))


async def _chat(settings: Settings) -> None:
    from app.line import open_line
    from bot.terminal import run_terminal

    await practice.make_if_missing(settings)
    async with open_line(settings, Log.silent(), front="terminal") as line:
        await run_terminal(line.reporter, line.texts)


async def _demo(settings: Settings, *, headless: bool, opens: bool) -> None:
    from app.filling import filled
    from app.line import open_line
    from app.wiring import open_office

    await practice.make_if_missing(settings)
    async with open_office(settings) as office:
        async with open_line(settings, Log.silent(), front="terminal") as line:
            if headless:
                await _play(line)
            else:
                async with filled(settings, line, office):
                    await _talk_beside_console(line, office, opens=opens)
        await _show_queue(office)


async def _talk_beside_console(line: Line, office: Office, *, opens: bool) -> None:
    """Chat; whoever sits at a terminal has the console in a browser meanwhile."""
    from app.serving import serve_if_free

    if not sys.stdin.isatty():
        await _talk(line)
        return
    async with serve_if_free(office, PORT) as origin:
        if origin:
            sys.stdout.write(
                f"\nThe analysts' console is at {origin} until you leave the chat. Sign in as "
                f"{practice.NAME} with the passphrase: {practice.PASSPHRASE}\n\n"
            )
            sys.stdout.flush()
            if opens:
                await asyncio.to_thread(open_browser, origin)
        await _talk(line)


async def _play(line: Line) -> None:
    """Play the written conversations, each with a sender of its own."""
    from app.clock import SystemClock
    from app.samples import sample_conversations
    from bot.terminal import run_terminal
    from core.reporter import Reporter
    from storage.sessions import MemorySessions

    for conversation in sample_conversations():
        sys.stdout.write(f"\n== {conversation.title}\n\n")
        sys.stdout.flush()
        sender = replace(line.outside, sessions=MemorySessions(SystemClock()))
        await run_terminal(Reporter(sender), line.texts, source=_lines(conversation.lines))


async def _lines(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def _talk(line: Line) -> None:
    from bot.terminal import run_terminal

    sys.stdout.write("You are a member of the public now. Type what you saw; /quit ends.\n\n")
    await run_terminal(line.reporter, line.texts)


async def _show_queue(office: Office) -> None:
    from app.render import print_queue
    from core.desk_ports import Wanted

    sys.stdout.write("\n== The queue, as staff see it\n\n")
    sys.stdout.flush()
    print_queue(await office.desk.queue(Wanted()))
    sys.stdout.write("\n`tipline show ID` opens a tip; `tipline answer ID` lists what to ask.\n")

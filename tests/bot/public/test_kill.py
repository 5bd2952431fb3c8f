"""Does a code on the screen mean exactly one report on disk, whenever the bot is killed?

The real command line runs as a process of its own against the test server, is killed with
SIGKILL in the middle of its work, and is started again, while two hundred people report.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.botapi import BotApi, Person
from tests.support.processes import take_crowds

ROOT = Path(__file__).parents[3]
TIPLINE = (sys.executable, "-c", "from app.cli import main; main()")
WAIT = 120.0
"""Seconds for a start, or for twenty reports; most of both goes into loading the model and
into Argon2id."""

_CODE = re.compile(r"\b\d{4}(?: \d{4}){4}\b")
_ONWARD = ("send", "done", "leave_anyway", "leave")
"""Options that a person in a hurry taps, the best first."""


@dataclass
class Line:
    """A bot as a process, over a data directory of its own."""

    api: BotApi
    folder: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the commands are told."""
        return os.environ | {
            "TIPLINE_DATA_DIR": str(self.folder),
            "TIPLINE_BOT_TOKEN": self.api.token,
            "TIPLINE_TELEGRAM_API": self.api.url,
        }

    async def command(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a command of tipline in a process group of its own."""
        return await asyncio.create_subprocess_exec(
            *TIPLINE,
            *arguments,
            cwd=ROOT,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def make_desk(self) -> None:
        """A real desk."""
        founding = await self.command("init")
        await founding.communicate(b"four plain words here\n")
        assert founding.returncode == 0, "the desk could not be made"
        await take_crowds(f"sqlite:///{self.folder / 'tipline.db'}", self.folder)

    async def start(self) -> None:
        """Start the bot, and wait until it fetches updates."""
        before = len(self.api.called("getUpdates"))
        self.process = await self.command("bot")
        async with asyncio.timeout(WAIT):
            while len(self.api.called("getUpdates")) == before:
                if self.process.returncode is not None:
                    raise AssertionError((await _said(self.process)) or "it said nothing")
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """Kill -9: the bot, and then the workers it leaves behind."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.process.wait()

    def tips(self) -> int:
        """Reports on disk."""
        with sqlite3.connect(self.folder / "tipline.db") as connection:
            (count,) = connection.execute("SELECT count(*) FROM tips").fetchone()
        connection.close()
        return int(count)


async def _said(process: asyncio.subprocess.Process) -> str:
    """What an ended process wrote on standard error."""
    assert process.stderr is not None
    return (await process.stderr.read()).decode()


@pytest.fixture
async def line(api: BotApi, tmp_path: Path) -> AsyncIterator[Line]:
    line = Line(api, tmp_path / "data")
    await line.make_desk()
    await line.start()
    yield line
    if line.process is not None and line.process.returncode is None:
        await line.kill()


@dataclass
class Sender:
    """A person who reports once, and begins again only when told that nothing was kept."""

    person: Person
    words: str
    codes: set[str]

    def look(self) -> bool:
        """Note codes on the screen; whether there is one."""
        for text in self.person.reads():
            self.codes |= set(_CODE.findall(text))
        return bool(self.codes)

    def go_on(self) -> bool:
        """Tap the newest way on, or report; False when a button had to be given up before."""
        for seen in reversed(self.person.sees()):
            for option in _ONWARD:
                if option in seen.options:
                    data = seen.buttons[seen.options.index(option)][1]
                    self.person.forge(data, seen.number)
                    return option == "send"
        self.person.say(self.words)
        return False


async def until_preview(api: BotApi, senders: list[Sender]) -> None:
    """Let everybody come to the preview."""
    for sender in senders:
        sender.person.say(sender.words)
    for _ in range(6):
        await api.quiet(WAIT)
        waiting = [s for s in senders if not any("send" in m.options for m in s.person.sees())]
        if not waiting:
            return
        for sender in waiting:
            sender.go_on()
    raise AssertionError("somebody does not come to the preview")


async def until_receipt(api: BotApi, senders: list[Sender]) -> None:
    """Let everybody without a code go on, from wherever the crash left them."""
    told = {sender.person.id: len(sender.person.popups) for sender in senders}
    for _ in range(15):
        await api.quiet(WAIT)
        left = [sender for sender in senders if not sender.look()]
        if not left:
            return
        for sender in left:
            popups = len(sender.person.popups)
            if popups > told[sender.person.id]:
                told[sender.person.id] = popups
                sender.person.say(sender.words)
            else:
                sender.go_on()
    raise AssertionError("somebody does not come to a receipt")


DELAYS = (0.0, 0.05, 0.2, 0.5, 0.9, 1.4, 2.0, 2.7, 3.5, 4.4)
"""Seconds from twenty taps on Send to the kill: before, during and after the commits."""


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
async def test_two_hundred_reports_and_ten_kills(api: BotApi, line: Line) -> None:
    everybody: list[Sender] = []
    for round_number, delay in enumerate(DELAYS):
        senders = [
            Sender(
                api.person(f"R{round_number}N{number}"),
                f"They sell crack at {number + 1} Hythe Hill in Colchester on Friday nights, "
                f"black Golf, round {round_number}",
                set(),
            )
            for number in range(20)
        ]
        everybody += senders
        await until_preview(api, senders)
        for sender in senders:
            sender.go_on()
        await asyncio.sleep(delay)
        await line.kill()
        on_screen = [sender for sender in everybody if sender.look()]
        assert line.tips() >= len(on_screen)
        await line.start()
        await until_receipt(api, senders)
    assert await line.stop() == 0
    codes = [code for sender in everybody for code in sender.codes]
    assert len(everybody) == 200
    assert all(len(sender.codes) == 1 for sender in everybody)
    assert len(set(codes)) == len(codes) == line.tips() == 200


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
async def test_a_kill_during_the_analysis_loses_no_message(api: BotApi, line: Line) -> None:
    senders = [
        Sender(api.person(f"A{number}"), f"Dealing at {number + 1} Mersea Road, Colchester", set())
        for number in range(20)
    ]
    for sender in senders:
        sender.person.say(sender.words)
    await line.kill()
    await line.start()
    await until_receipt(api, senders)
    assert line.tips() == 20
    assert await line.stop() == 0


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
async def test_a_kill_while_chats_are_erased_tells_whoever_has_a_chat_left(
    api: BotApi, line: Line
) -> None:
    senders = [
        Sender(api.person(f"E{number}"), f"Dealing at {number + 1} Mersea Road, Colchester", set())
        for number in range(20)
    ]
    await until_preview(api, senders)
    for sender in senders:
        sender.go_on()
    await until_receipt(api, senders)
    for sender in senders:
        sender.person.tap("have_code")
    await asyncio.sleep(0.15)
    await line.kill()
    await line.start()
    await api.quiet(WAIT)
    for sender in senders:
        is_clear = not any(_CODE.search(text) for text in sender.person.reads())
        assert is_clear or sender.person.popups
    assert line.tips() == 20

"""The real bot as a process of its own, against a Bot API server of the test."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.clock import SystemClock
from bench.botapi import BotApi
from core.steering import FloodMode
from storage.founding import Founder, create_desk
from storage.store import open_staff

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "ada"
PASSPHRASE = "crane velvet orbit thirteen"


@dataclass(slots=True)
class BotProcess:
    """A running `tipline bot`.

    Attributes:
        folder: everything it may write to: ``data``, ``tmp``, and what it says in ``out``.
        started: how long it took to be ready, in seconds.
    """

    process: asyncio.subprocess.Process
    folder: Path
    started: float

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to end, and wait for it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(40):
            return await self.process.wait()


def database_of(folder: Path) -> str:
    """URL of the database in a folder of a bot."""
    return f"sqlite+aiosqlite:///{folder / 'data' / 'tipline.db'}"


async def make_desk(folder: Path) -> str:
    """Make a real desk in ``folder/data``; its recovery key."""
    founder = Founder(name=ACCOUNT, passphrase=PASSPHRASE)
    return await create_desk(database_of(folder), folder / "data", founder, clock=SystemClock())


async def take_crowds(database: str, folder: Path) -> None:
    """Let a crowd of newcomers report at once: that it is taken for a flood has its own tests."""
    async with open_staff(database, folder, clock=SystemClock()) as staff:
        await staff.steering.set_flood(FloodMode.OFF, by="system")


@asynccontextmanager
async def bot_process(
    api: BotApi, folder: Path, *, processes: int = 1, **settings: str
) -> AsyncIterator[BotProcess]:
    """Run the bot until the block ends; it is ready when the block begins.

    Args:
        api: the server it talks to.
        folder: a desk was made in it.
        processes: how many answer side by side.
        settings: more settings of the environment.
    """
    (folder / "tmp").mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    environment = kept | {
        "TIPLINE_DATA_DIR": str(folder / "data"),
        "TIPLINE_TELEGRAM_API": api.url,
        "TIPLINE_BOT_TOKEN": api.token,
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    began = time.monotonic()
    with (folder / "out").open("ab") as out:
        at = out.tell()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", "from app.cli import main; main()", "bot"),
            *(("--processes", str(processes)) if processes > 1 else ()),
            cwd=folder,
            env=environment | settings,
            stdout=out,
            stderr=out,
        )
        try:
            await _ready(process, folder / "out", at, processes)
            yield BotProcess(process, folder, time.monotonic() - began)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _ready(process: asyncio.subprocess.Process, out: Path, at: int, count: int) -> None:
    async with asyncio.timeout(60 * count):
        while out.read_bytes()[at:].count(b'"ready"') < count:
            assert process.returncode is None, out.read_bytes()[at:].decode()
            await asyncio.sleep(0.05)

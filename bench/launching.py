"""How a bot is started as a process of its own, against a Bot API server of ours, and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.botapi import BotApi
from bench.leash import leashed
from core.errors import TiplineError

ROOT = Path(__file__).resolve().parents[1]
LINE = ("-c", "from app.cli import main; main()", "bot")
"""What Python is given to run the public bot."""

READY_WITHIN = 90.0
"""Seconds from a start to ready for each process; most of them load the model."""


class NotStarted(TiplineError):
    """A bot did not become ready; what it wrote is quoted, since it is ours and at a test desk."""

    def __init__(self, said: str) -> None:
        super().__init__(f"A bot did not start. It said: {said.strip()[-500:] or 'nothing'}")


@dataclass(slots=True)
class BotProcess:
    """A running bot, with all the processes that it started.

    Attributes:
        folder: everything it may write to: ``data``, ``tmp``, and what it says in ``out``.
        started: how long it took to be ready, in seconds.
    """

    process: asyncio.subprocess.Process
    folder: Path
    started: float

    async def kill(self) -> None:
        """End it as a power cut would; what it started ends with it."""
        self.process.kill()
        await self.process.wait()
        self._clear_away()

    async def stop(self) -> int:
        """Ask it to end, and wait for it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            return await self.process.wait()

    def _clear_away(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def said(self) -> str:
        """What all bots of the folder have written so far."""
        return (self.folder / "out").read_text(encoding="utf-8", errors="replace")


@asynccontextmanager
async def bot_process(
    api: BotApi,
    folder: Path,
    *,
    python: tuple[str, ...] = LINE,
    settings: Mapping[str, str] | None = None,
    ready: int = 1,
) -> AsyncIterator[BotProcess]:
    """Run a bot until the block ends; it is ready when the block begins.

    Args:
        api: the server it talks to.
        folder: where it works; for the line a desk was made in ``data``.
        python: what Python is given to run it.
        settings: more settings of the environment.
        ready: so many times it says that it is ready.

    Raises:
        NotStarted: it ended, or was not ready in time.
    """
    (folder / "tmp").mkdir(exist_ok=True)
    began = time.monotonic()
    with (folder / "out").open("ab") as out:
        at = out.tell()
        process = await asyncio.create_subprocess_exec(
            *leashed([sys.executable, *python]),
            cwd=folder,
            env=environment(api, folder) | dict(settings or {}),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        bot = BotProcess(process, folder, 0.0)
        try:
            await _ready(bot, at, ready)
            bot.started = time.monotonic() - began
            yield bot
        finally:
            if process.returncode is None:
                await bot.kill()


def environment(api: BotApi, folder: Path) -> dict[str, str]:
    """What a bot is told: our own environment without anybody's settings, and where things lie."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    return kept | {
        "TIPLINE_DATA_DIR": str(folder / "data"),
        "TIPLINE_TELEGRAM_API": api.url,
        "TIPLINE_BOT_TOKEN": api.token,
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


async def _ready(bot: BotProcess, at: int, times: int) -> None:
    out = bot.folder / "out"
    until = time.monotonic() + READY_WITHIN * times
    while out.read_bytes()[at:].count(b'"ready"') < times:
        if bot.process.returncode is not None or time.monotonic() > until:
            raise NotStarted(out.read_bytes()[at:].decode(errors="replace"))
        await asyncio.sleep(0.05)

"""The real bot as a process of its own, against a Bot API server of the test."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from app.clock import SystemClock
from bench import launching
from bench.botapi import BotApi
from bench.launching import BotProcess
from core.steering import FloodMode
from storage.founding import Founder, create_desk
from storage.store import open_staff

ACCOUNT = "ada"
PASSPHRASE = "crane velvet orbit thirteen"


def database_of(folder: Path) -> str:
    """URL of the database in a folder of a bot."""
    return f"sqlite+aiosqlite:///{folder / 'data' / 'tipline.db'}"


async def make_desk(folder: Path, database: str = "") -> str:
    """Make a real desk in ``folder/data``, or in the database of a URL; its recovery key."""
    founder = Founder(name=ACCOUNT, passphrase=PASSPHRASE)
    where = database or database_of(folder)
    return await create_desk(where, folder / "data", founder, clock=SystemClock())


async def take_crowds(database: str, folder: Path) -> None:
    """Let a crowd of newcomers report at once: that it is taken for a flood has its own tests."""
    async with open_staff(database, folder, clock=SystemClock()) as staff:
        await staff.steering.set_flood(FloodMode.OFF, by="system")


def bot_process(
    api: BotApi, folder: Path, *, processes: int = 1, **settings: str
) -> AbstractAsyncContextManager[BotProcess]:
    """Run the bot until the block ends; it is ready when the block begins.

    Args:
        api: the server it talks to.
        folder: a desk was made in it.
        processes: how many answer side by side.
        settings: more settings of the environment.
    """
    several = ("--processes", str(processes)) if processes > 1 else ()
    python = (*launching.LINE, *several)
    return launching.bot_process(api, folder, python=python, settings=settings, ready=processes)

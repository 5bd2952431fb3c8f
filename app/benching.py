"""A line for the bench: a real desk in a folder, which lets crowds of newcomers in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from app.clock import SystemClock
from core.steering import FloodMode
from storage.founding import Founder, create_desk
from storage.store import open_staff


async def make_line(folder: Path, settings: Mapping[str, str]) -> None:
    """Make a real desk in ``folder/data``. Its passphrase and recovery key are thrown away.

    Args:
        folder: where the bot will work.
        settings: of the bot.
    """
    file = f"sqlite:///{folder / 'data' / 'tipline.db'}"
    url = settings.get("TIPLINE_DATABASE_URL", file)
    founder = Founder(name="bench", passphrase=secrets.token_hex(16))
    await create_desk(url, folder / "data", founder, clock=SystemClock())
    await take_crowds(url, folder / "data")


async def take_crowds(url: str, data: Path) -> None:
    """Let crowds of newcomers in, who would be taken for a flood."""
    async with open_staff(url, data, clock=SystemClock()) as staff:
        await staff.steering.set_flood(FloodMode.OFF, by="system")

"""What people write today: spaCy, dateparser and Presidio in the handler, and a row in SQLite.

    python -m bench.peers.plain

It keeps the text and an account's number as they are, asks nothing, and gives no code.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path

from aiogram import Dispatcher
from aiogram.types import Message

from bench.peers.echo import poll
from core.analysis import Triage

PACKAGES = ("dateparser", "presidio_analyzer")
COMMAND = "uv run --with dateparser==1.5.0 --with presidio-analyzer==2.2.366 tipline bench"


def is_possible() -> bool:
    """Whether what it needs is installed; it is no dependency of ours."""
    return all(find_spec(package) for package in PACKAGES)


def plain_bot() -> Dispatcher:
    """The bot, with everything loaded."""
    from nlp.evaluate.baseline import Baseline

    analyst = Baseline()
    database = sqlite3.connect(Path("tips.db"))
    database.execute("CREATE TABLE tips (chat INTEGER, at TEXT, text TEXT, found TEXT)")
    dispatcher = Dispatcher()

    async def take(message: Message) -> None:
        at = message.date.replace(tzinfo=None)
        found = analyst.analyse_now(message.text or "", at)
        places = json.dumps([place.text for place in found.locations])
        row = (message.chat.id, at.isoformat(), found.sanitised, places)
        database.execute("INSERT INTO tips VALUES (?, ?, ?, ?)", row)
        database.commit()
        is_grave = found.triage is Triage.EMERGENCY
        await message.answer("Ring 999 now." if is_grave else "Thank you. Your report is stored.")

    dispatcher.message.register(take)
    return dispatcher


if __name__ == "__main__":
    sys.stderr.write("loading\n")
    asyncio.run(poll(plain_bot()))

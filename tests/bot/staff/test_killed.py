"""Is no urgent tip lost, and none told twice, when the staff bot is killed again and again?

The real command line runs as a process of its own and is killed with SIGKILL three times while
urgent tips come in.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.clock import SystemClock
from bench.botapi import BotApi
from core.people import Role
from core.tip import Priority
from storage.founding import Founder
from storage.store import Limits, open_store
from tests.bot.public.running import until
from tests.bot.staff.room import shown
from tests.storage.samples import CHEAP, a_tip
from tests.support.founding import found
from tests.support.processes import PASSPHRASE

ROOT = Path(__file__).parents[3]
TIPS = 60
WAIT = 120.0


@asynccontextmanager
async def staff_process(api: BotApi, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`tipline staff` as a process, killed at the end of the block."""
    environment = os.environ | {
        "TIPLINE_DATA_DIR": str(folder),
        "TIPLINE_STAFF_TOKEN": api.token,
        "TIPLINE_TELEGRAM_API": api.url,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from app.cli import main; main()",
        "staff",
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.alone
@pytest.mark.slow
async def test_three_kills_lose_and_double_nothing(api: BotApi, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tipline.db'}"
    founder = Founder(name="ann", passphrase=PASSPHRASE)
    await found(url, tmp_path, founder, clock=SystemClock())
    limits = Limits(receipt=CHEAP, passphrase=CHEAP, patience=20.0)
    async with open_store(url, tmp_path, clock=SystemClock(), limits=limits) as store:
        # The founder alone is enough: a lead steers, and may be told.
        ann = api.person("ann")
        await store.staff.invitations.invite("adam", Role.ADMINISTRATOR, by="ann")
        await _seat(store, ann.id)
        kept = 0
        for kill_after in (5, 17, 31, TIPS):
            async with staff_process(api, tmp_path):
                while kept < TIPS and len(_told(ann)) < kill_after:
                    tip = a_tip(priority=Priority.URGENT)
                    await store.public.intake.keep(kept.to_bytes(16, "big"), tip)
                    kept += 1
                await until(lambda n=kill_after: len(_told(ann)) >= min(n, TIPS), seconds=WAIT)
        assert len(_told(ann)) == TIPS


async def _seat(store: object, chat: int) -> None:
    """Tie a chat to the founder, as `tipline people chat` and /start do."""
    from storage.store import Store

    assert isinstance(store, Store)
    database = store.staff.keyring.database
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            f"INSERT INTO seats (account, chat, rank) VALUES ('ann', {chat}, 0)"  # noqa: S608  # a number of our own
        )


def _told(person: object) -> list[str]:
    return [text for text in shown(person) if text.startswith("Urgent")]  # type: ignore[arg-type]

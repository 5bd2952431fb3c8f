"""What is there after the process was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.desk_ports import Wanted
from storage.store import open_store
from tests.storage.samples import LIMITS, PASSPHRASE, HandClock

ROOT = Path(__file__).parents[2]
SECRET = bytes(range(16))

KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from sqlalchemy import event
from storage.store import open_store
from tests.storage.samples import LIMITS, HandClock, a_tip

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    url, data_dir, when = sys.argv[1:]
    async with open_store(url, Path(data_dir), clock=HandClock(), limits=LIMITS) as store:
        engine = store.staff.desk.database.engine.sync_engine
        if when == "before commit":
            event.listen(engine, "commit", die)
        await store.public.intake.keep(bytes(range(16)), a_tip())
        die()

asyncio.run(main())
"""


@pytest.mark.parametrize(("when", "tips"), [("before commit", 0), ("after commit", 1)])
async def test_a_tip_is_there_once_or_not_at_all(
    url: str, data_dir: Path, clock: HandClock, recovery: str, when: str, tips: int
) -> None:
    del recovery
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(data_dir), when],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    async with open_store(url, data_dir, clock=clock, limits=LIMITS) as store:
        receipt = await store.public.intake.recall(SECRET)
        assert (receipt is not None) is bool(tips)
        rows = await store.staff.desk.page(Wanted(), after=None, count=9)
        assert len(rows) == tips
        assert len(await store.staff.outbox.pending(9)) == tips
        key = await store.staff.keyring.unlock("ann", PASSPHRASE)
        for row in rows:
            assert (await store.staff.desk.open(row.id, key)).details.parts
        assert await store.staff.audit.first_break() is None

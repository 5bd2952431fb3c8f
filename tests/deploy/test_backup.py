"""The drill: a desk is lost and put back, and what was destroyed does not come back."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from app.clock import SystemClock
from core.errors import NoSuchTip
from storage.founding import Founder
from storage.store import open_store
from tests.storage.samples import LIMITS, WORDS, HandClock, a_tip
from tests.support.founding import found

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "backup.py"
LEAD, PHRASE = "lena", "crane velvet orbit thirteen"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("backup", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


backup = load()


def run(what: str, folder: Path, data: Path) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    return subprocess.run(
        [sys.executable, str(SCRIPT), what, str(folder)],
        env=kept | {"TIPLINE_DATA_DIR": str(data), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def url_of(data: Path) -> str:
    return f"sqlite:///{data / 'tipline.db'}"


async def make(data: Path, clock: HandClock | SystemClock) -> str:
    """A desk with two tips; the code of the first."""
    founder = Founder(name=LEAD, passphrase=PHRASE)
    await found(url_of(data), data, founder, clock=clock)
    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        receipt = await store.public.intake.keep(b"1" * 16, a_tip(id="one"))
        await store.public.intake.keep(b"2" * 16, a_tip(id="two"))
    return receipt.digits


async def test_drill(tmp_path: Path) -> None:
    data, folder, clock = tmp_path / "data", tmp_path / "copies", SystemClock()
    digits = await make(data, clock)
    kept = run("keep", folder, data)
    assert kept.returncode == 0, kept.stderr
    (copy,) = backup.copies(folder)
    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        await store.staff.shredder.shred("two", by="system", note="review date")
    assert run("destroyed", folder, data).stdout == "Noted: 1\n"

    shutil.rmtree(data)  # the day it was made for
    back = run("restore", copy, data)
    assert "Destroyed again: 1 by the list" in back.stdout, back.stderr

    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        key = await store.staff.keyring.unlock(LEAD, PHRASE)
        opened = await store.staff.desk.open("one", key)
        assert WORDS in opened.details.parts[0].analysis.text
        with pytest.raises(NoSuchTip):
            await store.staff.desk.open("two", key)
        # Receipts still lead to their mailboxes, and the record of what staff did is whole.
        assert (await store.public.intake.recall(b"1" * 16)).digits == digits
        assert (await store.staff.audit.verify()).broken_at is None
    with closing(sqlite3.connect(data / "tipline.db")) as database:
        assert database.execute("SELECT count(*) FROM tip_keys").fetchone() == (1,)


async def test_without_the_list_it_would_come_back(tmp_path: Path) -> None:
    """So it is the list that keeps it away, and not chance."""
    data, folder, clock = tmp_path / "data", tmp_path / "copies", SystemClock()
    await make(data, clock)
    copy = backup.keep(data, folder, clock.now())
    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        await store.staff.shredder.shred("two", by="system", note="review date")
    shutil.rmtree(data)
    assert await backup.restore(copy, data, clock) == (0, 0)
    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        key = await store.staff.keyring.unlock(LEAD, PHRASE)
        assert await store.staff.desk.open("two", key)


async def test_a_copy_holds_no_bytes_of_what_was_destroyed_before(tmp_path: Path) -> None:
    data, clock = tmp_path / "data", SystemClock()
    await make(data, clock)
    with closing(sqlite3.connect(data / "tipline.db")) as database:
        query = "SELECT * FROM tip_keys WHERE tip = 'two'"
        values = [value for value in database.execute(query).fetchone() if type(value) is bytes]
    assert values
    async with open_store(url_of(data), data, clock=clock, limits=LIMITS) as store:
        await store.staff.shredder.shred("two", by="system", note="review date")
    copy = backup.keep(data, tmp_path / "copies", clock.now())
    everything = b"".join(path.read_bytes() for path in copy.iterdir())
    assert [value for value in values if value in everything] == []


async def test_old_copies_go_and_files_are_closed_to_others(tmp_path: Path) -> None:
    data, folder, clock = tmp_path / "data", tmp_path / "copies", SystemClock()
    await make(data, clock)
    (data / "session-seed").write_text("drafts only")
    now = clock.now()
    for days in (9, 8, 6, 0):
        backup.keep(data, folder, now - timedelta(days=days))
    assert len(backup.copies(folder)) == 2
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert "session-seed" not in {path.name for path in files}
    assert {"pepper", "receipt-salt", "tipline.db"} < {path.name for path in files}


async def test_what_cannot_be_done_is_one_sentence(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "copies"
    missing = run("keep", folder, data)
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
    await make(data, SystemClock())
    folder.chmod(0o755)
    assert "chmod 700" in run("keep", folder, data).stderr
    folder.chmod(0o700)
    assert run("keep", folder, data).returncode == 0
    (copy,) = backup.copies(folder)
    assert "not empty" in run("restore", copy, data).stderr
    assert "no copy" in run("restore", folder, tmp_path / "new").stderr

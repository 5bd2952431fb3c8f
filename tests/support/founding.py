"""A desk that is founded once in a run, and copied for each test that needs a fresh one.

Founding runs every migration; copying its files takes a tenth of that. What founding does is
tested in tests/storage/test_front.py, which founds for itself.
"""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import make_url

from core.ports import Clock
from storage.founding import Founder, create_desk
from tests.storage.samples import CHEAP


@dataclass(frozen=True, slots=True)
class Founded:
    """A desk as founding left it: its database and its secrets, and what the paper says."""

    database: Path
    secrets: Path
    recovery: str

    def copy(self, database: Path, data_dir: Path) -> None:
        """Put the same desk somewhere else."""
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(self.database, database)
        shutil.copytree(self.secrets, data_dir, dirs_exist_ok=True)


_kept: dict[tuple[Founder, date], Founded] = {}


async def found(url: str, data_dir: Path, founder: Founder, *, clock: Clock) -> str:
    """Do as `create_desk` at a cheap passphrase, over a copy where the database is SQLite's.

    Returns:
        The recovery key.
    """
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        return await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
    key = founder, clock.now().date()
    if key not in _kept:
        _kept[key] = await _make(founder, clock)
    _kept[key].copy(Path(where.database or ""), data_dir)
    return _kept[key].recovery


async def _make(founder: Founder, clock: Clock) -> Founded:
    folder = Path(mkdtemp(prefix="tipline-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database, secrets = folder / "db" / "tipline.db", folder / "secrets"
    url = f"sqlite:///{database}"
    recovery = await create_desk(url, secrets, founder, clock=clock, cost=CHEAP)
    assert list(database.parent.iterdir()) == [database], "part of it lies in another file"
    return Founded(database, secrets, recovery)

"""What only SQLite needs: its file, its pragmas, and one writer at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from storage.faults import BadUrl, NotMigrated

DRIVER = "sqlite+aiosqlite"

_BUSY_MS = 100
_WRITES = "tipline_writes"
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})


class Sqlite:
    """An SQLite file (storage.engine.Kind)."""

    writers = 1
    merges = True

    def engine(self, url: URL, *, makes_file: bool, patience: float) -> AsyncEngine:
        """The engine over a file that only its user reads.

        Raises:
            BadUrl: ``url`` names no file that can be opened.
            NotMigrated: there is no such file, and it is not to be made.
        """
        is_file = url.database not in (None, "", ":memory:") and not url.query
        if not is_file:
            raise BadUrl
        _find_file(Path(url.database or ""), makes=makes_file)
        engine = create_async_engine(
            url.set(drivername=DRIVER),
            hide_parameters=True,
            echo=False,
            pool_timeout=patience,
            connect_args={"timeout": _BUSY_MS / 1000},
        )
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    async def greet(self, engine: AsyncEngine) -> None:
        """Nothing: a file answers when it is read."""

    def options(self, *, writes: bool, adds: bool) -> Mapping[str, object]:
        """Whether the transaction takes the lock at once."""
        del adds  # one writer at a time in any case
        return {_WRITES: writes}

    def is_passing(self, error: Exception) -> bool:
        """Whether the database was locked."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _BUSY_CODES

    async def ticket(self, _session: AsyncSession) -> str | None:
        """None: a file does not get lost between a commit and its answer."""
        return None

    async def outcome(self, _session: AsyncSession, _ticket: str) -> bool | None:
        """None: there are no tickets."""
        return None

    async def scrub(self, engine: AsyncEngine) -> None:
        """Take what was erased out of the write-ahead log, as far as readers let it."""
        with suppress(DBAPIError, PoolTimeout, sqlite3.Error):
            async with engine.connect() as connection:
                bare = await connection.execution_options(**{_WRITES: None})
                await bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def take_time(self, _connection: AsyncConnection) -> None:
        """Nothing: no statement has a time limit here."""


def _find_file(path: Path, *, makes: bool) -> None:
    if not makes and not path.is_file():
        raise NotMigrated
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        raise BadUrl from None


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    """Set up a new SQLite connection; transactions are begun by `_begin`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    if writes is None:
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

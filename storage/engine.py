"""How the database is opened, and how a piece of work becomes one transaction or nothing.

Everything that only SQLite needs stands here.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from core.errors import NotSaved
from storage.faults import BadUrl, NotMigrated

PATIENCE = 5.0
"""Seconds that a piece of work waits for a locked database before `NotSaved`."""

_BUSY_MS = 100
_PAUSE = (0.02, 0.4)
"""Shortest and longest pause between two tries, in seconds; each pause is drawn below it."""

_WRITERS = 8
"""Transactions that write at once, where the database takes more than one."""

_WRITES = "tipline_writes"
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})

type Work[T] = Callable[[AsyncSession], Awaitable[T]]


class Database:
    """An open database: runs work in transactions."""

    def __init__(self, engine: AsyncEngine, *, patience: float) -> None:
        self.engine = engine
        self._patience = patience
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._one_writer = asyncio.Semaphore(1 if self._is_sqlite else _WRITERS)

    async def write[T](self, work: Work[T]) -> T:
        """Run work in one transaction, from the start again while the database is locked.

        A transaction that has begun is never cut off by the clock: whether it was committed
        would be unknown.

        Raises:
            NotSaved: it was locked for too long, is full, or cannot be written.
            IntegrityError: the work breaks a constraint; nothing was kept.
        """
        until = asyncio.get_running_loop().time() + self._patience
        try:
            async with asyncio.timeout_at(until):
                await self._one_writer.acquire()
        except TimeoutError:
            raise NotSaved from None
        try:
            return await self._persist(work, until, writes=True)
        finally:
            self._one_writer.release()

    async def read[T](self, work: Work[T]) -> T:
        """Run work that only reads, on one snapshot.

        Raises:
            NotSaved: the database could not be read in time.
        """
        until = asyncio.get_running_loop().time() + self._patience
        return await self._persist(work, until, writes=False)

    async def scrub(self) -> None:
        """Take what was erased out of SQLite's write-ahead log, as far as readers let it."""
        if not self._is_sqlite:
            return
        with suppress(DBAPIError, PoolTimeout, sqlite3.Error):
            async with self.engine.connect() as connection:
                bare = await connection.execution_options(**{_WRITES: None})
                await bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _persist[T](self, work: Work[T], until: float, *, writes: bool) -> T:
        pause = _PAUSE[0]
        while True:
            try:
                return await self._once(work, writes=writes)
            except IntegrityError:
                raise
            except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
                wait = pause * (0.5 + secrets.randbelow(1000) / 2000)
                if not _is_busy(error) or asyncio.get_running_loop().time() + wait > until:
                    raise NotSaved from None
            await asyncio.sleep(wait)
            pause = min(pause * 2, _PAUSE[1])

    async def _once[T](self, work: Work[T], *, writes: bool) -> T:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            await session.connection(execution_options={_WRITES: writes})
            result = await work(session)
            if writes:
                await session.commit()
            return result


@asynccontextmanager
async def open_engine(url: str, *, makes_file: bool = False) -> AsyncIterator[AsyncEngine]:
    """Open the engine of a database.

    Args:
        url: of the database.
        makes_file: whether a missing SQLite file is made, so that only its user reads it.

    Raises:
        BadUrl: ``url`` names nothing that can be opened.
        NotMigrated: there is no such file, and it is not to be made.
    """
    parsed = _parse(url)
    path = Path(parsed.database or "")
    _find_file(path, makes=makes_file)
    engine = create_async_engine(
        parsed,
        hide_parameters=True,
        echo=False,
        pool_timeout=PATIENCE,
        connect_args={"timeout": _BUSY_MS / 1000},
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    try:
        yield engine
    finally:
        await engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadUrl from None
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    is_file = parsed.database not in (None, "", ":memory:") and not parsed.query
    if parsed.drivername != "sqlite+aiosqlite" or not is_file:
        raise BadUrl
    return parsed


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


def _is_busy(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _BUSY_CODES

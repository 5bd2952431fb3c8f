"""How the database is opened, and how a piece of work becomes one transaction or nothing.

What only SQLite or only PostgreSQL needs stands in a file of its own.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from core.errors import NotKnown, NotSaved
from storage.faults import BadUrl, Unreachable
from storage.postgres import Postgres
from storage.sqlite import Sqlite

PATIENCE = 5.0
"""Seconds that a piece of work waits for a locked database, or one that is away, before
`NotSaved`."""

_AFTERMATH = 25.0
"""Seconds more to learn what became of a commit that got no answer: a server starts again in
less."""

_PAUSE = (0.02, 0.4)
"""Shortest and longest pause between two tries, in seconds; each pause is drawn below it."""

_FAULTS = (DBAPIError, PoolTimeout, sqlite3.Error)

type Work[T] = Callable[[AsyncSession], Awaitable[T]]


class Kind(Protocol):
    """What a kind of database needs.

    Attributes:
        writers: transactions that write at once in one process.
        merges: whether stretches of an index that are in order already are merged, and no
            further than a limit.
    """

    writers: int
    merges: bool

    def engine(self, url: URL, *, makes_file: bool, patience: float) -> AsyncEngine:
        """The engine of a database; raises BadUrl or NotMigrated."""

    async def greet(self, engine: AsyncEngine) -> None:
        """Connect once, where that can fail; raises DBAPIError."""

    def options(self, *, writes: bool, adds: bool) -> Mapping[str, object]:
        """How a transaction is begun; ``adds`` as in `Database.write`."""

    def is_passing(self, error: Exception) -> bool:
        """Whether what went wrong may go well in a moment, and nothing was kept."""

    async def ticket(self, session: AsyncSession) -> str | None:
        """By what to ask for the outcome of this transaction, if its commit gets no answer."""

    async def outcome(self, session: AsyncSession, ticket: str) -> bool | None:
        """Whether the transaction of a ticket was committed; None while that is open."""

    async def scrub(self, engine: AsyncEngine) -> None:
        """Take what was erased out of where else it lies."""

    async def take_time(self, connection: AsyncConnection) -> None:
        """Let the statements of this transaction take as long as they need."""


_KINDS: Mapping[str, Kind] = {"sqlite": Sqlite(), "postgresql": Postgres()}


class Database:
    """An open database: runs work in transactions."""

    def __init__(self, engine: AsyncEngine, *, patience: float) -> None:
        self.engine = engine
        self._patience = patience
        self._kind = _KINDS[engine.dialect.name]
        self._turns = asyncio.Semaphore(self._kind.writers)

    @property
    def merges(self) -> bool:
        """Whether stretches that are in order already are merged, and no further than a limit."""
        return self._kind.merges

    async def write[T](self, work: Work[T], *, adds: bool = False) -> T:
        """Run work in one transaction, from the start again while the database is locked or away.

        A transaction that has begun is never cut off by the clock: whether it was committed
        would be unknown.

        Args:
            work: what is done.
            adds: whether it only adds rows, and to counts, whatever else is there. Such work
                relies on nothing that it has read, so that many do it at once.

        Raises:
            NotSaved: it was locked or away for too long, is full, or cannot be written.
            NotKnown: the server was lost in the commit and did not come back to tell.
            IntegrityError: the work breaks a constraint; nothing was kept.
        """
        until = asyncio.get_running_loop().time() + self._patience
        try:
            async with asyncio.timeout_at(until):
                await self._turns.acquire()
        except TimeoutError:
            raise NotSaved from None
        try:
            return await self._persist(work, until, self._kind.options(writes=True, adds=adds))
        finally:
            self._turns.release()

    async def read[T](self, work: Work[T]) -> T:
        """Run work that only reads, on one snapshot.

        Raises:
            NotSaved: the database could not be read in time.
        """
        until = asyncio.get_running_loop().time() + self._patience
        options = self._kind.options(writes=False, adds=False)
        return await self._persist(work, until, options, commits=False)

    async def scrub(self) -> None:
        """Take what was erased out of where else it lies, as far as readers let it."""
        await self._kind.scrub(self.engine)

    async def _persist[T](
        self, work: Work[T], until: float, options: Mapping[str, object], *, commits: bool = True
    ) -> T:
        pauses = _Pauses()
        while True:
            try:
                return await self._once(work, options, commits=commits)
            except IntegrityError:
                raise
            except _FAULTS as error:
                if not self._kind.is_passing(error) or not pauses.end_before(until):
                    raise NotSaved from None
            await pauses.wait()

    async def _once[T](self, work: Work[T], options: Mapping[str, object], *, commits: bool) -> T:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            await session.connection(execution_options=dict(options))
            result = await work(session)
            if commits:
                await session.flush()
                await self._commit(session)
            return result

    async def _commit(self, session: AsyncSession) -> None:
        """Commit; where the answer is lost, ask for the outcome rather than do it twice."""
        ticket = await self._kind.ticket(session)
        try:
            await session.commit()
        except DBAPIError as error:
            is_lost = ticket is not None and error.connection_invalidated
            if not is_lost or not await self._was_committed(ticket or ""):
                raise

    async def _was_committed(self, ticket: str) -> bool:
        until = asyncio.get_running_loop().time() + self._patience + _AFTERMATH
        pauses = _Pauses()
        while pauses.end_before(until):
            await pauses.wait()
            try:
                async with AsyncSession(self.engine) as session:
                    outcome = await self._kind.outcome(session, ticket)
            except _FAULTS:
                continue
            if outcome is not None:
                return outcome
        raise NotKnown from None


class _Pauses:
    """Pauses between tries: longer each time, and never the same for two who wait."""

    def __init__(self) -> None:
        self._longest = _PAUSE[0]
        self._next = self._draw()

    def end_before(self, until: float) -> bool:
        """Whether the next pause is over before a time of the loop."""
        return asyncio.get_running_loop().time() + self._next <= until

    async def wait(self) -> None:
        """Pause."""
        await asyncio.sleep(self._next)
        self._longest = min(self._longest * 2, _PAUSE[1])
        self._next = self._draw()

    def _draw(self) -> float:
        return self._longest * (0.5 + secrets.randbelow(1000) / 2000)


@asynccontextmanager
async def open_engine(
    url: str, *, makes_file: bool = False, patience: float = PATIENCE
) -> AsyncIterator[AsyncEngine]:
    """Open the engine of a database.

    Args:
        url: of the database.
        makes_file: whether a missing SQLite file is made, so that only its user reads it.
        patience: seconds that a server is waited for.

    Raises:
        BadUrl: ``url`` names nothing that can be opened.
        NotMigrated: there is no such file, and it is not to be made.
        Unreachable: the server does not answer, or does not let this account in.
    """
    parsed = _parse(url)
    kind = _KINDS[parsed.get_backend_name()]
    engine = kind.engine(parsed, makes_file=makes_file, patience=PATIENCE)
    try:
        await _greet(kind, engine, patience)
        yield engine
    finally:
        await engine.dispose()


async def take_time(connection: AsyncConnection) -> None:
    """Let the statements of this transaction take as long as they need: migrations do."""
    await _KINDS[connection.dialect.name].take_time(connection)


async def _greet(kind: Kind, engine: AsyncEngine, patience: float) -> None:
    until = asyncio.get_running_loop().time() + patience
    pauses = _Pauses()
    while True:
        try:
            return await kind.greet(engine)
        except DBAPIError:
            if not pauses.end_before(until):
                raise Unreachable from None
        await pauses.wait()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadUrl from None
    if parsed.drivername not in ("sqlite", "sqlite+aiosqlite", "postgresql", "postgresql+psycopg"):
        raise BadUrl
    return parsed

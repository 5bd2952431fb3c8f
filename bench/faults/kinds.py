"""What can break while people report, and how it is broken here."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

from bench import postgres, redis
from bench.botapi import Fault as Trouble
from bench.faults.trial import Fault, Scene, plain
from bench.settings import shared, webhook
from bench.usage import family

_STORM = 60
"""Calls of a bot that fail in a storm."""

_DISK = "48m"
_STEPS = (3_600.0, -7_200.0, 86_400.0)
"""Seconds by which the clock is moved: an hour on, two back, a day on."""

_STEPPED = """
import datetime as real, os
from pathlib import Path
import app.clock
class Stepped(real.datetime):
    @classmethod
    def now(cls, tz=None):
        step = float(Path(os.environ["BENCH_CLOCK"]).read_text())
        return real.datetime.now(tz) + real.timedelta(seconds=step)
app.clock.datetime = Stepped
from app.cli import main
main()
"""
"""Runs the line on a clock that a file moves: a process may not move that of the machine."""


@asynccontextmanager
async def bot_killed(scene: Scene) -> AsyncIterator[None]:
    """The bot and its workers end at once, and are started again."""
    await scene.running.kill()
    yield
    await scene.start()


@asynccontextmanager
async def worker_killed(scene: Scene) -> AsyncIterator[None]:
    """Every process that analyses ends at once."""
    pid = scene.running.process.pid
    for child in family(pid) - {pid}:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    yield


@asynccontextmanager
async def with_redis(scene: Scene) -> AsyncIterator[None]:
    """Conversations lie in a Redis."""
    with redis.running() as server:
        scene.redis = server
        scene.settings |= shared(server, scene.folder / "data")
        yield


@asynccontextmanager
async def redis_killed(scene: Scene) -> AsyncIterator[None]:
    """It ends at once, and comes back empty."""
    if scene.redis is not None:
        scene.redis.stop()
    yield
    if scene.redis is not None:
        await asyncio.to_thread(scene.redis.restart)


@asynccontextmanager
async def with_postgres(scene: Scene) -> AsyncIterator[None]:
    """Tips lie in a PostgreSQL that writes to disk before it confirms."""
    with postgres.running(("fsync=on", "synchronous_commit=on")) as server:
        server.execute("CREATE DATABASE tipline")
        scene.postgres = server
        scene.settings["TIPLINE_DATABASE_URL"] = server.url("tipline")
        yield


@asynccontextmanager
async def postgres_restarted(scene: Scene) -> AsyncIterator[None]:
    """It ends all connections and starts again."""
    if scene.postgres is not None:
        await asyncio.to_thread(scene.postgres.restart)
    yield


@asynccontextmanager
async def on_small_disk(scene: Scene) -> AsyncIterator[None]:
    """The data folder is a disk of 48 MB.

    Raises:
        PermissionError: nobody may mount one here.
    """
    data = scene.folder / "data"
    data.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=700", "tipline", str(data)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: ASYNC221 - short
        raise PermissionError
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=False)  # noqa: ASYNC221, S607 - short


@asynccontextmanager
async def disk_filled(scene: Scene) -> AsyncIterator[None]:
    """Not a byte is left on it, until room is made."""
    filler = scene.folder / "data" / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4_096)
    yield
    filler.unlink()


@asynccontextmanager
async def database_locked(scene: Scene) -> AsyncIterator[None]:
    """Another process holds the lock for writing."""
    with closing(sqlite3.connect(scene.file, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def storm_of_429(scene: Scene) -> AsyncIterator[None]:
    """Telegram says that it is asked too often."""
    wait = Trouble(code=429, description="Too Many Requests: retry after 1", retry_after=1)
    scene.api.fail("*", wait, times=_STORM)
    yield
    scene.api.faults.clear()


@asynccontextmanager
async def storm_of_500(scene: Scene) -> AsyncIterator[None]:
    """Telegram fails."""
    scene.api.fail("*", Trouble(code=500, description="Internal Server Error"), times=_STORM)
    yield
    scene.api.faults.clear()


@asynccontextmanager
async def by_webhook(scene: Scene) -> AsyncIterator[None]:
    """Telegram delivers."""
    scene.settings |= webhook()
    yield


@asynccontextmanager
async def doubled_and_reordered(scene: Scene) -> AsyncIterator[None]:
    """Updates come late, the newest first, and older ones once more."""
    mixing = asyncio.ensure_future(_mix(scene))
    try:
        yield
    finally:
        mixing.cancel()
        await asyncio.gather(mixing, return_exceptions=True)


async def _mix(scene: Scene) -> None:
    while True:
        with scene.api.held() as held:
            await asyncio.sleep(0.3)
            held.reverse()
            held.extend(list(scene.api.world.history.values())[-20:])
        await asyncio.sleep(0.3)


@asynccontextmanager
async def by_a_clock_in_a_file(scene: Scene) -> AsyncIterator[None]:
    """The line reads its clock's error from a file."""
    file = scene.folder / "clock"
    file.write_text("0", encoding="ascii")
    scene.python = ("-c", _STEPPED, "bot")
    scene.settings["BENCH_CLOCK"] = str(file)
    yield


@asynccontextmanager
async def clock_stepped(scene: Scene) -> AsyncIterator[None]:
    """The clock jumps, and stays there."""
    file = Path(scene.settings["BENCH_CLOCK"])
    new = file.with_suffix(".new")
    new.write_text(str(_STEPS[scene.round % len(_STEPS)]), encoding="ascii")
    new.replace(file)
    yield


FAULTS = (
    Fault(name="bot", title="kill -9 of the bot", setting=plain, happens=bot_killed),
    Fault(
        name="worker", title="kill -9 of all analysis workers", setting=plain,
        happens=worker_killed, seconds=1,
    ),
    Fault(
        name="redis", title="kill -9 of Redis, back after 3 s", setting=with_redis,
        happens=redis_killed, seconds=3,
    ),
    Fault(
        name="postgres", title="restart of PostgreSQL", setting=with_postgres,
        happens=postgres_restarted, seconds=1,
    ),
    Fault(
        name="disk", title="disk full for 15 s", setting=on_small_disk, happens=disk_filled,
        seconds=15,
    ),
    Fault(
        name="locked", title="database locked for 30 s", setting=plain,
        happens=database_locked, seconds=30,
    ),
    Fault(
        name="429", title=f"{_STORM} calls answered with 429", setting=plain,
        happens=storm_of_429, seconds=10,
    ),
    Fault(
        name="500", title=f"{_STORM} calls answered with 500", setting=plain,
        happens=storm_of_500, seconds=10,
    ),
    Fault(
        name="order", title="deliveries doubled and reordered", setting=by_webhook,
        happens=doubled_and_reordered, seconds=15,
    ),
    Fault(
        name="clock", title="clock an hour on, two back, a day on",
        setting=by_a_clock_in_a_file, happens=clock_stepped, seconds=1,
    ),
)  # fmt: skip

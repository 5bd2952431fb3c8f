"""Time the picture over the counts of made-up tips, in SQLite and in PostgreSQL.

    uv run python deploy/time_picture.py                            10,000, 100,000 and a million
    uv run python deploy/time_picture.py 10000 --write FILE.md      other numbers, and a report

The picture reads the counts of `tallies` and no tip, so that only these are made: tips of one year,
each with a day, one of 90 areas and one of 6 drugs drawn at random (as `time_queue.py` draws them),
and counted as the store counts them: nearly every count that can be is there. Each time is that of
both periods that a page compares: SQL, driver and our own code, without the page around it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from bench import postgres
from core.picture import Period, Seen, draw
from storage.engine import Database, open_engine
from storage.migrating import migrate
from storage.tallies import SqlTallies, TallyRecord

COUNTS = (10_000, 100_000, 1_000_000)
TIMES, TARGET, DESK, LOT = 9, 500, "d", 5_000
AREAS, DRUGS, UNTIL = 90, 6, date(2026, 11, 24)
YEAR = Period(UNTIL - timedelta(days=364), UNTIL)
CASES = {
    "a year": Seen(period=YEAR),
    "a year of one area": Seen(period=YEAR, area="SS7"),
    "a year of one drug": Seen(period=YEAR, drug="drug 3"),
    "three months by week": Seen(period=Period(UNTIL - timedelta(days=91), UNTIL)),
    "a month by day": Seen(period=Period(UNTIL - timedelta(days=30), UNTIL)),
}


def rows(count: int) -> list[dict[str, object]]:
    """The counts of so many tips, as the store keeps them."""
    sums = Counter[tuple[str, date, str, str]]()
    for _ in range(count):
        day = YEAR.since + timedelta(days=secrets.randbelow(365))
        area, drug = f"SS{secrets.randbelow(AREAS)}", f"drug {secrets.randbelow(DRUGS)}"
        sums["day", day, area, drug] += 1
        sums["month", day.replace(day=1), area, drug] += 1
    names = ("span", "day", "area", "drug_group")
    return [
        {"desk": DESK, **dict(zip(names, key, strict=True)), "count": number}
        for key, number in sums.items()
    ]


async def fill(database: Database, made: list[dict[str, object]]) -> None:
    """Write the counts in one transaction."""

    async def work(session: AsyncSession) -> None:
        await session.execute(
            text(
                "INSERT INTO desks (id, public_key, recovery_public, recovery_sealed, is_practice,"
                " founded) VALUES (:id, :key, :key, :key, true, '2026-01-01')"
            ),
            {"id": DESK, "key": b""},
        )
        for start in range(0, len(made), LOT):
            await session.execute(insert(TallyRecord), made[start : start + LOT])

    await database.write(work)


async def measure(url: str, made: list[dict[str, object]]) -> dict[str, float]:
    """Milliseconds of each case, the middle one of some times."""
    await migrate(url)
    found: dict[str, float] = {}
    async with open_engine(url) as engine:
        database = Database(engine, patience=600)
        await fill(database, made)
        tallies = SqlTallies(database=database, desk=DESK)
        for name, seen in CASES.items():
            spans = []
            for _ in range(TIMES + 1):
                begun = time.perf_counter()
                for period in (seen.period, seen.period.before):
                    one = Seen(period=period, area=seen.area, drug=seen.drug)
                    draw(one, await tallies.count(one))
                spans.append((time.perf_counter() - begun) * 1_000)
            found[name] = median(spans[1:])
    return found


@contextmanager
def sqlite_url() -> Iterator[str]:
    """URL of a new file."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/tipline.db"


@contextmanager
def postgres_url() -> Iterator[str]:
    """URL of a new database in a server of its own."""
    with postgres.running(("shared_buffers=256MB",)) as server:
        server.execute("CREATE DATABASE tipline")
        yield server.url("tipline")


KINDS = {"SQLite": sqlite_url, "PostgreSQL": postgres_url}


_INTRODUCTION = """\
# How long the picture takes

Written by `uv run python deploy/time_picture.py --write docs/picture-times.md`, on {cores} cores
that others used too. Milliseconds for both periods that a page compares, the middle one of {times};
the page around it is not in them. The target is {target} ms for a year.

Tips of one year, each with a day, one of {areas} areas and one of {drugs} drugs drawn at random.
The picture reads counts of months, and of days at the edges of a period and for periods of up to
three months (`storage/tallies.py`).\
"""


def report(found: dict[tuple[str, int], dict[str, float]], counts: list[int]) -> str:
    """The report, in Markdown."""
    said = _INTRODUCTION.format(
        cores=os.cpu_count(), times=TIMES, target=TARGET, areas=AREAS, drugs=DRUGS
    )
    lines = [said]
    for kind in KINDS:
        lines += ["", f"## {kind}", ""]
        lines.append("| | " + " | ".join(f"{count:,} tips" for count in counts) + " |")
        lines.append("|---|" + "---:|" * len(counts))
        for case in CASES:
            cells = [f"{found[kind, count][case]:.1f}" for count in counts]
            lines.append(f"| {case} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fill, measure, delete; and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=list(COUNTS))
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    counts, found = sorted(asked.counts), {}
    for count in counts:
        made = rows(count)
        for kind, url_of in KINDS.items():
            with url_of() as url:
                found[kind, count] = asyncio.run(measure(url, made))
            print(kind, f"{count:,} tips in {len(made):,} counts", found[kind, count], flush=True)
    if asked.write:
        asked.write.write_text(report(found, counts), encoding="utf-8")


if __name__ == "__main__":
    main()

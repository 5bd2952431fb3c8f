"""Fill a database with rows of made-up tips, past the store and in the database's own SQL.

The rows have no words, only the plain columns and a body as long as a short tip's: bytes that
cannot be pressed together, as sealed ones cannot. All of them came within one year; nine in ten
are closed.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg

DESK = "d"
BODY_BYTES = 2_089
"""As long as the sealed body of a short tip."""

HOURS = 365 * 24
SINCE = "2025-07-01 00:00:00+00:00"
INDEXES = ("ix_tips_queue", "ix_tips_area", "ix_tips_drug", "ix_tips_review")

_AREAS, _DRUGS = 90, ("crack", "heroin", "cannabis", "cocaine", "ketamine", "")
_STATUSES: tuple[str, ...] = (
    ("closed",) * 90 + ("released",) * 3 + ("junk",) * 4 + ("new",) * 2 + ("claimed",)
)
_MADE_UP = {"desk": DESK, "since": SINCE, "hours": HOURS, "areas": _AREAS}


_TALLIES = """
INSERT INTO tallies (desk, span, day, area, drug_group, count)
SELECT desk, '{span}', {day}, area, drug_group, count(*) FROM tips
WHERE status <> 'junk' GROUP BY desk, {day}, area, drug_group
"""
_DAYS = {
    "sqlite": {"day": "date(arrived)", "month": "date(arrived, 'start of month')"},
    "postgresql": {
        "day": "CAST(arrived AT TIME ZONE 'UTC' AS date)",
        "month": "CAST(date_trunc('month', arrived AT TIME ZONE 'UTC') AS date)",
    },
}
"""How a day of arrival is said, and the month that it is in."""


def _tallies(kind: str) -> list[str]:
    return [_TALLIES.format(span=span, day=day) for span, day in _DAYS[kind].items()]


def fill_sqlite(file: Path, count: int, body: bytes) -> None:
    """Write ``count`` rows into a migrated database that nobody else has open."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TEMP TABLE choice (number INTEGER PRIMARY KEY, status, drug)")
    connection.executemany(
        "INSERT INTO choice VALUES (?, ?, ?)",
        [(n, status, _DRUGS[n % len(_DRUGS)]) for n, status in enumerate(_STATUSES)],
    )
    connection.execute("BEGIN")
    connection.execute("INSERT INTO desks VALUES (?, x'', x'', x'', 1, '2026-01-01')", [DESK])
    made = [
        row
        for name in INDEXES
        for row in connection.execute("SELECT name, sql FROM sqlite_master WHERE name = ?", [name])
    ]
    for name, _ in made:
        connection.execute(f"DROP INDEX {name}")
    connection.execute(_SQLITE_ROWS, {"count": count, "body": body} | _MADE_UP)
    connection.execute("INSERT INTO tip_keys SELECT id, id, zeroblob(80) FROM tips ORDER BY id")
    for statement in (*_tallies("sqlite"), *(create for _, create in made)):
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.close()


_SQLITE_ROWS = """
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count),
drawn AS MATERIALIZED (
  SELECT n, lower(hex(randomblob(16))) AS h, abs(random()) % :hours AS hour,
    abs(random()) % 4 AS rank, abs(random()) % 100 AS pick, abs(random()) % 6 AS drug,
    abs(random()) % :areas AS area, abs(random()) % 10 = 0 AS flag
  FROM numbers ORDER BY h)
INSERT INTO tips (id, desk, arrived, priority, machine_priority, safeguarding, drug_group, area,
  status, claimed_by, claim_until, version, review_on, dedupe, body)
SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-a' ||
    substr(h, 18, 3) || '-' || substr(h, 21), :desk,
  strftime('%Y-%m-%d %H:00:00.000000', datetime(:since, '+' || hour || ' hours')), rank, rank, flag,
  (SELECT choice.drug FROM choice WHERE number = drawn.drug), 'SS' || area,
  (SELECT status FROM choice WHERE number = pick), '', NULL, 1, '2027-07-01',
  unhex(substr(h, 1, 32)), :body
FROM drawn
"""

_POSTGRES_ROWS = """
INSERT INTO tips (id, desk, arrived, priority, machine_priority, safeguarding, drug_group, area,
  status, claimed_by, claim_until, version, review_on, dedupe, body)
SELECT id, %(desk)s, %(since)s::timestamptz + hour * interval '1 hour', rank, rank, flag,
  drug, 'SS' || area, status, '', NULL, 1, '2027-07-01', decode(replace(id, '-', ''), 'hex'),
  %(body)s
FROM (
  SELECT gen_random_uuid()::text AS id, floor(random() * %(hours)s)::int AS hour,
    floor(random() * 4)::int AS rank, random() < 0.1 AS flag,
    (%(drugs)s::text[])[1 + floor(random() * 6)::int] AS drug,
    floor(random() * %(areas)s)::int AS area,
    (%(statuses)s::text[])[1 + floor(random() * 100)::int] AS status
  FROM generate_series(1, %(count)s)
) AS drawn
"""


def fill_postgres(connection: psycopg.Connection, count: int, body: bytes) -> None:
    """Write ``count`` rows into a migrated database, and let it be vacuumed as it would be."""
    with connection.transaction():
        connection.execute("INSERT INTO desks VALUES (%s, '', '', '', true, '2026-01-01')", [DESK])
        query = "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)"
        made = connection.execute(query, [list(INDEXES)]).fetchall()
        for name in INDEXES:
            connection.execute(f"DROP INDEX {name}".encode())
        lists = {"drugs": [*_DRUGS], "statuses": [*_STATUSES]}
        given = {"count": count, "body": body} | lists | _MADE_UP
        connection.execute(_POSTGRES_ROWS.encode(), given)
        for statement in (*_tallies("postgresql"), *(create for (create,) in made)):
            connection.execute(statement.encode())
    connection.execute("VACUUM ANALYZE")

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from core.errors import NotSaved
from storage.engine import Database, open_engine
from storage.migrating import alembic_config, downgrade, is_current, migrate
from storage.tables import Record

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))
]
OWN = {"alembic_version"}
SQLITE = pytest.mark.backends("sqlite")


@pytest.fixture
def url(bare_url: str) -> str:
    return bare_url


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names())) - OWN


@pytest.mark.parametrize("revision", REVISIONS)
async def test_up_down_up(url: str, revision: str) -> None:
    await migrate(url, to=revision)
    await downgrade(url, to="-1")
    await migrate(url, to=revision)
    async with open_engine(url) as engine:
        assert await is_current(Database(engine, patience=1)) is (revision == REVISIONS[-1])


async def test_nothing_is_left_at_the_bottom(url: str) -> None:
    await migrate(url)
    await downgrade(url)
    async with open_engine(url) as engine:
        assert await tables(engine) == set()
        assert not await is_current(Database(engine, patience=1))


async def test_migrating_twice_changes_nothing(url: str) -> None:
    await migrate(url)
    await migrate(url)
    async with open_engine(url) as engine:
        assert await tables(engine) == set(Record.metadata.tables)


async def test_models_match_migrations(url: str) -> None:
    await migrate(url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Record.metadata))

    async with open_engine(url) as engine, engine.connect() as connection:
        assert await connection.run_sync(differences) == []


@SQLITE
async def test_tables_are_made_alike_by_models_and_migrations(url: str, tmp_path: Path) -> None:
    """Autogenerate does not see everything: rowids, autoincrement, primary keys."""

    def shapes(connection: Connection) -> dict[str, list[str]]:
        # SQLite quotes the name of a table that a migration made anew; that is no difference.
        query = (
            "SELECT name, replace(sql, '\"' || name || '\"', name) FROM sqlite_master "
            "WHERE sql IS NOT NULL"
        )
        rows = connection.exec_driver_sql(query).all()
        return {
            row[0]: sorted(line.strip().rstrip(",") for line in row[1].splitlines())
            for row in rows
            if row[0] not in OWN and not row[0].startswith("sqlite_")
        }

    await migrate(url)
    async with open_engine(url) as engine, engine.connect() as connection:
        migrated = await connection.run_sync(shapes)
    async with (
        open_engine(f"sqlite:///{tmp_path / 'models.db'}", makes_file=True) as engine,
        engine.begin() as connection,
    ):
        await connection.run_sync(Record.metadata.create_all)
        assert await connection.run_sync(shapes) == migrated


@SQLITE
async def test_a_locked_database_stays_as_it_is(url: str) -> None:
    await migrate(url)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotSaved):
        await downgrade(url)
    other.execute("ROLLBACK")
    other.close()
    async with open_engine(url) as engine:
        assert await tables(engine) == set(Record.metadata.tables)


FIRST_DESK = (
    "INSERT INTO desks VALUES ('d', x'01', x'02', x'03', 0, '2026-01-02')",
    "INSERT INTO accounts VALUES ('ann', 'd', x'04', x'05', 3, 64, x'06', x'07', '2026-01-02')",
    "INSERT INTO accounts VALUES ('ben', 'd', x'08', x'09', 3, 64, x'0a', x'0b', '2026-01-03')",
)


@SQLITE
async def test_accounts_of_the_first_version_become_leads_and_go_back_unchanged(url: str) -> None:
    await migrate(url, to="0001")
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for statement in FIRST_DESK:
        other.execute(statement)
    before = other.execute("SELECT * FROM accounts ORDER BY name").fetchall()
    await migrate(url, to="0002")
    after = other.execute("SELECT * FROM accounts ORDER BY name").fetchall()
    assert after == [(*row, "lead") for row in before]
    await downgrade(url, to="0001")
    assert other.execute("SELECT * FROM accounts ORDER BY name").fetchall() == before
    await migrate(url, to="0002")
    assert other.execute("SELECT * FROM accounts ORDER BY name").fetchall() == after
    other.close()


@SQLITE
async def test_going_back_leaves_no_account_that_cannot_read(url: str) -> None:
    """The first version takes every account for one that reads."""
    await migrate(url, to="0002")
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute(FIRST_DESK[0])
    insert = "INSERT INTO accounts VALUES (?, 'd', x'04', x'05', 3, 64, x'06', ?, '2026-01-02', ?)"
    other.executemany(insert, [("ann", b"\x07", "lead"), ("ada", None, "administrator")])
    await downgrade(url, to="0001")
    assert other.execute("SELECT name FROM accounts").fetchall() == [("ann",)]
    other.close()


TIP = (
    "INSERT INTO tips VALUES ('t', 'd', '2026-01-01 00:00:00.000000', 1, 1, 0, '', '', 'new', "
    "'', NULL, 1, '2027-01-01', x'01', x'02')"
)


@SQLITE
async def test_going_back_destroys_the_keys_of_what_the_desk_wrote(url: str) -> None:
    """Tips, and the keys of tips, stay."""
    await migrate(url)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for statement in (
        FIRST_DESK[0],
        TIP,
        "INSERT INTO tip_keys VALUES ('t', 't', x'03'), ('g', 't', x'04'), ('n', 't', x'05')",
        "INSERT INTO grades VALUES ('t', 'g', 'ann', '2026-01-02', x'06')",
        "INSERT INTO notes VALUES ('n', 't', 1, x'07')",
        "INSERT INTO traces VALUES (x'08', 't')",
    ):
        other.execute(statement)
    await downgrade(url, to="0003")
    assert other.execute("SELECT id FROM tip_keys").fetchall() == [("t",)]
    await migrate(url)
    for table in ("grades", "notes", "traces"):
        assert other.execute(f"SELECT tip FROM {table}").fetchall() == []  # noqa: S608 - our names
    assert other.execute("SELECT id FROM tips").fetchall() == [("t",)]
    other.close()

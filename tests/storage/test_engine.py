from __future__ import annotations

import asyncio
import sqlite3
import stat
import time
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_ports import Wanted
from core.errors import NotSaved
from storage.engine import Database, open_engine
from storage.faults import BadUrl, NotMigrated
from storage.rows import page_query
from storage.store import Limits, Store, open_store
from tests.storage.samples import CHEAP, HandClock, a_tip

SECRET = bytes(16)
SQLITE = pytest.mark.backends("sqlite")
IMPATIENT = Limits(receipt=CHEAP, passphrase=CHEAP, patience=0.4)


def engine_of(store: Store) -> Database:
    return store.staff.desk.database


@SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("busy_timeout", 100),
    ],
)
async def test_every_connection_is_set_up(store: Store, pragma: str, value: object) -> None:
    database = engine_of(store)

    async def work(session: AsyncSession) -> object:
        return await session.scalar(text(f"PRAGMA {pragma}"))

    assert await database.read(work) == value


@SQLITE
async def test_parameters_stay_out_of_errors_and_nothing_is_echoed(store: Store) -> None:
    engine = engine_of(store).engine.sync_engine
    assert engine.hide_parameters
    assert not engine.echo

    async def work(session: AsyncSession) -> None:
        query = text("INSERT INTO news (number, published, text) VALUES (NULL, NULL, :words)")
        await session.execute(query, {"words": "needle in a haystack"})

    with pytest.raises(IntegrityError) as broken:
        await engine_of(store).write(work)
    assert "needle" not in str(broken.value)


@SQLITE
async def test_only_its_user_reads_the_files(store: Store, url: str) -> None:
    await store.public.intake.keep(SECRET, a_tip())
    folder = Path(url.removeprefix("sqlite:///")).parent
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes) == {"tipline.db", "tipline.db-wal", "tipline.db-shm"}
    assert set(modes.values()) == {0o600}


@SQLITE
@pytest.mark.parametrize(("deed", "begun"), [("write", "BEGIN IMMEDIATE"), ("read", "BEGIN")])
async def test_only_writing_takes_the_lock_and_at_once(store: Store, deed: str, begun: str) -> None:
    database = engine_of(store)
    said: list[str] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    async def work(session: AsyncSession) -> None:
        await session.execute(text("SELECT 1"))

    await getattr(database, deed)(work)
    assert said == [begun, "SELECT 1"]


async def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NotMigrated):
        async with open_engine(f"sqlite:///{tmp_path / 'typo.db'}"):
            pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tipline.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////x/y.db?mode=ro",
        "mysql://root:hunter2@db/tips",
        "postgres//nonsense",
        "sqlite:////proc/nowhere/tipline.db",
    ],
)
async def test_a_bad_url_is_one_sentence_that_repeats_no_secret(url: str) -> None:
    with pytest.raises(BadUrl, match="TIPLINE_DATABASE_URL must look like") as bad:
        async with open_engine(url, makes_file=True):
            pass
    assert "hunter2" not in str(bad.value)


@SQLITE
async def test_a_locked_database_is_not_waited_for_longer_than_promised(
    url: str, data_dir: Path, clock: HandClock, recovery: str
) -> None:
    del recovery
    async with open_store(url, data_dir, clock=clock, limits=IMPATIENT) as store:
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(NotSaved):
            await store.public.intake.keep(SECRET, a_tip())
        assert 0.3 < time.monotonic() - began < 4
        assert await store.public.intake.recall(SECRET) is None
        other.execute("ROLLBACK")
        other.close()
        receipt = await store.public.intake.keep(SECRET, a_tip())
        assert await store.public.intake.recall(SECRET) == receipt
        assert len(await store.staff.desk.page(Wanted(), after=None, count=9)) == 1


@SQLITE
async def test_a_store_opens_while_somebody_else_writes(
    url: str, data_dir: Path, clock: HandClock, recovery: str
) -> None:
    del recovery
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with open_store(url, data_dir, clock=clock, limits=IMPATIENT) as store:
        assert await store.public.news.latest(1) == ()
    other.execute("ROLLBACK")
    other.close()


@SQLITE
async def test_a_lock_that_goes_in_time_loses_nothing(store: Store, url: str) -> None:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.TaskGroup() as group:
        keeping = [
            group.create_task(store.public.intake.keep(bytes([n]) * 16, a_tip())) for n in range(4)
        ]
        await asyncio.sleep(0.5)
        other.execute("ROLLBACK")
    other.close()
    assert len({task.result() for task in keeping}) == 4
    assert len(await store.staff.desk.page(Wanted(), after=None, count=9)) == 4


@SQLITE
async def test_readers_do_not_wait_for_a_writer(store: Store, url: str) -> None:
    await store.public.intake.keep(SECRET, a_tip())
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert len(await store.staff.desk.page(Wanted(), after=None, count=9)) == 1
    assert time.monotonic() - began < 1
    other.execute("ROLLBACK")
    other.close()


@SQLITE
async def test_a_full_disk_keeps_nothing_and_says_so(store: Store) -> None:
    engine = engine_of(store).engine
    await engine.dispose()

    @event.listens_for(engine.sync_engine, "connect")
    def leave_no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    with pytest.raises(NotSaved):
        await store.public.intake.keep(SECRET, a_tip())
    assert await store.public.intake.recall(SECRET) is None
    event.remove(engine.sync_engine, "connect", leave_no_room)
    await engine.dispose()
    await store.public.intake.keep(SECRET, a_tip())
    assert len(await store.staff.outbox.pending(9)) == 1


async def test_work_that_fails_leaves_nothing_behind(store: Store) -> None:
    async def work(session: AsyncSession) -> None:
        await session.execute(text("INSERT INTO news (published, text) VALUES ('2026-01-01', 'x')"))
        raise KeyError("in the middle")

    with pytest.raises(KeyError):
        await engine_of(store).write(work)
    assert await store.public.news.latest(9) == ()


async def test_writes_at_once_are_all_kept(store: Store) -> None:
    keeps = [store.public.intake.keep(bytes([n]) * 16, a_tip()) for n in range(25)]
    await asyncio.gather(*keeps)
    assert len(await store.staff.desk.page(Wanted(), after=None, count=99)) == 25


async def test_two_processes_write_in_turn(
    store: Store, url: str, data_dir: Path, clock: HandClock
) -> None:
    limits = Limits(receipt=CHEAP, passphrase=CHEAP)
    async with open_store(url, data_dir, clock=clock, limits=limits) as second:
        keeps = [
            side.public.intake.keep(bytes([n]) * 16, a_tip())
            for n in range(10)
            for side in (store, second)
        ]
        assert len(set(await asyncio.gather(*keeps))) == 10
    assert len(await store.staff.desk.page(Wanted(), after=None, count=99)) == 10


async def test_foreign_keys_hold(store: Store) -> None:
    async def work(session: AsyncSession) -> None:
        query = text("INSERT INTO tip_keys VALUES ('a', 'no such tip', :key)")
        await session.execute(query, {"key": b"0"})

    with pytest.raises(IntegrityError):
        await engine_of(store).write(work)


@SQLITE
async def test_a_page_is_read_from_the_index_without_sorting(store: Store) -> None:
    await store.public.intake.keep(SECRET, a_tip())
    (last,) = await store.staff.desk.page(Wanted(), after=None, count=1)
    query = page_query(store.staff.desk.desk, Wanted(), last, 50)
    engine = engine_of(store).engine
    plain = query.compile(engine.sync_engine, compile_kwargs={"literal_binds": True})

    async def work(session: AsyncSession) -> list[str]:
        rows = await session.execute(text(f"EXPLAIN QUERY PLAN {plain}"))
        return [str(row[3]) for row in rows]

    plan = await engine_of(store).read(work)
    assert any("ix_tips_queue" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)


async def test_a_database_that_is_no_database(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, though it is long enough to look at" * 20)
    async with open_engine(f"sqlite:///{broken}") as engine:
        database = Database(engine, patience=0.2)
        with pytest.raises(NotSaved):
            await database.read(lambda session: session.scalar(text("SELECT 1")))

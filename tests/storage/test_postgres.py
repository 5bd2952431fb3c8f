"""What is true of PostgreSQL alone: lost races, lost connections, commits without an answer."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bench.postgres import PORT, PostgresServer, running
from core.desk_ports import Wanted
from core.errors import NotKnown, NotSaved
from storage import engine as engines
from storage.engine import Database, open_engine
from storage.faults import BadUrl, Unreachable
from storage.founding import Founder, create_desk
from storage.postgres import Postgres
from storage.server_log import talkative_settings
from storage.store import Limits, Store, open_store
from tests.storage.samples import CHEAP, LIMITS, PASSPHRASE, HandClock, Line, a_tip

pytestmark = pytest.mark.backends("postgres")

SECRET = bytes(range(100, 116))
IMPATIENT = Limits(receipt=CHEAP, passphrase=CHEAP, patience=0.6)
ALL = Wanted(statuses=())


def database_of(store: Store) -> Database:
    return store.staff.desk.database


async def tips_in(store: Store) -> int:
    return len(await store.staff.desk.page(ALL, after=None, count=99))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "4s"),
        ("lock_timeout", "1s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("TimeZone", "UTC"),
        ("transaction_isolation", "serializable"),
    ],
)
async def test_every_session_has_its_limits(store: Store, setting: str, value: str) -> None:
    async def work(session: AsyncSession) -> object:
        return await session.scalar(text(f"SHOW {setting}"))

    assert await database_of(store).write(work) == value


async def test_work_that_reads_cannot_write(store: Store) -> None:
    async def work(session: AsyncSession) -> None:
        await session.execute(text("DELETE FROM news"))

    with pytest.raises(NotSaved):
        await Database(database_of(store).engine, patience=0.1).read(work)


async def test_parameters_stay_out_of_errors_and_of_the_servers_log(
    store: Store, postgres_server: PostgresServer
) -> None:
    assert database_of(store).engine.sync_engine.hide_parameters

    async def work(session: AsyncSession) -> None:
        query = text("INSERT INTO news (published, text) VALUES (NULL, :words)")
        await session.execute(query, {"words": "needle in a haystack"})

    with pytest.raises(IntegrityError) as broken:
        await database_of(store).write(work)
    assert "INSERT INTO news" in str(broken.value)
    log = postgres_server.log()
    assert b"violates not-null constraint" in log
    assert b"needle" not in log


async def test_planted_words_are_nowhere_on_the_servers_disk(
    data_dir: Path, clock: HandClock, postgres_server: PostgresServer
) -> None:
    """On a server of its own: those of other tests may write the same words."""
    del postgres_server  # there is one, or the test does not run
    founder = Founder(name="ann", passphrase=PASSPHRASE, is_practice=True)
    with running() as server:
        url = server.url("postgres")
        recovery = await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
        async with open_store(url, data_dir, clock=clock, limits=LIMITS) as store:
            tip = a_tip()
            receipt = await store.public.intake.keep(SECRET, tip)
            key = await store.staff.keyring.unlock("ann", PASSPHRASE)
            await store.staff.desk.answer(tip.id, "Was the Zanzibar van white?", by="ann")
            await store.staff.desk.open(tip.id, key)
            secret = key.secret
        server.execute("CHECKPOINT")
        files = [path for path in (server.folder / "data").rglob("*") if path.is_file()]
        disk = b"".join(path.read_bytes() for path in files) + server.log()
    assert tip.id.encode() in disk
    for needle in ("Zanzibar", "bakery", receipt.digits, receipt.shown, recovery, PASSPHRASE):
        assert needle.encode() not in disk
    assert secret not in disk
    assert SECRET not in disk


async def test_a_talkative_server_is_found_out(
    store: Store, postgres_server: PostgresServer
) -> None:
    assert await talkative_settings(database_of(store)) == ()
    name = database_of(store).engine.url.database
    loose = {"log_statement": "'all'", "log_min_error_statement": "'error'"}
    for setting, value in loose.items():
        postgres_server.execute(f"ALTER DATABASE {name} SET {setting} = {value}")
    try:
        await database_of(store).engine.dispose()
        assert await talkative_settings(database_of(store)) == tuple(loose)
    finally:
        postgres_server.execute(f"ALTER DATABASE {name} RESET ALL")


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://bot:hunter2@db.example/tipline", "verify-full"),
        ("postgresql://bot@10.0.0.7:5433/tipline", "verify-full"),
        ("postgresql://bot@/tipline?host=a.example:5432&host=b.example:5432", "verify-full"),
        ("postgresql://bot@db.example/tipline?sslmode=disable", "disable"),
        ("postgresql://bot@127.0.0.1/tipline", None),
        ("postgresql://bot@[::1]/tipline", None),
        ("postgresql://bot@localhost/tipline", None),
        ("postgresql://bot@/tipline?host=/run/postgresql", None),
    ],
)
async def test_beyond_this_machine_it_speaks_tls(url: str, mode: str | None) -> None:
    engine = Postgres().engine(engines._parse(url), makes_file=False, patience=1)
    given: dict[str, object] = {}

    @event.listens_for(engine.sync_engine, "do_connect")
    def look(_dialect: object, _record: object, _args: object, keywords: dict[str, object]) -> None:
        given.update(keywords)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Postgres().greet(engine)
    assert given.get("sslmode") == mode
    assert "hunter2" not in repr(engine)


async def test_a_url_without_a_database_is_refused() -> None:
    with pytest.raises(BadUrl):
        async with open_engine("postgresql://bot@/"):
            pass


async def test_a_server_that_is_away_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://bot:hunter2@/tipline?host={tmp_path}"
    with pytest.raises(Unreachable, match="does not answer") as away:
        async with open_engine(url, patience=0.1):
            pass
    assert "hunter2" not in str(away.value)
    assert away.value.__cause__ is None


@pytest.mark.parametrize(
    ("state", "passes"),
    [
        ("40001", True),
        ("40P01", True),
        ("55P03", True),
        ("57P01", True),
        ("25006", True),
        ("08006", True),
        ("53100", False),  # disk_full
        ("57014", False),  # query_canceled: it took too long
        ("42501", False),  # insufficient_privilege
        ("42P01", False),  # undefined_table
    ],
)
def test_only_what_passes_is_tried_again(state: str, *, passes: bool) -> None:
    cause = psycopg.errors.lookup(state)() if state != "08006" else psycopg.OperationalError()
    if state == "08006":
        cause.sqlstate = state
    assert Postgres().is_passing(DBAPIError("x", {}, cause)) is passes


async def test_racing_writes_that_read_first_lose_nothing(store: Store) -> None:
    """What would be lost updates at a lower isolation."""

    async def work(session: AsyncSession) -> None:
        count = await session.scalar(text("SELECT count(*) FROM news"))
        words = {"words": f"item {count}"}
        await session.execute(
            text("INSERT INTO news (published, text) VALUES ('2026-01-01', :words)"), words
        )

    await asyncio.gather(*(database_of(store).write(work) for _ in range(8)))
    assert sorted(await store.public.news.latest(99)) == [f"item {n}" for n in range(8)]


async def test_acts_at_once_stand_one_after_the_other_in_the_audit(line: Line) -> None:
    tip = a_tip()
    await line.public.intake.keep(SECRET, tip)
    await asyncio.gather(*(line.desk.answer(tip.id, f"number {n}", by="ann") for n in range(8)))
    assert await line.audit.first_break() is None
    assert len([e for e in await line.audit.latest(99) if e.action == "answered"]) == 8


async def test_a_lock_is_not_waited_for_longer_than_promised(
    url: str, data_dir: Path, clock: HandClock, recovery: str, postgres_server: PostgresServer
) -> None:
    del recovery
    async with open_store(url, data_dir, clock=clock, limits=IMPATIENT) as store:
        name = database_of(store).engine.url.database or ""
        with postgres_server.connect(name) as other:
            other.execute("BEGIN")
            other.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
            began = time.monotonic()
            with pytest.raises(NotSaved):
                await store.public.intake.keep(SECRET, a_tip())
            assert time.monotonic() - began < 9
            other.execute("ROLLBACK")
        assert await store.public.intake.recall(SECRET) is None
        receipt = await store.public.intake.keep(SECRET, a_tip())
        assert await store.public.intake.recall(SECRET) == receipt


async def test_connections_that_are_cut_lose_no_tip(
    store: Store, postgres_server: PostgresServer
) -> None:
    whose = "FROM pg_stat_activity WHERE application_name = 'tipline'"
    cut = f"SELECT pg_terminate_backend(pid) {whose}"
    receipts = []
    for number in range(6):
        postgres_server.execute(cut)
        receipts.append(await store.public.intake.keep(bytes([number]) * 16, a_tip()))
    keeps = [store.public.intake.keep(bytes([n]) * 16, a_tip()) for n in range(6, 18)]
    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(asyncio.wait_for(asyncio.gather(*keeps), 30))
        for _ in range(3):
            await asyncio.sleep(0.02)
            postgres_server.execute(cut)
    assert len({*receipts, *keeping.result()}) == 18
    assert await tips_in(store) == 18


class Wire:
    """A socket between the store and the server that can be cut at a commit."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.cuts = ""
        self.is_down = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        path = self.folder / f".s.PGSQL.{PORT}"
        async with await asyncio.start_unix_server(self._serve, path):
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            writer.close()
            return
        path = self.server.folder / f".s.PGSQL.{PORT}"
        far_reader, far_writer = await asyncio.open_unix_connection(path)
        ends = (writer, far_writer)
        with suppress(ConnectionError, asyncio.CancelledError):
            async with asyncio.TaskGroup() as group:
                answers = group.create_task(self._pass(far_reader, writer))
                await self._send(reader, far_reader, far_writer, answers)
                answers.cancel()
        for end in ends:
            end.close()

    async def _send(
        self,
        reader: asyncio.StreamReader,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
        answers: asyncio.Task[None],
    ) -> None:
        """Pass on what the store says, until it commits and the wire is to be cut."""
        while said := await reader.read(65_536):
            if self.cuts and b"COMMIT" in said.replace(b"COMMITTED", b""):
                answers.cancel()
                with suppress(asyncio.CancelledError):
                    await answers
                if self.cuts == "after":
                    far_writer.write(said)
                    await far_reader.read(65_536)
                self.is_down, self.cuts = self.cuts == "for good", ""
                return
            far_writer.write(said)
            await far_writer.drain()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while heard := await reader.read(65_536):
            writer.write(heard)
            await writer.drain()


@pytest.fixture
async def wired(
    store: Store, postgres_server: PostgresServer, data_dir: Path, clock: HandClock
) -> AsyncIterator[tuple[Store, Wire]]:
    """The store once more, over a wire that can be cut."""
    name = database_of(store).engine.url.database or ""
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        wire = Wire(postgres_server, Path(folder))
        async with wire.open():
            url = postgres_server.url(name, socket=wire.folder)
            async with open_store(url, data_dir, clock=clock, limits=LIMITS) as over:
                yield over, wire


@pytest.mark.parametrize("cuts", ["before", "after"])
async def test_a_commit_without_an_answer_is_done_once(
    store: Store, wired: tuple[Store, Wire], cuts: str
) -> None:
    """Whether the commit arrived is asked of the server; only what did not is done again."""
    over, wire = wired
    tip = a_tip()
    wire.cuts = cuts
    receipt = await over.public.intake.keep(SECRET, tip)
    assert not wire.cuts
    assert await store.public.intake.recall(SECRET) == receipt
    wire.cuts = cuts
    await over.staff.desk.answer(tip.id, "only once", by="ann")
    assert not wire.cuts
    assert [answer.text for answer in await store.public.mailbox.read(receipt)] == ["only once"]
    actions = [entry.action for entry in await store.staff.audit.latest(9)]
    assert actions.count("answered") == 1
    assert await tips_in(store) == 1


async def test_a_server_that_does_not_come_back_is_not_said_to_have_kept_nothing(
    wired: tuple[Store, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    over, wire = wired
    monkeypatch.setattr(engines, "_AFTERMATH", -LIMITS.patience + 0.3)
    wire.cuts = "for good"
    with pytest.raises(NotKnown, match="Look whether it is there"):
        await over.public.intake.keep(SECRET, a_tip())

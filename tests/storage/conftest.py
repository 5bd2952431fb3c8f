from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from core.people import Role
from storage.founding import Founder
from storage.memory import MemoryStore
from storage.store import Store, open_staff, open_store
from tests.storage.office import Office
from tests.storage.samples import LIMITS, PASSPHRASE, HandClock, Line
from tests.storage.staffing import LEAD, LEAD_PHRASE, SITE, Staffed
from tests.support.founding import found

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a store on every backend, or on those that its mark `backends` names."""
    if "backend" not in metafunc.fixturenames:
        return
    backends = ["sqlite", POSTGRES]
    if "line" in metafunc.fixturenames:
        backends.insert(0, "memory")
    mark = metafunc.definition.get_closest_marker("backends")
    if mark is not None:
        backends = [POSTGRES if name == "postgres" else name for name in mark.args]
    metafunc.parametrize("backend", backends, indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """Which store a test runs on: `sqlite`, `postgres`, or `memory` for a line."""
    name: str = request.param
    return name


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """URL of a database: no file yet, or all tables and nothing in them."""
    if backend == "postgres":
        made: str = request.getfixturevalue("postgres_url")
        return made
    return f"sqlite:///{tmp_path / 'db' / 'tipline.db'}"


@pytest.fixture
def bare_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """URL of a database without tables."""
    if backend == "postgres":
        make: Callable[[str], str] = request.getfixturevalue("make_postgres")
        return make("template1")
    return f"sqlite:///{tmp_path / 'db' / 'tipline.db'}"


@pytest.fixture
def other_url(bare_url: str) -> str:
    """URL of a second database, without tables."""
    return bare_url.replace("tipline.db", "other.db")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


@pytest.fixture
async def recovery(url: str, data_dir: Path, clock: HandClock) -> str:
    founder = Founder(name="ann", passphrase=PASSPHRASE, is_practice=True)
    return await found(url, data_dir, founder, clock=clock)


@pytest.fixture
async def store(url: str, data_dir: Path, clock: HandClock, recovery: str) -> AsyncIterator[Store]:
    del recovery
    async with open_store(url, data_dir, clock=clock, limits=LIMITS) as opened:
        yield opened


@pytest.fixture
async def store_line(store: Store, clock: HandClock, tmp_path: Path) -> Line:
    staff, file = store.staff, tmp_path / "db" / "tipline.db"
    return Line(
        clock=clock,
        public=store.public,
        desk=staff.desk,
        shredder=staff.shredder,
        audit=staff.audit,
        outbox=staff.outbox,
        news=staff.news,
        key=await staff.keyring.unlock("ann", PASSPHRASE),
        file=file if file.is_file() else None,
    )


@pytest.fixture
def memory_line(clock: HandClock) -> Line:
    memory = MemoryStore(clock)
    return Line(
        clock=clock,
        public=memory.public,
        desk=memory.desk,
        shredder=memory.shredder,
        audit=memory.audit,
        outbox=memory.outbox,
        news=memory.news,
        key=memory.unlocked("ann"),
    )


@pytest.fixture
def line(backend: str, request: pytest.FixtureRequest) -> Line:
    kind = "memory" if backend == "memory" else "store"
    made: Line = request.getfixturevalue(f"{kind}_line")
    return made


@pytest.fixture
async def real(url: str, data_dir: Path, clock: HandClock) -> AsyncIterator[Staffed]:
    """A real desk with its founder, who is a lead, and an administrator whom she invited."""
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    await found(url, data_dir, founder, clock=clock)
    async with open_staff(url, data_dir, clock=clock, limits=LIMITS, site=SITE) as staff:
        desk = Staffed(staff, clock)
        await desk.set_up_codes(LEAD, LEAD_PHRASE)
        await desk.join("adam", Role.ADMINISTRATOR, by=LEAD)
        yield desk


@pytest.fixture
def office(store: Store, clock: HandClock, store_line: Line) -> Office:
    return Office(store, clock, store_line.key)

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.people import Role
from storage.founding import Founder, create_desk
from storage.memory import MemoryStore
from storage.store import Store, open_staff, open_store
from tests.storage.office import Office
from tests.storage.samples import CHEAP, LIMITS, PASSPHRASE, HandClock, Line
from tests.storage.staffing import LEAD, LEAD_PHRASE, SITE, Staffed


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'db' / 'tipline.db'}"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


@pytest.fixture
async def recovery(url: str, data_dir: Path, clock: HandClock) -> str:
    founder = Founder(name="ann", passphrase=PASSPHRASE, is_practice=True)
    return await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)


@pytest.fixture
async def store(url: str, data_dir: Path, clock: HandClock, recovery: str) -> AsyncIterator[Store]:
    del recovery
    async with open_store(url, data_dir, clock=clock, limits=LIMITS) as opened:
        yield opened


@pytest.fixture
async def sqlite_line(store: Store, clock: HandClock, tmp_path: Path) -> Line:
    staff = store.staff
    return Line(
        clock=clock,
        public=store.public,
        desk=staff.desk,
        shredder=staff.shredder,
        audit=staff.audit,
        outbox=staff.outbox,
        news=staff.news,
        key=await staff.keyring.unlock("ann", PASSPHRASE),
        file=tmp_path / "db" / "tipline.db",
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


@pytest.fixture(params=["memory", "sqlite"])
def line(request: pytest.FixtureRequest) -> Line:
    made: Line = request.getfixturevalue(f"{request.param}_line")
    return made


@pytest.fixture
async def real(url: str, data_dir: Path, clock: HandClock) -> AsyncIterator[Staffed]:
    """A real desk with its founder, who is a lead, and an administrator whom she invited."""
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    await create_desk(url, data_dir, founder, clock=clock, cost=CHEAP)
    async with open_staff(url, data_dir, clock=clock, limits=LIMITS, site=SITE) as staff:
        desk = Staffed(staff, clock, Path(url.removeprefix("sqlite:///")))
        await desk.set_up_codes(LEAD, LEAD_PHRASE)
        await desk.join("adam", Role.ADMINISTRATOR, by=LEAD)
        yield desk


@pytest.fixture
def office(store: Store, clock: HandClock, sqlite_line: Line) -> Office:
    return Office(store, clock, sqlite_line.key)

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.founding import Founder, create_desk
from storage.memory import MemoryStore
from storage.store import Store, open_store
from tests.storage.samples import CHEAP, LIMITS, PASSPHRASE, HandClock, Line


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

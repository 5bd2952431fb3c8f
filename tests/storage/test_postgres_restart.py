"""Is PostgreSQL started again without anybody losing a tip, or having one twice?

The server is the test's own: between transactions, in the middle of one, and under load it is
stopped and started again, in good order and as a power cut would.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bench import postgres
from bench.postgres import PostgresServer
from core.errors import NotSaved
from storage.engine import Database
from storage.founding import Founder, create_desk
from storage.store import Store, open_store
from tests.storage.samples import CHEAP, LIMITS, PASSPHRASE, HandClock, a_tip
from tests.storage.test_postgres import SECRET, database_of, tips_in

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """One of its own; that there can be one is known from the one that all share."""
    del postgres_server
    with postgres.running(("fsync=on", "synchronous_commit=on", "full_page_writes=on")) as own:
        yield own


@pytest.fixture
async def store(
    server: PostgresServer, data_dir: Path, clock: HandClock, tmp_path: Path
) -> AsyncIterator[Store]:
    name = f"t{abs(hash(tmp_path)):x}"
    server.execute(f"CREATE DATABASE {name}")
    founder = Founder(name="ann", passphrase=PASSPHRASE, is_practice=True)
    await create_desk(server.url(name), data_dir, founder, clock=clock, cost=CHEAP)
    async with open_store(server.url(name), data_dir, clock=clock, limits=LIMITS) as opened:
        yield opened


# The thread that starts the server must outlive it: it is started again by the loop's own.
def as_a_power_cut(server: PostgresServer) -> None:
    server.stop()
    server.start()


ENDS = pytest.mark.parametrize(
    "restart", [PostgresServer.restart, as_a_power_cut], ids=["in good order", "power cut"]
)
Restart = Callable[[PostgresServer], None]


@ENDS
async def test_between_transactions_nobody_notices(
    store: Store, server: PostgresServer, restart: Restart
) -> None:
    first = await store.public.intake.keep(SECRET, a_tip())
    restart(server)  # ends once it takes connections; those of the store are dead
    assert await store.public.intake.recall(SECRET) == first
    restart(server)
    second = await store.public.intake.keep(bytes(16), a_tip())
    assert second != first
    assert await tips_in(store) == 2


@ENDS
async def test_in_the_middle_of_a_transaction_it_is_done_again_and_once(
    store: Store, server: PostgresServer, restart: Restart
) -> None:
    tries = 0

    async def work(session: AsyncSession) -> None:
        nonlocal tries
        tries += 1
        made = text("INSERT INTO news (published, text) VALUES ('2026-01-01', 'once')")
        await session.execute(made)
        if tries == 1:
            restart(server)

    # With patience for a machine on which a start takes long.
    await Database(database_of(store).engine, patience=60).write(work)
    assert tries == 2
    assert await store.public.news.latest(9) == ("once",)


@ENDS
async def test_under_load_every_receipt_is_one_tip(
    store: Store, server: PostgresServer, restart: Restart
) -> None:
    secrets = [bytes([number]) * 16 for number in range(40)]

    async def keep(secret: bytes) -> str:
        """As the bot does: whoever is told that nothing was kept taps Send again."""
        while True:
            try:
                return (await store.public.intake.keep(secret, a_tip())).digits
            except NotSaved:
                await asyncio.sleep(0.1)

    async def all_of_them() -> list[str]:
        shown = []
        for start in range(0, len(secrets), 4):
            shown += await asyncio.gather(*map(keep, secrets[start : start + 4]))
        return shown

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        keeping = group.create_task(all_of_them())
        for _ in range(3):
            await asyncio.sleep(0.2)
            restart(server)
    receipts = keeping.result()
    assert len(set(receipts)) == len(secrets) == await tips_in(store)
    for secret, digits in zip(secrets, receipts, strict=True):
        again = await store.public.intake.recall(secret)
        assert again is not None
        assert again.digits == digits

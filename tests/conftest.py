"""Servers that a test run starts for itself, once, and who runs beside whom."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from bench import postgres, redis
from bench.postgres import PostgresServer
from bench.redis import RedisProcess
from storage.migrating import migrate
from tests.support.alone import in_turn
from tests.support.shared_database import SharedDatabase

MIGRATED = "migrated"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where several workers run tests, keep all others from running beside one marked `alone`."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    with in_turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


def _skip_or_fail(why: str | None) -> None:
    """Nothing where there is no reason; with one a skip, and a failure where CI is set."""
    if why is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, with a database `migrated` that others are copied from."""
    _skip_or_fail(postgres.why_none())
    with postgres.running() as server:
        server.execute(f"CREATE DATABASE {MIGRATED}")
        with ThreadPoolExecutor(1) as thread:  # a loop of its own, beside that of the tests
            thread.submit(asyncio.run, migrate(server.url(MIGRATED))).result()
        yield server


@pytest.fixture
def make_postgres(postgres_server: PostgresServer) -> Iterator[Callable[[str], str]]:
    """Makes databases for one test: called with a template, gives a URL."""
    made: list[str] = []

    def make(template: str) -> str:
        name = f"t{uuid4().hex}"
        postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return postgres_server.url(name)

    yield make
    for name in made:
        postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _shared(postgres_server: PostgresServer) -> Iterator[SharedDatabase]:
    with SharedDatabase.open(postgres_server, MIGRATED) as shared:
        yield shared


@pytest.fixture
def postgres_url(_shared: SharedDatabase) -> str:
    """A PostgreSQL database with all tables and nothing in them."""
    return _shared.emptied()


@pytest.fixture(scope="session")
def _redis_process() -> Iterator[RedisProcess]:
    _skip_or_fail(redis.why_none())
    with redis.running() as server:
        yield server


@pytest.fixture
def redis_server(_redis_process: RedisProcess) -> RedisProcess:
    """A Redis server with nothing in it."""
    if _redis_process.process.poll() is not None:
        _redis_process.restart()
    with _redis_process.admin() as admin:
        admin.flushall()
    return _redis_process

"""`tipline doctor` about the database: which it is, and what is wrong with the server's log."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.checkup import Check, _database, _redis
from app.settings import Settings
from bench import redis
from bench.postgres import PostgresServer
from bench.redis import PASSWORD, RedisProcess
from core.errors import TiplineError
from storage.migrating import migrate


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(data_dir=folder, database_url=SecretStr(url))


async def test_a_file_has_no_log(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tipline.db'}"
    await migrate(url)
    assert await _database(settings_for(url, tmp_path)) == Check("ok", "database", "SQLite")


@pytest.mark.postgres
async def test_a_server_that_logs_statements_fails(
    tmp_path: Path, postgres_url: str, postgres_server: PostgresServer
) -> None:
    settings = settings_for(postgres_url, tmp_path)
    assert (await _database(settings)).verdict == "ok"
    postgres_server.execute("ALTER ROLE postgres SET log_statement = 'all'")
    try:
        check = await _database(settings)
    finally:
        postgres_server.execute("ALTER ROLE postgres RESET ALL")
    assert check.verdict == "FAILS"
    assert check.says.endswith("docs/operations.md: log_statement")


@pytest.mark.postgres
async def test_a_server_that_is_away_is_said_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://bot:hunter2@/tipline?host={tmp_path}&connect_timeout=2"
    with pytest.raises(TiplineError, match="does not answer") as away:
        await _database(settings_for(url, tmp_path))
    assert "hunter2" not in str(away.value)
    assert "hunter2" not in repr(settings_for(url, tmp_path))


async def test_without_redis_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert (await _redis(Settings(data_dir=tmp_path))).verdict == "ok"


@pytest.mark.redis
async def test_redis_needs_a_seed_and_forgets(tmp_path: Path, redis_server: RedisProcess) -> None:
    settings = Settings(data_dir=tmp_path, redis_url=SecretStr(redis_server.url))
    assert PASSWORD not in repr(settings)
    with pytest.raises(TiplineError, match="session-seed"):
        await _redis(settings)
    seed = tmp_path / "session-seed"
    seed.write_text(bytes(range(32)).hex())
    seed.chmod(0o600)
    assert (await _redis(settings)).verdict == "ok"
    with redis.running("--appendonly", "yes") as keeping:
        keeps = Settings(data_dir=tmp_path, redis_url=SecretStr(keeping.url))
        with pytest.raises(TiplineError, match="not fit for conversations: appendonly"):
            await _redis(keeps)

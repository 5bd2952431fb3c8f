"""`tipline doctor` about the database: which it is, and what is wrong with the server's log."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.checkup import Check, _database
from app.settings import Settings
from core.errors import TiplineError
from storage.migrating import migrate
from tests.support.postgres import PostgresServer


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

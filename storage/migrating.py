"""How the tables come to the version that this program needs, and back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotSaved
from storage.engine import Database, open_engine, take_time

_SCRIPTS = Path(__file__).with_name("migrations")


async def migrate(url: str, *, to: str = "head") -> None:
    """Bring the tables up to a revision.

    Raises:
        BadUrl: the URL names nothing that can be opened.
        NotSaved: the database is locked, full or broken; the tables are as they were.
    """
    await _run(url, to, is_upgrade=True)


async def downgrade(url: str, *, to: str = "base") -> None:
    """Take the tables back to a revision; what later ones held is lost.

    Raises:
        BadUrl, NotSaved: see `migrate`.
    """
    await _run(url, to, is_upgrade=False)


async def is_current(database: Database) -> bool:
    """Whether the tables are of the newest revision.

    Raises:
        NotSaved: the database could not be read in time.
    """
    heads = set(ScriptDirectory.from_config(alembic_config()).get_heads())

    async def work(session: AsyncSession) -> bool:
        connection = await session.connection()
        return await connection.run_sync(_revisions) == heads

    return await database.read(work)


def alembic_config() -> Config:
    """Alembic's settings: the scripts lie in this package, the connection is handed over."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def _run(url: str, to: str, *, is_upgrade: bool) -> None:
    config = alembic_config()

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        (command.upgrade if is_upgrade else command.downgrade)(config, to)

    async with open_engine(url, makes_file=True) as engine:
        try:
            async with engine.begin() as connection:
                await take_time(connection)
                await connection.run_sync(run)
        except (DBAPIError, sqlite3.Error):
            raise NotSaved from None


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())

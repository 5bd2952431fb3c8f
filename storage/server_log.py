"""Whether a PostgreSQL server writes down what it should not: statements, values, who came when.

SQLite keeps no log. The settings are those of docs/operations.md; a server's own account cannot
set them for itself, so that `tipline doctor` asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database

_WANTED: Mapping[str, frozenset[str]] = {
    "log_statement": frozenset({"none"}),
    "log_min_error_statement": frozenset({"panic"}),
    "log_error_verbosity": frozenset({"terse"}),
    "log_parameter_max_length_on_error": frozenset({"0"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_duration_sample": frozenset({"-1"}),
    "log_transaction_sample_rate": frozenset({"0"}),
    "log_duration": frozenset({"off"}),
    "log_connections": frozenset({"off", ""}),
    "log_disconnections": frozenset({"off"}),
    "debug_print_parse": frozenset({"off"}),
    "debug_print_rewritten": frozenset({"off"}),
    "debug_print_plan": frozenset({"off"}),
}
"""https://www.postgresql.org/docs/current/runtime-config-logging.html; by default a failed
statement stands in the log, with the values of the key that it broke."""


async def talkative_settings(database: Database) -> tuple[str, ...]:
    """Names of the server's settings that are to be changed; none for SQLite.

    Raises:
        NotSaved: the server could not be asked in time.
    """
    if database.engine.dialect.name != "postgresql":
        return ()
    query = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")

    async def work(session: AsyncSession) -> dict[str, str]:
        rows = await session.execute(query, {"names": list(_WANTED)})
        return {row.name: row.setting for row in rows}

    found = await database.read(work)
    return tuple(name for name, good in _WANTED.items() if found.get(name, min(good)) not in good)

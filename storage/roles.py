"""What each process may do in PostgreSQL: its own role, and no more rights than its work takes.

The roles cannot sign in; the accounts that do are made by the operator as members of one. A tip can
be written by the public bot and not be read by it, whatever happens to the bot.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError

from core.errors import NotSaved
from storage.engine import open_engine
from storage.faults import NoRoles
from storage.tables import Record, TipRecord

EVERY, OF_A_TIP, KEYS = "*", "of a tip", "(keys)"
VERSION = "alembic_version"
_EAGER = ("tip_keys", "answers")
"""Tables of keys: what is deleted there is vacuumed away within a minute or two."""


def role_of(process: str) -> str:
    """Name of the role of a process: public, staff, console or janitor."""
    return f"tipline_{process}"


def grants() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What each process may do with each table: words of GRANT by process and table."""
    written = tomllib.loads(files("storage").joinpath("grants.toml").read_text("utf-8"))
    return {process: dict(_of(rights)) for process, rights in written.items()}


def statements() -> Iterator[str]:
    """SQL that makes the roles and gives them their rights, in place of earlier ones."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for process, tables in grants().items():
        role = role_of(process)
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role} NOLOGIN; END IF; END $$"
        )
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        for table, rights in sorted(tables.items()):
            yield f"GRANT {', '.join(rights)} ON {table} TO {role}"
            if "INSERT" in rights and table in _counting():
                yield f"GRANT USAGE ON SEQUENCE {table}_number_seq TO {role}"
    for table in _EAGER:
        yield (
            f"ALTER TABLE {table} SET "
            "(autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)"
        )


async def apply_grants(url: str) -> None:
    """Make the roles and give them their rights, all or nothing.

    Raises:
        NoRoles: the database is SQLite, which knows no accounts.
        NotSaved: the account may not do it, or the server is busy.
    """
    async with open_engine(url) as engine:
        if engine.dialect.name != "postgresql":
            raise NoRoles
        try:
            async with engine.begin() as connection:
                for statement in statements():
                    await connection.execute(text(statement))
        except DBAPIError:
            raise NotSaved from None


def _of(rights: Mapping[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, table in _tables().items():
        given = rights.get(name)
        if given is None and _goes_with_a_tip(table):
            keys = ", ".join(dict.fromkeys([*_keys(table)]))
            given = [right.replace(KEYS, f"({keys})") for right in rights.get(OF_A_TIP, [])]
        given = given or rights.get(EVERY)
        if given:
            yield name, tuple(given)
    yield VERSION, tuple(rights[VERSION])


def _tables() -> Mapping[str, Table]:
    """Every table, from every module of this package that has some: its name ends in "tables"."""
    for module in iter_modules([str(Path(__file__).parent)]):
        if module.name.endswith("tables"):
            import_module(f"storage.{module.name}")
    return Record.metadata.tables


def _goes_with_a_tip(table: Table) -> bool:
    target = TipRecord.__tablename__
    return any(key.column.table.name == target for key in table.foreign_keys)


def _keys(table: Table) -> Iterator[str]:
    yield from (column.name for column in table.primary_key.columns)
    yield from (key.parent.name for key in table.foreign_keys)


def _counting() -> frozenset[str]:
    """Tables whose rows the server numbers."""
    return frozenset(
        name for name, table in _tables().items() if table.autoincrement_column is not None
    )

"""One PostgreSQL database that the tests of a run use in turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from bench.postgres import PostgresServer


@dataclass(slots=True)
class SharedDatabase:
    """One database that tests use in turn: emptying it takes a tenth of making another."""

    server: PostgresServer
    template: str
    connection: psycopg.Connection
    revision: object
    number: int = 0

    @classmethod
    @contextmanager
    def open(cls, server: PostgresServer, template: str) -> Iterator[SharedDatabase]:
        """The database, made at the first use."""
        with server.connect() as connection, server.connect(template) as pattern:
            revision = pattern.execute(_REVISION).fetchall()
            pattern.close()
            shared = cls(server, template, connection, revision)
            yield shared
            shared.connection.close()

    def emptied(self) -> str:
        """URL of the database without rows; nobody else is connected to it any more."""
        if not self.number or not self._empty():
            self.number += 1
            self.server.execute(f"CREATE DATABASE {self._name} TEMPLATE {self.template}")
            self.connection.close()
            self.connection = self.server.connect(self._name)
        return self.server.url(self._name)

    @property
    def _name(self) -> str:
        return f"shared{self.number}"

    def _empty(self) -> bool:
        """Take all rows out; False when a test left other tables behind."""
        self.connection.execute(_ALONE)
        try:
            if self.connection.execute(_REVISION).fetchall() != self.revision:
                return False
        except psycopg.errors.UndefinedTable:
            return False
        self.connection.execute(_EMPTY)
        return True


_REVISION = "SELECT version_num FROM alembic_version"
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public';
END $$
"""

"""Accounts at a PostgreSQL of the run, each with the role of one process."""

from __future__ import annotations

from bench.postgres import PostgresServer
from storage.roles import apply_grants, role_of


async def urls_of(url: str, server: PostgresServer, *processes: str) -> dict[str, str]:
    """URLs at which processes sign in as themselves; roles and their rights are made.

    Args:
        url: of the database, for its owner.
        server: where it lies.
        processes: public, staff, console or janitor.
    """
    await apply_grants(url)
    urls = {}
    for process in processes:
        name = f"test_{process}"
        make = f"CREATE ROLE {name} LOGIN IN ROLE {role_of(process)}"
        server.execute(f"DO $$ BEGIN {make}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        urls[process] = url.replace("//postgres@", f"//{name}@")
    return urls

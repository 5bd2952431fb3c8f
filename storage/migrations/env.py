"""How Alembic runs the migrations: on the connection that storage.migrating hands over."""

from __future__ import annotations

from alembic import context

from storage import desk_tables, line_tables, staff_tables  # noqa: F401 - they add their tables to Record
from storage.tables import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

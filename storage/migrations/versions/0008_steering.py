"""How the line is steered, and signs of life of its processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTS = ("messages", "refused", "reports", "echoes", "challenged", "proved", "turned_away")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("flood", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_line"),
    )
    op.create_table(
        "line_notices",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("language", name="pk_line_notices"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulses",
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("flooded", sa.Boolean(), nullable=False),
        sa.Column("degraded", sa.Integer(), nullable=False),
        sa.Column("workers_lost", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_pulses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "traffic",
        sa.Column("at", UtcDateTime(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("at", name="pk_traffic"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("traffic", "pulses", "line_notices", "line"):
        op.drop_table(name)

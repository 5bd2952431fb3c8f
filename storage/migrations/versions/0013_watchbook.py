"""Urgent tips that nobody claims, and alarms that last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "escalations",
        sa.Column("tip", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_escalations_tip"),
        sa.PrimaryKeyConstraint("tip", name="pk_escalations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alarms",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_alarms"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("alarms")
    op.drop_table("escalations")

"""Acts that wait for a tap in the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "pending_acts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_pending_acts_account"),
        sa.PrimaryKeyConstraint("id", name="pk_pending_acts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pending_acts_account", "pending_acts", ["account"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("pending_acts")

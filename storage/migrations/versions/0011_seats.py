"""Chats of the staff bot, tied to accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "seats",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_seats_account"),
        sa.PrimaryKeyConstraint("account", name="pk_seats"),
        sa.UniqueConstraint("chat", name="uq_seats_chat"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seat_codes",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_seat_codes_account"),
        sa.PrimaryKeyConstraint("account", name="pk_seat_codes"),
        sa.UniqueConstraint("code_hash", name="uq_seat_codes_code_hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_alerts_account"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alerts_account", "alerts", ["account"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("alerts")
    op.drop_table("seat_codes")
    op.drop_table("seats")

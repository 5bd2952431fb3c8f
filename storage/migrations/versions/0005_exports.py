"""Requests to let tips leave, and the tips that each names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "exports",
        _text("id"),
        _text("desk"),
        _text("asked_by"),
        _moment("asked"),
        _text("format"),
        _text("purpose"),
        _text("recipient"),
        sa.Column("tips", sa.Integer(), nullable=False),
        _text("state"),
        _moment("until"),
        _text("decided_by"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_exports_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exports_asked", "exports", ["asked"])
    op.create_table(
        "export_tips",
        _text("export"),
        _text("tip"),
        sa.ForeignKeyConstraint(["export"], ["exports.id"], name="fk_export_tips_export"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_export_tips_tip"),
        sa.PrimaryKeyConstraint("export", "tip", name="pk_export_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_export_tips_tip", "export_tips", ["tip"])


def downgrade() -> None:
    """Drop them; what waits has to be asked for anew."""
    op.drop_table("export_tips")
    op.drop_table("exports")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)

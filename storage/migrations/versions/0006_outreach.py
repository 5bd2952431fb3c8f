"""Partners, referrals, and operations with their tips and results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_partners()
    _make_referrals()
    _make_operations()


def downgrade() -> None:
    """Drop them, and the keys of what was referred."""
    op.execute("DELETE FROM tip_keys WHERE id IN (SELECT id FROM referrals)")
    for name in ("operation_results", "operation_tips", "operations", "referrals", "partners"):
        op.drop_table(name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def _make_partners() -> None:
    op.create_table(
        "partners",
        _text("id"),
        _text("desk"),
        _text("name"),
        _text("kind"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partners"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_partners_desk"),
        sa.UniqueConstraint("desk", "name", name="uq_partners_desk_name"),
        sqlite_with_rowid=False,
    )


def _make_referrals() -> None:
    op.create_table(
        "referrals",
        _text("id"),
        _text("tip"),
        _text("partner"),
        _text("state"),
        _day("sent"),
        _day("changed"),
        _text("sent_by"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referrals"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_referrals_tip"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_referrals_partner"),
        sqlite_with_rowid=False,
    )
    for column in ("tip", "partner", "sent"):
        op.create_index(f"ix_referrals_{column}", "referrals", [column])


def _make_operations() -> None:
    op.create_table(
        "operations",
        _text("id"),
        _text("desk"),
        _text("name"),
        _text("areas"),
        _day("starts"),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_operations"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_operations_desk"),
        sa.UniqueConstraint("desk", "name", name="uq_operations_desk_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "operation_tips",
        _text("operation"),
        _text("tip"),
        _day("attached"),
        sa.PrimaryKeyConstraint("operation", "tip", name="pk_operation_tips"),
        sa.ForeignKeyConstraint(
            ["operation"], ["operations.id"], name="fk_operation_tips_operation"
        ),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_operation_tips_tip"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_operation_tips_tip", "operation_tips", ["tip"])
    op.create_table(
        "operation_results",
        _text("id"),
        _text("operation"),
        _text("kind"),
        sa.Column("count", sa.Integer(), nullable=False),
        _day("day"),
        sa.PrimaryKeyConstraint("id", name="pk_operation_results"),
        sa.ForeignKeyConstraint(
            ["operation"], ["operations.id"], name="fk_operation_results_operation"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_operation_results_operation", "operation_results", ["operation"])

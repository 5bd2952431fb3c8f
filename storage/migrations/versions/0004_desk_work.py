"""Grades, notes and traces of tips, and the audit by subject."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the desk's work."""
    _make_grades()
    _make_notes()
    _make_traces()
    op.create_index("ix_audit_subject", "audit", ["subject", "number"])


def downgrade() -> None:
    """Drop them, and the keys of what lay in them."""
    op.drop_index("ix_audit_subject", "audit")
    for name in ("grades", "notes"):
        op.execute(f"DELETE FROM tip_keys WHERE id IN (SELECT id FROM {name})")  # noqa: S608
    for name in ("traces", "notes", "grades"):
        op.drop_table(name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _make_grades() -> None:
    op.create_table(
        "grades",
        _text("tip"),
        _text("id"),
        _text("graded_by"),
        sa.Column("graded", sa.Date(), nullable=False),
        _bytes("body"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_grades_tip"),
        sa.PrimaryKeyConstraint("tip", name="pk_grades"),
        sqlite_with_rowid=False,
    )


def _make_notes() -> None:
    op.create_table(
        "notes",
        _text("id"),
        _text("tip"),
        sa.Column("number", sa.Integer(), nullable=False),
        _bytes("body"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_notes_tip"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint("tip", "number", name="uq_notes_tip_number"),
        sqlite_with_rowid=False,
    )


def _make_traces() -> None:
    op.create_table(
        "traces",
        _bytes("mark"),
        _text("tip"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_traces_tip"),
        sa.PrimaryKeyConstraint("mark", "tip", name="pk_traces"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_traces_tip", "traces", ["tip"])

"""Indexes of areas and drugs that answer the other filters too."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PLACE = ["status", "priority", "arrived", "id"]


def upgrade() -> None:
    """Let each carry what filters look at."""
    _drop()
    op.create_index("ix_tips_area", "tips", ["desk", "area", *_PLACE, "drug_group", "safeguarding"])
    op.create_index("ix_tips_drug", "tips", ["desk", "drug_group", *_PLACE, "area", "safeguarding"])


def downgrade() -> None:
    """Go back to those that carry the order alone."""
    _drop()
    op.create_index("ix_tips_area", "tips", ["desk", "area", *_PLACE])
    op.create_index("ix_tips_drug", "tips", ["desk", "drug_group", *_PLACE])


def _drop() -> None:
    for name in ("ix_tips_drug", "ix_tips_area"):
        op.drop_index(name, "tips")

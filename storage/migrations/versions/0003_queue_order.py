"""Indexes for a queue that stays fast with a million tips."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PLACE = ["status", "priority", "arrived", "id"]


def upgrade() -> None:
    """Order the queue within each status, for each area and each drug."""
    op.drop_index("ix_tips_queue", "tips")
    op.create_index(
        "ix_tips_queue", "tips", ["desk", *_PLACE, "area", "drug_group", "safeguarding"]
    )
    op.create_index("ix_tips_area", "tips", ["desk", "area", *_PLACE])
    op.create_index("ix_tips_drug", "tips", ["desk", "drug_group", *_PLACE])


def downgrade() -> None:
    """Go back to one order for all."""
    for name in ("ix_tips_drug", "ix_tips_area", "ix_tips_queue"):
        op.drop_index(name, "tips")
    op.create_index("ix_tips_queue", "tips", ["priority", "arrived", "id"])

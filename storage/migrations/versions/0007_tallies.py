"""Counts of tips by day and month, area and drug, filled from the tips that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DAYS = {
    "sqlite": {"day": "date(arrived)", "month": "date(arrived, 'start of month')"},
    "postgresql": {
        "day": "CAST(arrived AT TIME ZONE 'UTC' AS date)",
        "month": "CAST(date_trunc('month', arrived AT TIME ZONE 'UTC') AS date)",
    },
}


def upgrade() -> None:
    """Make the table and count."""
    op.create_table(
        "tallies",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("desk", "span")),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("area", "drug_group")),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "span", "day", "area", "drug_group", name="pk_tallies"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_tallies_desk"),
        sqlite_with_rowid=False,
    )
    for span, day in _DAYS[op.get_bind().dialect.name].items():
        op.execute(
            "INSERT INTO tallies (desk, span, day, area, drug_group, count) "  # noqa: S608
            f"SELECT desk, '{span}', {day}, area, drug_group, count(*) FROM tips "
            "WHERE status NOT IN ('junk', 'duplicate') "
            f"GROUP BY desk, {day}, area, drug_group"
        )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("tallies")

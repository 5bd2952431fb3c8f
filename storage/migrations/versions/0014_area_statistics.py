"""What PostgreSQL has to know of areas in small letters to choose well.

The queue asks for areas that begin alike as `lower(area) LIKE 'ss5%'`. Nothing was known of that
expression, so that one tip in two hundred was taken to fit, and up to some 100,000 tips all of a
status were read and sorted where walking its index to the fiftieth that fits is enough. SQLite
chooses without numbers.
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NAME = "st_tips_area_lower"


def upgrade() -> None:
    """Have the next ANALYZE, which autovacuum runs by itself, count areas in small letters."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE STATISTICS {_NAME} ON lower(area) FROM tips")


def downgrade() -> None:
    """Know nothing of them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP STATISTICS {_NAME}")

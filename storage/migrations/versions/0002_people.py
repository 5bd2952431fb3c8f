"""Roles of accounts, invitations, one-time codes and security keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every account a lead: until now each could let others read."""
    with op.batch_alter_table("accounts", table_kwargs={"sqlite_with_rowid": False}) as accounts:
        accounts.add_column(sa.Column("role", sa.Text(), nullable=False, server_default="lead"))
        accounts.alter_column("desk_sealed", existing_type=sa.LargeBinary(), nullable=True)
    with op.batch_alter_table("accounts", table_kwargs={"sqlite_with_rowid": False}) as accounts:
        accounts.alter_column("role", existing_type=sa.Text(), server_default=None)
    _make_authenticators()
    _make_passkeys()
    _make_invitations()


def downgrade() -> None:
    """Go back to accounts that all read; those that do not read have no place there."""
    for name in ("invitations", "passkeys", "authenticators"):
        op.drop_table(name)
    op.execute("DELETE FROM accounts WHERE desk_sealed IS NULL")
    with op.batch_alter_table("accounts", table_kwargs={"sqlite_with_rowid": False}) as accounts:
        accounts.drop_column("role")
        accounts.alter_column("desk_sealed", existing_type=sa.LargeBinary(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _make_authenticators() -> None:
    op.create_table(
        "authenticators",
        _text("account"),
        _bytes("sealed"),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_authenticators_account"),
        sa.PrimaryKeyConstraint("account", name="pk_authenticators"),
        sqlite_with_rowid=False,
    )


def _make_passkeys() -> None:
    op.create_table(
        "passkeys",
        _bytes("id"),
        _text("account"),
        _bytes("sealed"),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("added", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_passkeys_account"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_passkeys_account", "passkeys", ["account"])


def _make_invitations() -> None:
    op.create_table(
        "invitations",
        _text("name"),
        _text("desk"),
        _text("role"),
        _bytes("code_hash"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_invitations_desk"),
        sa.PrimaryKeyConstraint("name", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        sqlite_with_rowid=False,
    )

"""The tables of the first version."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_desks()
    _make_accounts()
    _make_tips()
    _make_tip_keys()
    _make_additions()
    _make_mailboxes()
    _make_answers()
    _make_outbox_and_news()
    _make_audit()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for name in (
        "audit_head",
        "audit",
        "news",
        "outbox",
        "answers",
        "mailboxes",
        "additions",
        "tip_keys",
        "tips",
        "accounts",
        "desks",
    ):
        op.drop_table(name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _rank(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _make_desks() -> None:
    op.create_table(
        "desks",
        _text("id"),
        _bytes("public_key"),
        _bytes("recovery_public"),
        _bytes("recovery_sealed"),
        _flag("is_practice"),
        _day("founded"),
        sa.PrimaryKeyConstraint("id", name="pk_desks"),
        sqlite_with_rowid=False,
    )


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        _text("name"),
        _text("desk"),
        _bytes("public_key"),
        _bytes("salt"),
        _number("passes"),
        _number("memory_kib"),
        _bytes("wrapped"),
        _bytes("desk_sealed"),
        _day("added"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_accounts_desk"),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
        sqlite_with_rowid=False,
    )


def _make_tips() -> None:
    op.create_table(
        "tips",
        _text("id"),
        _text("desk"),
        _moment("arrived"),
        _rank("priority"),
        _rank("machine_priority"),
        _flag("safeguarding"),
        _text("drug_group"),
        _text("area"),
        _text("status"),
        _text("claimed_by"),
        _moment("claim_until", nullable=True),
        _number("version"),
        _day("review_on"),
        _bytes("dedupe"),
        _bytes("body"),
        sa.ForeignKeyConstraint(["desk"], ["desks.id"], name="fk_tips_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sa.UniqueConstraint("dedupe", name="uq_tips_dedupe"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tips_queue", "tips", ["priority", "arrived", "id"])
    op.create_index("ix_tips_review", "tips", ["review_on", "id"])


def _make_tip_keys() -> None:
    op.create_table(
        "tip_keys",
        _text("id"),
        _text("tip"),
        _bytes("sealed"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_tip_keys_tip"),
        sa.PrimaryKeyConstraint("id", name="pk_tip_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_keys_tip", "tip_keys", ["tip"])


def _make_additions() -> None:
    op.create_table(
        "additions",
        _text("id"),
        _text("tip"),
        _number("number"),
        _day("arrived"),
        _bytes("dedupe"),
        _bytes("body"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_additions_tip"),
        sa.PrimaryKeyConstraint("id", name="pk_additions"),
        sa.UniqueConstraint("dedupe", name="uq_additions_dedupe"),
        sa.UniqueConstraint("tip", "number", name="uq_additions_tip_number"),
        sqlite_with_rowid=False,
    )


def _make_mailboxes() -> None:
    op.create_table(
        "mailboxes",
        _bytes("lookup"),
        _text("tip"),
        _bytes("reply_public"),
        sa.ForeignKeyConstraint(["tip"], ["tips.id"], name="fk_mailboxes_tip"),
        sa.PrimaryKeyConstraint("lookup", name="pk_mailboxes"),
        sa.UniqueConstraint("tip", name="uq_mailboxes_tip"),
        sqlite_with_rowid=False,
    )


def _make_answers() -> None:
    op.create_table(
        "answers",
        _text("id"),
        _bytes("mailbox"),
        _number("number"),
        _day("written"),
        _bytes("key_sealed"),
        _bytes("body"),
        sa.ForeignKeyConstraint(["mailbox"], ["mailboxes.lookup"], name="fk_answers_mailbox"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("mailbox", "number", name="uq_answers_mailbox_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_written", "answers", ["written"])


def _make_outbox_and_news() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), nullable=False),
        _rank("priority"),
        _text("area"),
        _flag("safeguarding"),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "news",
        sa.Column("number", sa.Integer(), nullable=False),
        _day("published"),
        _text("text"),
        sa.PrimaryKeyConstraint("number", name="pk_news"),
        sqlite_autoincrement=True,
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        _number("number"),
        _moment("at"),
        _text("by"),
        _text("action"),
        _text("subject"),
        _text("note"),
        _bytes("digest"),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_table(
        "audit_head",
        _number("id"),
        _number("number"),
        _bytes("seal"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )

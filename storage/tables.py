"""Which tables there are. The classes never leave ``storage``; docs/privacy.md lists the columns.

Ids are random, arrivals are hours, and no table with words in it has a counter: the order in
which rows were written is not kept where it could be laid beside the traffic of a chat.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, LargeBinary, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.tip import Priority
from storage.columns import PriorityRank, UtcDateTime

NO_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}
"""In SQLite rows lie in the order of their key: no number tells which came first."""
_COUNTS_UP: dict[str, Any] = {"sqlite_autoincrement": True}


class Record(SQLModel):
    """Base of all tables: constraint names that migrations can rely on."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class DeskRecord(Record, table=True):
    """A desk: its public key, and its secret sealed to the recovery key."""

    __tablename__ = "desks"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    public_key: bytes = Field(sa_type=LargeBinary)
    recovery_public: bytes = Field(sa_type=LargeBinary)
    recovery_sealed: bytes = Field(sa_type=LargeBinary)
    is_practice: bool
    founded: date


class AccountRecord(Record, table=True):
    """An account: a pair whose secret is wrapped under a passphrase, and what it opens.

    ``desk_sealed`` is None where the role does not read, or nobody has admitted the account yet.
    """

    __tablename__ = "accounts"
    __table_args__ = (NO_ROWID,)

    name: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    public_key: bytes = Field(sa_type=LargeBinary)
    salt: bytes = Field(sa_type=LargeBinary)
    passes: int = Field(sa_type=Integer)
    memory_kib: int = Field(sa_type=Integer)
    wrapped: bytes = Field(sa_type=LargeBinary)
    desk_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    added: date
    role: str = Field(sa_type=Text)


class AuthenticatorRecord(Record, table=True):
    """The secret of an account's one-time codes, and the time step of the last one taken."""

    __tablename__ = "authenticators"
    __table_args__ = (NO_ROWID,)

    account: str = Field(primary_key=True, foreign_key="accounts.name", sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)
    last_step: int = Field(sa_type=Integer)


class PasskeyRecord(Record, table=True):
    """A security key of an account, found by the id that the key gave itself."""

    __tablename__ = "passkeys"
    __table_args__ = (NO_ROWID,)

    id: bytes = Field(primary_key=True, sa_type=LargeBinary)
    account: str = Field(foreign_key="accounts.name", index=True, sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)
    sign_count: int = Field(sa_type=Integer)
    added: date


class InvitationRecord(Record, table=True):
    """Somebody who may make an account with a code; the code itself is not kept."""

    __tablename__ = "invitations"
    __table_args__ = (NO_ROWID,)

    name: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    role: str = Field(sa_type=Text)
    code_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    until: datetime = Field(sa_type=UtcDateTime)


class TipRecord(Record, table=True):
    """A tip: plain columns of the queue, and its sealed details."""

    __tablename__ = "tips"
    __table_args__ = (
        Index("ix_tips_review", "review_on", "id"),
        NO_ROWID,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = Field(foreign_key="desks.id", sa_type=Text)
    arrived: datetime = Field(sa_type=UtcDateTime)
    priority: Priority = Field(sa_type=PriorityRank)
    machine_priority: Priority = Field(sa_type=PriorityRank)
    safeguarding: bool
    drug_group: str = Field(sa_type=Text)
    area: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    claimed_by: str = Field(sa_type=Text)
    claim_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = Field(sa_type=Integer)
    review_on: date
    dedupe: bytes = Field(sa_type=LargeBinary, unique=True)
    body: bytes = Field(sa_type=LargeBinary)


class TipKeyRecord(Record, table=True):
    """The key of one sealed body, sealed to the desk. Deleting it shreds the body for good."""

    __tablename__ = "tip_keys"
    __table_args__ = (NO_ROWID,)

    id: str = Field(primary_key=True, sa_type=Text)
    tip: str = Field(foreign_key="tips.id", index=True, sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)


class AdditionRecord(Record, table=True):
    """What the holder of a receipt added to a tip."""

    __tablename__ = "additions"
    __table_args__ = (UniqueConstraint("tip", "number"), NO_ROWID)

    id: str = Field(primary_key=True, sa_type=Text)
    tip: str = Field(foreign_key="tips.id", sa_type=Text)
    number: int = Field(sa_type=Integer)
    arrived: date
    dedupe: bytes = Field(sa_type=LargeBinary, unique=True)
    body: bytes = Field(sa_type=LargeBinary)


class MailboxRecord(Record, table=True):
    """Where a receipt leads: found by its lookup id, written to with its public key."""

    __tablename__ = "mailboxes"
    __table_args__ = (NO_ROWID,)

    lookup: bytes = Field(primary_key=True, sa_type=LargeBinary)
    tip: str = Field(foreign_key="tips.id", unique=True, sa_type=Text)
    reply_public: bytes = Field(sa_type=LargeBinary)


class AnswerRecord(Record, table=True):
    """An answer of the desk, sealed to a mailbox."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("mailbox", "number"), NO_ROWID)

    id: str = Field(primary_key=True, sa_type=Text)
    mailbox: bytes = Field(foreign_key="mailboxes.lookup", sa_type=LargeBinary)
    number: int = Field(sa_type=Integer)
    written: date = Field(index=True)
    key_sealed: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)


class NoticeRecord(Record, table=True):
    """A new tip that staff have not been told of. It does not say which tip."""

    __tablename__ = "outbox"
    __table_args__ = (_COUNTS_UP,)

    number: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    priority: Priority = Field(sa_type=PriorityRank)
    area: str = Field(sa_type=Text)
    safeguarding: bool


class NewsRecord(Record, table=True):
    """What staff have told the public."""

    __tablename__ = "news"
    __table_args__ = (_COUNTS_UP,)

    number: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    published: date
    text: str = Field(sa_type=Text)


class AuditRecord(Record, table=True):
    """One act of staff; rows are only ever added."""

    __tablename__ = "audit"

    number: int = Field(
        primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False}
    )
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    digest: bytes = Field(sa_type=LargeBinary)


class AuditHeadRecord(Record, table=True):
    """Where the audit ends, under a key that is not in the database: a cut tail shows."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    number: int = Field(sa_type=Integer)
    seal: bytes = Field(sa_type=LargeBinary)

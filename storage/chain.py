"""How entries of the audit hang together, and where the chain breaks.

Each digest is SHA-256 over the digest before it and the entry's fields as canonical JSON. The
last number and digest are sealed with a key that does not lie in the database, so that entries
cannot be cut from the end, or all of them be written anew, by whoever only has the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from core.desk_ports import Entry
from core.partners import ReferralState
from core.tip import Priority, Status

START = bytes(32)
"""What the first entry hangs on."""


class Action(StrEnum):
    """What staff do, besides moving a tip (`moved_STATUS`) and its priority (`priority_X`)."""

    FOUNDED = "founded"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_REMOVED = "account_removed"
    INVITED = "invited"
    """The note is the role."""

    JOINED = "joined"
    """An invited person made their account."""

    ADMITTED = "admitted"
    """An account may read from now on."""

    ROLE_SET = "role_set"
    """The note is the new role."""

    CODES_SET = "codes_set"
    """An account has a new authenticator of one-time codes."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    SIGNED_IN = "signed_in"
    REWRAPPED = "rewrapped"
    """A passphrase was changed."""

    RECOVERED = "recovered"
    UNLOCKED = "unlocked"
    OPENED = "opened"
    UNREADABLE = "unreadable"
    ANSWERED = "answered"
    NOTED = "noted"
    LABELLED = "labelled"
    UNLABELLED = "unlabelled"
    CUT = "cut"
    """More words of a tip were taken out for good."""

    COMPARED = "compared"
    """A tip was opened by the program to compare it with another that somebody has open."""

    REPORTED = "reported"
    """A tip was opened and a report made of it; the note says for whom."""

    EXPORT_ASKED = "export_asked"
    """Somebody asked to let tips leave; the note says how many, what for and for whom."""

    EXPORT_APPROVED = "export_approved"
    EXPORT_REFUSED = "export_refused"
    EXPORT_TAKEN = "export_taken"
    EXPORTED = "exported"
    """A tip was opened and left with an export; the note is the export's id."""
    SURVEYED = "surveyed"
    """Many tips were opened for their places and hours; the note says how many, of which days."""

    SEARCHED = "searched"
    """Somebody searched the words of tips; the note says how many, and never for what."""

    FOUND = "found"
    """A search showed words of the tip to somebody."""

    KEPT_LONGER = "kept_longer"
    SHREDDED = "shredded"
    SEAT_OFFERED = "seat_offered"
    """A code was made that ties a chat of the staff bot to an account."""

    SEAT_TAKEN = "seat_taken"
    SEAT_LEFT = "seat_left"
    ROTA_SET = "rota_set"
    """The note is who is told first, and who next."""

    ASKED_FOR = "asked_for"
    """Somebody asked in the staff bot for an act (the note) that waits for a tap in the console."""

    DECLINED = "declined"
    """They said no to it; where they say yes, the act itself stands here."""

    PAUSED = "paused"
    """The line takes no new reports; the note is why."""

    RESUMED = "resumed"
    NOTICE_SET = "notice_set"
    """The note is what the first screen says from then on, or ""; the subject its language."""

    FLOOD_SET = "flood_set"
    """The note is when newcomers are asked for a tap."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    PARTNER_ADDED = "partner_added"
    PARTNER_PAUSED = "partner_paused"
    PARTNER_RESUMED = "partner_resumed"
    REFERRED = "referred"
    """The note is the partner's name, here and where a referral is answered."""

    OPERATION_BEGUN = "operation_begun"
    OPERATION_ENDED = "operation_ended"
    """The note is the last day."""

    ATTACHED = "attached"
    """The note is the name of the operation."""

    DETACHED = "detached"
    RESULT_NOTED = "result_noted"


def moved(to: Status) -> str:
    """The action of a move."""
    return f"moved_{to.value}"


def prioritised(to: Priority) -> str:
    """The action of overruling a priority."""
    return f"priority_{to.value}"


def answered(to: ReferralState) -> str:
    """The action of noting what a partner answered."""
    return f"referral_{to.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did to something, before it has a place in the chain."""

    by: str
    action: str
    subject: str = ""
    note: str = field(default="", repr=False)


def link(act: Act, *, number: int, at: datetime, before: bytes) -> Entry:
    """The entry of an act behind the entry whose digest is ``before``; ``at`` cut to seconds."""
    entry = Entry(
        number=number,
        at=at.astimezone(UTC).replace(microsecond=0),
        by=act.by,
        action=str(act.action),
        subject=act.subject,
        note=act.note,
        digest=b"",
    )
    return replace(entry, digest=digest_of(entry, before))


def digest_of(entry: Entry, before: bytes) -> bytes:
    """The digest that an entry must have behind ``before``."""
    fields = (entry.number, entry.at.isoformat(), entry.by, entry.action, entry.subject, entry.note)
    return hashlib.sha256(before + json.dumps(fields).encode("ascii")).digest()


def head_seal(key: bytes, number: int, digest: bytes) -> bytes:
    """What proves that the chain ends here."""
    return hmac.digest(key, number.to_bytes(8, "big") + digest, hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain is said to end."""

    number: int
    seal: bytes


@dataclass(slots=True)
class Walk:
    """A walk along the chain, entry by entry; ``last`` is the last one that held.

    Attributes:
        noted: numbers and digests of entries, as somebody noted them elsewhere.
    """

    noted: Collection[tuple[int, bytes]] = ()
    last: int = 0
    digest: bytes = START

    def goes_on(self, entry: Entry) -> bool:
        """Whether an entry hangs on those before it; if so it is the last one now."""
        if entry.number != self.last + 1 or digest_of(entry, self.digest) != entry.digest:
            return False
        if any(entry.number == number and entry.digest != was for number, was in self.noted):
            return False
        self.last, self.digest = entry.number, entry.digest
        return True

    def end(self, head: Head | None, key: bytes) -> int | None:
        """Number of the entry that is missing or was not there, or None when the chain ends here.

        Args:
            head: where the chain is said to end; None is a break, a desk begins with an entry.
            key: of the head's seal.
        """
        if head is None or max((head.number, *(number for number, _ in self.noted))) > self.last:
            return self.last + 1
        is_sealed = hmac.compare_digest(head.seal, head_seal(key, self.last, self.digest))
        return None if head.number == self.last and is_sealed else self.last


def first_break(entries: Iterable[Entry], head: Head | None, key: bytes) -> int | None:
    """Number of the first entry that the chain does not hold, or None when all do.

    Args:
        entries: all of them, in order of number.
        head: where the chain is said to end.
        key: of the head's seal.
    """
    walk = Walk()
    for entry in entries:
        if not walk.goes_on(entry):
            return walk.last + 1
    return walk.end(head, key)

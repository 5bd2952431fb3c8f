"""What is remembered of one conversation, in memory and sealed, for half an hour at most."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.draft import Draft

SESSION_LIFE = timedelta(minutes=30)
RECEIPT_LIFE = timedelta(minutes=15)
"""How long a receipt is shown before the bot erases the conversation by itself."""

SECRET_BYTES = 16
"""Of a draft's own secret."""

THINGS = ("tap_fish", "tap_key", "tap_tree", "tap_bread", "tap_clock", "tap_boat")
"""Options of the challenge: pictures that look alike on every phone and have short names."""

MAX_TRAIL = 400
"""Messages remembered for erasing; older ones are forgotten first."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a conversation stands in a chat, so that it can be erased.

    ``chat`` and ``messages`` mean something to the bot that made them and to nobody else.
    """

    chat: str = field(default="", repr=False)
    messages: tuple[int, ...] = field(default=(), repr=False)

    def with_messages(self, chat: str, messages: tuple[int, ...]) -> Trail:
        """The trail with more messages, each once."""
        together = tuple(dict.fromkeys((*self.messages, *messages)))
        return Trail(chat, together[-MAX_TRAIL:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One conversation.

    Attributes:
        secret: the draft's own random secret, 16 bytes: gives the receipt.
        step: key of the step whose answer is awaited.
        serial: grows with every question, so that a button of an older one is known.
        draft: the report being written.
        receipt: digits of the receipt that was looked up; what is written then is added to it.
        pin: a pin that the sender has not yet said to be the place of the dealing.
        held: words that wait until the sender has tapped what a person sees.
        is_person: whether the sender has.
    """

    secret: bytes = field(repr=False)
    step: str = "idle"
    serial: int = 0
    draft: Draft = field(default=Draft(), repr=False)
    receipt: str = field(default="", repr=False)
    pin: tuple[float, float] | None = field(default=None, repr=False)
    held: str = field(default="", repr=False)
    is_person: bool = False
    trail: Trail = field(default=Trail(), repr=False)

    @property
    def ticket(self) -> str:
        """What a button of the present question carries: unknown to whoever was not shown it."""
        raw = self.secret + self.serial.to_bytes(4, "big")
        return base64.urlsafe_b64encode(hashlib.blake2b(raw, digest_size=9).digest()).decode()

    @property
    def send_ticket(self) -> str:
        """What the Send button of the present preview carries.

        The secret, so that a tap after a crash finds its tip, and the serial, so that only the
        preview shown last can be approved.
        """
        raw = self.secret + self.serial.to_bytes(4, "big")
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @property
    def is_writing(self) -> bool:
        """Whether words of a report are here that looking elsewhere would lose."""
        return bool(self.held) or not self.draft.is_empty

    @property
    def thing(self) -> str:
        """The option of the challenge that the sender is asked to tap: known to the line only."""
        raw = self.secret + self.serial.to_bytes(4, "big")
        drawn = hashlib.blake2b(raw, digest_size=8, person=b"challenge").digest()
        return THINGS[int.from_bytes(drawn, "big") % len(THINGS)]

    @property
    def life(self) -> timedelta:
        """How long it is kept from its last change."""
        return RECEIPT_LIFE if self.step == "receipt" else SESSION_LIFE

    def at(self, step: str) -> Session:
        """The session waiting at a step; buttons shown before no longer count."""
        return replace(self, step=step, serial=self.serial + 1)


def secret_of(send_ticket: str) -> bytes | None:
    """The draft secret in a Send button's ticket, or None when it cannot be one."""
    try:
        raw = base64.b64decode(send_ticket + "=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    return raw[:SECRET_BYTES] if len(raw) == SECRET_BYTES + 4 else None

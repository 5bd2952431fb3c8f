"""What pages and commands about accounts need from the outside, as small protocols.

Every change is written to the audit in the same transaction, in which the right of whoever acts
is looked up; `by` is the name of their account. Faults of what was typed are `TiplineError`s with
a sentence of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from core.desk_ports import Unlocked
from core.gate import Challenge, Confirmed
from core.people import Member, Role


@dataclass(frozen=True, slots=True)
class Person:
    """An account and whether it has a second factor."""

    member: Member
    has_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A new account, and the fingerprint of its key, which its owner reads to a lead."""

    member: Member
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """A secret for an authenticator of six-digit codes.

    Attributes:
        secret: base 32, to be typed.
        uri: the same as an authenticator reads it from a picture: `otpauth://totp/...`.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That an authenticator was set up: its secret, and a code that it shows now."""

    secret: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A security key of an account, by what it calls itself."""

    id: bytes
    added: date


class People(Protocol):
    """The accounts of the desk."""

    async def member(self, name: str) -> Member | None:
        """An account as it stands now, or None when there is none."""

    async def everybody(self) -> tuple[Person, ...]:
        """All accounts, by name."""

    async def admit(self, name: str, typed: str, *, key: Unlocked) -> None:
        """Let an account read.

        Args:
            name: of the account.
            typed: fingerprint of its key, as its owner read it to the lead.
            key: the desk's key, open for a lead.

        Raises:
            NotAllowed: the key is not a lead's.
        """

    async def set_role(self, name: str, role: Role, *, by: str) -> None:
        """Give an account another role; works at once.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
        """

    async def remove(self, name: str, *, by: str) -> None:
        """Destroy an account's keys and second factors; works at once.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
        """


class Invitations(Protocol):
    """How somebody new comes to an account."""

    async def invite(self, name: str, role: Role, *, by: str) -> str:
        """Invite somebody; the code, as it is told to them once.

        Raises:
            NotAllowed: ``by`` may not, or is gone.
        """

    async def look(self, code: str) -> Member:
        """The account that a code would make."""

    async def redeem(self, code: str, passphrase: str, proof: Proof | None) -> Joined:
        """Make the account; the code is used up. A practice desk needs no proof."""

    async def expire(self) -> int:
        """Destroy invitations whose time is up; how many there were."""

    async def pending(self) -> tuple[Member, ...]:
        """Accounts that could still be made, by name; `Member.added` is when the code ends."""


class Codes(Protocol):
    """Authenticators of six-digit codes."""

    def draw(self, name: str) -> Authenticator:
        """A new one for an account; nothing is stored yet."""

    def shown(self, secret: str, name: str) -> Authenticator:
        """The one that `draw` made, from the secret that a page sends back."""

    async def set_up(self, confirmed: Confirmed, proof: Proof) -> None:
        """Put it in the place of the account's authenticator."""


class Passkeys(Protocol):
    """Security keys."""

    async def begin_adding(self, name: str) -> Challenge:
        """Ask a browser to make a key for an account."""

    async def finish_adding(self, confirmed: Confirmed, challenge: str, answer: str) -> Passkey:
        """Store the key that a browser made."""

    async def of(self, name: str) -> tuple[Passkey, ...]:
        """The keys of an account."""

    async def remove(self, name: str, made: bytes) -> bool:
        """Take a key out; whether the account had it."""

"""Signing in: who stands at the console's door, and what is given to whoever comes in.

Whatever is wrong, a name, a passphrase, a code, a key, or too many tries, the answer is the same
`WrongPassphrase`, so that the door tells nobody which accounts there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from core.desk_ports import Unlocked
from core.people import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who came in.

    Attributes:
        member: the account.
        key: the desk's key, open until it is closed; None when the account may not read (yet).
        device: what this browser may show next time (`Gate.sign_in`); it opens nothing.
    """

    member: Member
    key: Unlocked | None = field(repr=False)
    device: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a browser's security key is asked to sign: good once, for two minutes.

    Attributes:
        id: to be sent back with the answer.
        options: JSON for `navigator.credentials`, as `PublicKeyCredential.parse...FromJSON`
            takes it.
    """

    id: str
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the console is reached, as a browser tells it to a security key.

    Attributes:
        host: a domain name or `localhost`; security keys know no numeric addresses.
        origin: scheme, host and port: `https://desk.example`.
    """

    host: str = "localhost"
    origin: str = "http://localhost:8470"


class Confirmed(Protocol):
    """Somebody who typed their passphrase again just now, for something that needs it."""

    @property
    def member(self) -> Member:
        """The account."""


class Gate(Protocol):
    """The console's door."""

    async def sign_in(self, name: str, passphrase: str, code: str, *, device: str = "") -> SignedIn:
        """Let somebody in, with the six digits of their authenticator.

        Args:
            name: of the account.
            passphrase: as typed.
            code: as typed; good once. A practice desk does not look at it.
            device: what `SignedIn.device` was the last time in this browser, or "". Tries of a
                known browser are counted apart, so that nobody else's tries shut it out.

        Raises:
            WrongPassphrase: something is wrong, or there were too many tries; which is not said.
            NotSaved: the store could not be used in time.
        """

    async def member(self, name: str) -> Member | None:
        """The account as it stands now, or None when it was removed.

        Asked at every request, so that removal or a change of role works at once.

        Raises:
            NotSaved: the store could not be read in time.
        """

    async def begin_webauthn(self, name: str) -> Challenge:
        """Ask a security key to sign; the same for names that there are not."""

    async def finish_webauthn(
        self, name: str, passphrase: str, challenge: str, answer: str, *, device: str = ""
    ) -> SignedIn:
        """Let somebody in, with a security key in place of the digits.

        Args:
            name: of the account.
            passphrase: as typed.
            challenge: id of the challenge.
            answer: what the browser made of its options, as JSON (`credential.toJSON()`).
            device: as for `sign_in`.

        Raises:
            WrongPassphrase, NotSaved: as for `sign_in`.
        """

    async def confirm(self, name: str, passphrase: str, *, device: str = "") -> Confirmed:
        """Ask somebody who is in for the passphrase again, before a second factor is changed.

        Wrong tries are counted as for `sign_in`.

        Raises:
            WrongPassphrase, NotSaved: as for `sign_in`.
        """

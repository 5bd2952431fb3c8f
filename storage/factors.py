"""One-time codes (RFC 6238): six digits each half minute, and each of them good once.

The secret lies under a key that only the account's own secret key gives, bound to the account's
name: whoever can write to the database cannot put another authenticator in its place.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Tampered, WrongPassphrase
from core.gate import Confirmed
from core.people_ports import Authenticator, Proof
from storage.chain import Act, Action
from storage.faults import WrongCode
from storage.keyring import Entered, SqlKeyring, as_entered
from storage.sealing import KEY_BYTES, Kind, lock, unlock
from storage.stretching import hkdf
from storage.tables import AuthenticatorRecord

STEP = 30
"""Seconds that a code is shown."""

_WINDOW = (-1, 0, 1)
"""Steps around now whose codes are taken: clocks of phones are half a minute off."""

_ISSUER = "Tipline"

_SECRET = re.compile(r"[A-Z2-7]{32}")
"""160 bits in base 32: a page sends it back, and must not send a shorter one."""


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """A secret that an authenticator and the desk share; ``secret`` is base 32."""

    secret: str = field(repr=False)

    @classmethod
    def draw(cls) -> SharedSecret:
        """A random one, of 160 bits."""
        return cls(pyotp.random_base32())

    def uri(self, name: str) -> str:
        """What an authenticator reads, as a picture or typed: `otpauth://totp/...`."""
        return str(pyotp.TOTP(self.secret).provisioning_uri(name=name, issuer_name=_ISSUER))

    def step_of(self, code: str, now: datetime, *, after: int = -1) -> int | None:
        """The time step whose code was typed, or None when it is no code of these minutes.

        Args:
            code: as typed; spaces do not matter.
            now: aware.
            after: the last step that was taken; a code of it or of an earlier one is refused.
        """
        typed = "".join(code.split()).encode("utf-8", "replace")
        hotp = pyotp.HOTP(self.secret)
        current = int(now.timestamp()) // STEP
        found = None
        for step in (current + offset for offset in _WINDOW):  # to the end: equal time
            is_code = hmac.compare_digest(hotp.at(step).encode(), typed)
            if is_code and step > after:
                found = step
        return found

    def sealed(self, name: str, account_secret: bytes) -> bytes:
        """As it lies in the database."""
        key = hkdf(account_secret, b"authenticator", KEY_BYTES)
        return lock(self.secret.encode(), key, kind=Kind.AUTHENTICATOR, name=name.encode())

    @classmethod
    def opened(cls, sealed: bytes, name: str, account_secret: bytes) -> SharedSecret:
        """What `sealed` made.

        Raises:
            Tampered: it was changed, or is another account's.
        """
        key = hkdf(account_secret, b"authenticator", KEY_BYTES)
        plain = unlock(sealed, key, kind=Kind.AUTHENTICATOR, name=name.encode())
        return cls(plain.decode())


@dataclass(frozen=True, slots=True)
class SqlCodes:
    """The authenticators of a desk's accounts (core.people_ports.Codes)."""

    keyring: SqlKeyring

    async def stored(self, name: str) -> AuthenticatorRecord | None:
        """What lies in the database of an account's authenticator."""
        query = select(AuthenticatorRecord).where(col(AuthenticatorRecord.account) == name)
        return await self.keyring.database.read(lambda session: session.scalar(query))

    def step(self, entered: Entered, stored: AuthenticatorRecord | None, code: str) -> int:
        """The time step of a code that is right and not used yet.

        Raises:
            WrongPassphrase: it is not, or the account has no authenticator.
        """
        if stored is None:
            raise WrongPassphrase
        try:
            shared = SharedSecret.opened(stored.sealed, entered.member.name, entered.secret)
        except Tampered:
            raise WrongPassphrase from None
        now = self.keyring.recorder.clock.now()
        step = shared.step_of(code, now, after=stored.last_step)
        if step is None:
            raise WrongPassphrase
        return step

    def draw(self, name: str) -> Authenticator:
        """A new one for an account; nothing is stored yet."""
        made = SharedSecret.draw()
        return Authenticator(secret=made.secret, uri=made.uri(name))

    def shown(self, secret: str, name: str) -> Authenticator:
        """The one that `draw` made, from the secret that a page sends back.

        Raises:
            WrongCode: it is none of ours.
        """
        if not _SECRET.fullmatch(secret):
            raise WrongCode
        return Authenticator(secret=secret, uri=SharedSecret(secret).uri(name))

    async def set_up(self, confirmed: Confirmed, proof: Proof) -> None:
        """Give an account another authenticator; the one before counts no longer.

        Raises:
            WrongCode: the code is not what the new authenticator shows now.
            WrongPassphrase: the account was removed, or its keys changed, meanwhile.
        """
        entered = as_entered(confirmed)
        member, recorder = entered.member, self.keyring.recorder
        step = proven_step(proof, recorder.clock.now())
        sealed = SharedSecret(proof.secret).sealed(member.name, entered.secret)

        async def work(session: AsyncSession) -> None:
            await self.keyring.still_there(session, entered)
            await put_authenticator(session, member.name, sealed, step)
            act = Act(by=member.name, action=Action.CODES_SET, subject=member.name)
            await recorder.record(session, act)

        await self.keyring.database.write(work)
        await self.keyring.database.scrub()


def proven_step(proof: Proof, now: datetime) -> int:
    """The time step of the code that shows that an authenticator was set up.

    Raises:
        WrongCode: it does not show that, or the secret is none of ours.
    """
    if not _SECRET.fullmatch(proof.secret):
        raise WrongCode
    step = SharedSecret(proof.secret).step_of(proof.code, now)
    if step is None:
        raise WrongCode
    return step


async def put_authenticator(session: AsyncSession, name: str, sealed: bytes, step: int) -> None:
    """Store an account's authenticator in the place of the one before; ``step`` is used up."""
    await session.execute(
        delete(AuthenticatorRecord).where(col(AuthenticatorRecord.account) == name)
    )
    values = {"account": name, "sealed": sealed, "last_step": step}
    await session.execute(insert(AuthenticatorRecord).values(**values))


async def spend_step(session: AsyncSession, name: str, step: int) -> bool:
    """Use up a time step; False when it, or a later one, was used up meanwhile."""
    query = (
        update(AuthenticatorRecord)
        .where(col(AuthenticatorRecord.account) == name, col(AuthenticatorRecord.last_step) < step)
        .values(last_step=step)
        .returning(col(AuthenticatorRecord.account))
    )
    return await session.scalar(query) is not None

"""Security keys and passkeys (WebAuthn) of accounts: added with the passphrase, asked to sign.

The passphrase is always asked as well: it opens the desk's key, which no signature can. So a key
need not check its owner, and is asked for none by name: what is asked looks alike for every
account, known or not, and the browser shows which of its passkeys fit. What lies in the database
of a key is under a key that only the account's secret gives: another cannot be put in its place.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Tampered, WrongPassphrase
from core.gate import Challenge, Confirmed, Site
from core.people_ports import Passkey
from storage.chain import Act, Action
from storage.challenges import LIFE, Challenges, Purpose
from storage.faults import BadPasskey
from storage.keyring import Entered, SqlKeyring, as_entered
from storage.sealing import KEY_BYTES, Kind, lock, unlock
from storage.stretching import hkdf
from storage.tables import PasskeyRecord

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

_LONGEST = 20_000
"""Characters of an answer; those of real keys have some 2,000."""

_SERVICE = "Tipline"

_BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What an answer that is none makes the library, or JSON, raise."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was right: which key made it, and the counts before and after it."""

    id: bytes
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlPasskeys:
    """The security keys of a desk's accounts (core.people_ports.Passkeys)."""

    keyring: SqlKeyring
    challenges: Challenges
    site: Site

    async def begin_adding(self, name: str) -> Challenge:
        """Ask a browser to make a key for an account."""
        await _load()
        from webauthn import generate_registration_options, options_to_json
        from webauthn.helpers import structs

        made, content = self.challenges.draw(Purpose.ADD, name)
        options = generate_registration_options(
            rp_id=self.site.host,
            rp_name=_SERVICE,
            user_name=name,
            user_id=_handle(self.keyring.desk, name),
            challenge=content,
            timeout=LIFE * 1000,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.PREFERRED,
            ),
        )
        return Challenge(id=made, options=options_to_json(options))

    async def finish_adding(self, confirmed: Confirmed, challenge: str, answer: str) -> Passkey:
        """Store the key that a browser made.

        Args:
            confirmed: the account, its passphrase asked again (`Gate.confirm`).
            challenge: id of the challenge.
            answer: what the browser made of its options, as JSON.

        Raises:
            BadPasskey: the answer does not fit the challenge, or the key is known already.
            WrongPassphrase: the account was removed, or its keys changed, meanwhile.
        """
        await _load()
        entered = as_entered(confirmed)
        name = entered.member.name
        made = self._registered(self.challenges.take(challenge, Purpose.ADD, name), answer)
        today = self.keyring.recorder.clock.now().date()
        values = {
            "id": made.credential_id,
            "account": name,
            "sealed": _sealed(entered, made.credential_id, made.credential_public_key),
            "sign_count": made.sign_count,
            "added": today,
        }

        async def work(session: AsyncSession) -> None:
            await self.keyring.still_there(session, entered)
            await session.execute(insert(PasskeyRecord).values(**values))
            act = Act(by=name, action=Action.PASSKEY_ADDED, subject=name)
            await self.keyring.recorder.record(session, act)

        try:
            await self.keyring.database.write(work)
        except IntegrityError:
            raise BadPasskey from None
        return Passkey(made.credential_id, today)

    async def of(self, name: str) -> tuple[Passkey, ...]:
        """The keys of an account."""
        query = select(col(PasskeyRecord.id), col(PasskeyRecord.added)).where(
            col(PasskeyRecord.account) == name
        )

        async def work(session: AsyncSession) -> tuple[Passkey, ...]:
            rows = await session.execute(query.order_by(col(PasskeyRecord.added)))
            return tuple(Passkey(made, added) for made, added in rows)

        return await self.keyring.database.read(work)

    async def remove(self, name: str, made: bytes) -> bool:
        """Take a key out, as its account does when it is lost; whether there was one."""
        query = delete(PasskeyRecord).where(
            col(PasskeyRecord.id) == made, col(PasskeyRecord.account) == name
        )

        async def work(session: AsyncSession) -> bool:
            if await session.scalar(query.returning(col(PasskeyRecord.id))) is None:
                return False
            act = Act(by=name, action=Action.PASSKEY_REMOVED, subject=name)
            await self.keyring.recorder.record(session, act)
            return True

        return await self.keyring.database.write(work)

    async def begin(self, name: str) -> Challenge:
        """Ask for a signature; the same for names that there are not."""
        await _load()
        from webauthn import generate_authentication_options, options_to_json

        made, content = self.challenges.draw(Purpose.SIGN_IN, name)
        options = generate_authentication_options(
            rp_id=self.site.host, challenge=content, timeout=LIFE * 1000
        )
        return Challenge(id=made, options=options_to_json(options))

    async def stored(self, name: str, answer: str) -> PasskeyRecord | None:
        """What lies in the database of the key that made an answer, if it is the account's.

        Raises:
            WrongPassphrase: it is no answer.
        """
        await _load()
        query = select(PasskeyRecord).where(
            col(PasskeyRecord.id) == _credential_id(answer), col(PasskeyRecord.account) == name
        )
        return await self.keyring.database.read(lambda session: session.scalar(query))

    def signed(
        self, entered: Entered, stored: PasskeyRecord | None, challenge: str, answer: str
    ) -> Signed:
        """Check a signature of one of an account's keys.

        Raises:
            WrongPassphrase: it does not fit the challenge, or is of no key of the account.
        """
        name = entered.member.name
        content = self.challenges.take(challenge, Purpose.SIGN_IN, name)
        if content is None or stored is None:
            raise WrongPassphrase
        place = _place(name, stored.id)
        try:
            public = unlock(stored.sealed, _key(entered), kind=Kind.PASSKEY, name=place)
        except Tampered:
            raise WrongPassphrase from None
        done = self._verified(content, answer, public, stored.sign_count)
        return Signed(stored.id, stored.sign_count, done.new_sign_count)

    def _registered(self, content: bytes | None, answer: str) -> VerifiedRegistration:
        from webauthn import verify_registration_response
        from webauthn.helpers.exceptions import WebAuthnException

        if content is None or len(answer) > _LONGEST:
            raise BadPasskey
        try:
            return verify_registration_response(
                credential=answer,
                expected_challenge=content,
                expected_rp_id=self.site.host,
                expected_origin=self.site.origin,
            )
        except (WebAuthnException, *_BROKEN):
            raise BadPasskey from None

    def _verified(
        self, content: bytes, answer: str, public: bytes, count: int
    ) -> VerifiedAuthentication:
        from webauthn import verify_authentication_response
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            return verify_authentication_response(
                credential=answer,
                expected_challenge=content,
                expected_rp_id=self.site.host,
                expected_origin=self.site.origin,
                credential_public_key=public,
                credential_current_sign_count=count,
            )
        except (WebAuthnException, *_BROKEN):
            raise WrongPassphrase from None


async def _load() -> None:
    """Load the library away from the event loop: the first time it takes some 0.4 s."""
    await asyncio.to_thread(import_module, "webauthn")


async def spend_signature(session: AsyncSession, signed: Signed) -> bool:
    """Write the key's count down; False when it signed something else meanwhile, or is gone."""
    query = (
        update(PasskeyRecord)
        .where(col(PasskeyRecord.id) == signed.id, col(PasskeyRecord.sign_count) == signed.before)
        .values(sign_count=signed.after)
        .returning(col(PasskeyRecord.id))
    )
    return await session.scalar(query) is not None


def _credential_id(answer: str) -> bytes:
    from webauthn import base64url_to_bytes

    if len(answer) > _LONGEST:
        raise WrongPassphrase
    try:
        plain: Any = json.loads(answer)
        return bytes(base64url_to_bytes(plain["rawId"]))
    except _BROKEN:
        raise WrongPassphrase from None


def _sealed(entered: Entered, made: bytes, public: bytes) -> bytes:
    place = _place(entered.member.name, made)
    return lock(public, _key(entered), kind=Kind.PASSKEY, name=place)


def _key(entered: Entered) -> bytes:
    return hkdf(entered.secret, b"passkey", KEY_BYTES)


def _place(name: str, made: bytes) -> bytes:
    return name.encode() + b"/" + made


def _handle(desk: str, name: str) -> bytes:
    """What a key calls the account by: it must not be a name."""
    said = f"{desk}/{name}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=16, person=b"tipline handle").digest()

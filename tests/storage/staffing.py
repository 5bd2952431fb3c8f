"""A real desk with people, their authenticators and their security keys: for tests of accounts."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

from core.gate import Challenge, SignedIn, Site
from core.people import Role
from core.people_ports import Authenticator, Joined, Proof
from storage.store import StaffSide
from tests.storage.samples import HandClock, stored

SITE = Site(host="desk.example", origin="https://desk.example")
LEAD, LEAD_PHRASE = "ann", "gravel otter plinth mango"
PHRASE = "velvet crane orbit thirteen"


def code_of(authenticator: Authenticator, clock: HandClock) -> str:
    """What an authenticator shows now."""
    import pyotp

    return pyotp.TOTP(authenticator.secret).at(clock.now())


@dataclass
class Staffed:
    """An open real desk: founded by `LEAD`, who has an authenticator."""

    staff: StaffSide
    clock: HandClock
    held: dict[str, Authenticator] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    async def disk(self) -> bytes:
        """What a thief of the database has."""
        return await stored(self.staff.keyring.database)

    def code(self, name: str) -> str:
        """What somebody's authenticator shows next: half a minute later, as codes are good once."""
        self.clock.wait(timedelta(seconds=30))
        return code_of(self.held[name], self.clock)

    async def sign_in(self, name: str, **changed: str) -> SignedIn:
        """Sign in with what is right, or with what is changed."""
        given = {"passphrase": self.phrases[name], "code": self.code(name), "device": ""} | changed
        return await self.staff.gate.sign_in(
            name, given["passphrase"], given["code"], device=given["device"]
        )

    async def set_up_codes(self, name: str, passphrase: str) -> None:
        """Give an account that exists an authenticator."""
        self.clock.wait(timedelta(seconds=30))
        made = self.staff.codes.draw(name)
        entered = await self.staff.keyring.enter(name, passphrase)
        proof = Proof(secret=made.secret, code=code_of(made, self.clock))
        await self.staff.codes.set_up(entered, proof)
        self.held[name], self.phrases[name] = made, passphrase

    async def join(self, name: str, role: Role, *, by: str = "adam") -> Joined:
        """Invite somebody, who makes their account."""
        code = await self.staff.invitations.invite(name, role, by=by)
        made, phrase = self.staff.codes.draw(name), f"{PHRASE} {len(self.held)}"
        proof = Proof(secret=made.secret, code=code_of(made, self.clock))
        joined = await self.staff.invitations.redeem(code, phrase, proof)
        self.held[name], self.phrases[name], self.codes[name] = made, phrase, code
        return joined

    async def admit(self, joined: Joined, *, by: str = LEAD) -> None:
        """A lead lets somebody read."""
        key = await self.staff.keyring.unlock(by, self.phrases[by])
        await self.staff.people.admit(joined.member.name, joined.fingerprint, key=key)

    async def hire(self, name: str, role: Role) -> None:
        """Invite, join and, where the role reads, admit."""
        joined = await self.join(name, role)
        if joined.member.role in (Role.ANALYST, Role.LEAD):
            await self.admit(joined)

    async def add_passkey(self, name: str, key: SecurityKey) -> None:
        """Somebody adds a security key at the console."""
        passkeys = self.staff.passkeys
        challenge = await passkeys.begin_adding(name)
        entered = await self.staff.gate.confirm(name, self.phrases[name])
        await passkeys.finish_adding(entered, challenge.id, key.make(challenge))


@dataclass
class SecurityKey:
    """A security key as a browser drives it: one pair for each site it is added to."""

    origin: str = SITE.origin
    count: int = 0
    counts: bool = True
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, challenge: Challenge) -> str:
        """The answer to `begin_adding`."""
        options = json.loads(challenge.options)
        client = self._client("webauthn.create", options["challenge"])
        numbers = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: _coordinate(numbers.x), -3: _coordinate(numbers.y)}
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        data = self._data(options["rp"]["id"], flags=0x45) + made
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(attestationObject=attested, clientDataJSON=client)

    def sign(self, asked: Challenge, /, **changed: Any) -> str:
        """The answer to `begin_webauthn`; ``changed`` options are what a thief would change."""
        options = json.loads(asked.options) | changed
        client = self._client("webauthn.get", options["challenge"])
        self.count += 1 if self.counts else 0
        data = self._data(options["rpId"], flags=0x05)
        signature = self.private.sign(
            data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(authenticatorData=data, clientDataJSON=client, signature=signature)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, host: str, *, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        said = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def _coordinate(number: int) -> bytes:
    return number.to_bytes(32, "big")

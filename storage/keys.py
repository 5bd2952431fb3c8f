"""Which keys a desk has: its own pair, each analyst's pair, the recovery pair, and who opens what.

The desk's secret exists only sealed: to the public key of every account that reads, and to the
recovery key. An account's secret exists only wrapped under Argon2id of its passphrase. Nothing
here is stored.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace

from nacl.public import PrivateKey
from nacl.utils import random

from core.desk_ports import Unlocked
from core.errors import Tampered, WrongPassphrase
from storage.faults import KeyClosed
from storage.passphrase import encoded
from storage.sealing import Kind, lock, open_key, seal_key, unlock
from storage.stretching import Cost, Stretcher

SALT_BYTES = 16
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 pair; the secret stays out of its repr."""

    public: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def draw(cls) -> KeyPair:
        """A random pair."""
        return cls.of(random(_SECRET_BYTES))

    @classmethod
    def of(cls, secret: bytes) -> KeyPair:
        """The pair of a secret."""
        return cls(bytes(PrivateKey(secret).public_key), secret)


def desk_id(public: bytes) -> str:
    """The name under which rows say which desk's key they are sealed to."""
    return hashlib.blake2b(public, digest_size=8, person=b"tipline desk").hexdigest()


def fingerprint(public: bytes) -> str:
    """What two people read to each other to know that they mean the same key: 80 bits of it."""
    digest = hashlib.blake2b(public, digest_size=10, person=b"tipline people").digest()
    text = base64.b32encode(digest).decode("ascii")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


class OpenKey:
    """The desk's secret, open for one account until `close` (core.desk_ports.Unlocked)."""

    __slots__ = ("_name", "_secret")

    def __init__(self, name: str, secret: bytes) -> None:
        self._name = name
        self._secret = bytearray(secret)

    @property
    def name(self) -> str:
        """Name of the account."""
        return self._name

    @property
    def secret(self) -> bytes:
        """The desk's X25519 secret.

        Raises:
            KeyClosed: it was closed.
        """
        if not self._secret:
            raise KeyClosed
        return bytes(self._secret)

    def close(self) -> None:
        """Overwrite and forget the secret."""
        self._secret[:] = bytes(len(self._secret))
        self._secret.clear()


def opened(key: Unlocked) -> OpenKey:
    """The key as this package made it.

    Raises:
        KeyClosed: it is closed, or another's make.
    """
    if not isinstance(key, OpenKey):
        raise KeyClosed
    _ = key.secret
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """An account's pair at rest; with the desk's secret sealed to it if the account reads."""

    public: bytes
    salt: bytes
    cost: Cost
    secret: bytes = field(repr=False)
    desk_sealed: bytes | None = field(default=None, repr=False)

    def admitted(self, desk_secret: bytes) -> Wrapped:
        """The same, and it opens the desk."""
        return replace(self, desk_sealed=seal_key(desk_secret, self.public))


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Wraps and unwraps the keys of accounts."""

    stretcher: Stretcher
    cost: Cost

    async def wrap(self, name: str, passphrase: str, desk_secret: bytes) -> Wrapped:
        """A new pair for an account, which opens the desk."""
        wrapped = await self.protect(name, passphrase, KeyPair.draw())
        return wrapped.admitted(desk_secret)

    async def protect(self, name: str, passphrase: str, pair: KeyPair) -> Wrapped:
        """An account's pair under its passphrase; the desk stays shut to it."""
        salt = random(SALT_BYTES)
        key = await self.stretcher.stretch(encoded(passphrase), salt, self.cost)
        return Wrapped(
            public=pair.public,
            salt=salt,
            cost=self.cost,
            secret=lock(pair.secret, key, kind=Kind.ACCOUNT, name=name.encode()),
        )

    async def unwrap(self, name: str, passphrase: str, wrapped: Wrapped | None) -> bytes:
        """The desk's secret.

        Args:
            name: of the account.
            passphrase: as typed.
            wrapped: the account's keys, or None when there is no such account: it takes as long.

        Raises:
            WrongPassphrase: no such account, not its passphrase, or it does not read.
        """
        secret = await self.enter(name, passphrase, wrapped)
        try:
            return open_key(wrapped.desk_sealed or b"" if wrapped else b"", secret)
        except Tampered:
            raise WrongPassphrase from None

    async def enter(self, name: str, passphrase: str, wrapped: Wrapped | None) -> bytes:
        """The account's own secret, whether or not it opens the desk.

        Args:
            name: of the account.
            passphrase: as typed.
            wrapped: the account's keys, or None when there is no such account: it takes as long.

        Raises:
            WrongPassphrase: no such account, or not its passphrase.
        """
        salt = wrapped.salt if wrapped else bytes(SALT_BYTES)
        cost = wrapped.cost if wrapped else self.cost
        key = await self.stretcher.stretch(encoded(passphrase), salt, cost)
        if wrapped is None:
            raise WrongPassphrase
        try:
            secret = unlock(wrapped.secret, key, kind=Kind.ACCOUNT, name=name.encode())
        except Tampered:
            raise WrongPassphrase from None
        if KeyPair.of(secret).public != wrapped.public:
            raise WrongPassphrase
        return secret

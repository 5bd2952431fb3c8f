"""Which keys a desk has: its own pair, each analyst's pair, the recovery pair, and who opens what.

The desk's secret exists only sealed: to every analyst's public key and to the recovery key. An
analyst's secret exists only wrapped under Argon2id of their passphrase. Nothing here is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

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
    """An analyst's pair at rest, with the desk's secret sealed to it."""

    public: bytes
    salt: bytes
    cost: Cost
    secret: bytes = field(repr=False)
    desk_sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Wraps and unwraps the keys of accounts."""

    stretcher: Stretcher
    cost: Cost

    async def wrap(self, name: str, passphrase: str, desk_secret: bytes) -> Wrapped:
        """A new pair for an account, which opens the desk."""
        pair, salt = KeyPair.draw(), random(SALT_BYTES)
        key = await self.stretcher.stretch(encoded(passphrase), salt, self.cost)
        return Wrapped(
            public=pair.public,
            salt=salt,
            cost=self.cost,
            secret=lock(pair.secret, key, kind=Kind.ACCOUNT, name=name.encode()),
            desk_sealed=seal_key(desk_secret, pair.public),
        )

    async def unwrap(self, name: str, passphrase: str, wrapped: Wrapped | None) -> bytes:
        """The desk's secret.

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
            return open_key(wrapped.desk_sealed, secret)
        except Tampered:
            raise WrongPassphrase from None

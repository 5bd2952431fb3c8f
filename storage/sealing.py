"""How words are locked: padded JSON, encrypted under a key of its own, bound to its place.

XChaCha20-Poly1305 with a random 24-byte nonce (libsodium's IETF AEAD). What kind of thing it is
and the id of its row are authenticated with it, so that a body moved to another row does not
open. A body's key is sealed to a public key (libsodium sealed box: X25519, XSalsa20-Poly1305).

Sealed form: one byte of version (1), 24 bytes of nonce, the ciphertext with its 16-byte tag.
Before encryption a byte 0x80 and zeros are added up to a power of two of at least 2 KiB, so
that the length tells only the order of size.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.utils import random

from core.codec import from_plain, to_plain
from core.errors import Tampered
from core.tip import Part

KEY_BYTES = 32
SEALED_KEY_BYTES = KEY_BYTES + 48
"""A sealed box adds its ephemeral public key (32 bytes) and a tag (16 bytes)."""

SMALLEST = 2048
_VERSION = b"\x01"
_NONCE_BYTES = 24


class Kind(StrEnum):
    """What a sealed body is; part of what is authenticated."""

    TIP = "tip"
    ADDITION = "addition"
    ANSWER = "answer"
    SESSION = "session"
    ACCOUNT = "account"
    GRADE = "grade"
    NOTE = "note"
    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class AddedParts:
    """What is sealed of an addition."""

    parts: tuple[Part, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What is sealed of an answer."""

    text: str = field(repr=False)


def fresh_key() -> bytes:
    """A random key for one body."""
    return random(KEY_BYTES)


def pad(content: bytes) -> bytes:
    """The content, ended by 0x80 and zeros, to a power of two of at least 2 KiB."""
    size = max(SMALLEST, 1 << len(content).bit_length())
    return (content + b"\x80").ljust(size, b"\x00")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given.

    Raises:
        Tampered: the padding is none.
    """
    content, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\x00"):
        raise Tampered
    return content


def lock(content: bytes, key: bytes, *, kind: Kind, name: bytes, nonce: bytes = b"") -> bytes:
    """Encrypt bytes as they are, bound to their kind and name; the nonce is random unless given."""
    sealed = Aead(key).encrypt(content, _bound(kind, name), nonce or random(_NONCE_BYTES))
    return _VERSION + bytes(sealed)


def unlock(sealed: bytes, key: bytes, *, kind: Kind, name: bytes) -> bytes:
    """Decrypt what `lock` made.

    Raises:
        Tampered: it was changed, moved, cut or is under another key.
    """
    if sealed[:1] != _VERSION or len(key) != KEY_BYTES:
        raise Tampered
    try:
        return Aead(key).decrypt(sealed[1:], _bound(kind, name))
    except (CryptoError, ValueError):
        raise Tampered from None


def seal(value: object, key: bytes, *, kind: Kind, name: bytes) -> bytes:
    """Lock a dataclass of the domain, padded."""
    plain = json.dumps(to_plain(value), separators=(",", ":"))
    return lock(pad(plain.encode("ascii")), key, kind=kind, name=name)


def unseal[T](shape: type[T], sealed: bytes, key: bytes, *, kind: Kind, name: bytes) -> T:
    """Open what `seal` made of a ``shape``.

    Raises:
        Tampered: it does not open, or does not hold such a thing.
    """
    content = unpad(unlock(sealed, key, kind=kind, name=name))
    try:
        return from_plain(shape, json.loads(content))
    except (TypeError, ValueError, KeyError):
        raise Tampered from None


def seal_key(key: bytes, public: bytes) -> bytes:
    """Seal a body's key so that only the holder of the secret half of ``public`` has it."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def open_key(sealed: bytes, secret: bytes) -> bytes:
    """The key in what `seal_key` made.

    Raises:
        Tampered: it was changed, or is sealed to another key.
    """
    try:
        key = SealedBox(PrivateKey(secret)).decrypt(sealed)
    except (CryptoError, ValueError, TypeError):
        raise Tampered from None
    if len(key) != KEY_BYTES:
        raise Tampered
    return bytes(key)


def _bound(kind: Kind, name: bytes) -> bytes:
    return b"tipline/1/" + kind.value.encode("ascii") + b"/" + name

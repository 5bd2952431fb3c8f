"""Where the secrets of a host lie: files in the data directory that only its user can read.

None of them opens a tip. The pepper and the salt make receipts; the desk's public key is pinned
here so that whoever can write to the database cannot put their own in its place; the audit key
shows when the audit was cut.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from nacl.utils import random

from storage.faults import BrokenFile, DeskExists, LooseFile, NoDesk, NoSeed
from storage.stretching import hkdf

_BYTES = 32
_SEED = "session-seed"
_PEPPER, _SALT, _DESK, _AUDIT = "pepper", "receipt-salt", "desk-public-key", "audit-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSecrets:
    """All that the public side needs, and nothing that opens what it stores."""

    pepper: bytes = field(repr=False)
    receipt_salt: bytes = field(repr=False)
    desk_public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSecrets:
    """What the staff side needs besides an analyst's passphrase.

    Attributes:
        directory: where the secrets lie.
    """

    directory: Path
    desk_public: bytes
    audit_key: bytes = field(repr=False)

    @property
    def device_key(self) -> bytes:
        """What the tokens of known browsers are made with (core.throttle)."""
        return hkdf(self.audit_key, b"device tokens", _BYTES)


def create_secrets(directory: Path, desk_public: bytes) -> None:
    """Make what is missing of a host's secrets, and pin the desk's public key.

    Existing peppers and salts stay: without them old receipts find nothing.

    Raises:
        DeskExists: the directory belongs to a desk; its pin is not overwritten.
        LooseFile: one of them, or the directory, can be read by others.
        BrokenFile: one of them does not hold what it should.
    """
    if (directory / _DESK).exists():
        raise DeskExists
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (_PEPPER, _SALT, _AUDIT):
        if not (directory / name).exists():
            _write(directory / name, random(_BYTES))
        _read(directory / name)
    _write(directory / _DESK, desk_public)


def forget_desk(directory: Path) -> None:
    """Take the pin back when its desk could not be founded after all."""
    (directory / _DESK).unlink(missing_ok=True)


def load_public(directory: Path) -> PublicSecrets:
    """The secrets of the public side.

    Raises:
        NoDesk: there are none yet.
        LooseFile: one of them can be read by others.
        BrokenFile: one of them does not hold what it should.
    """
    return PublicSecrets(
        pepper=_read(directory / _PEPPER),
        receipt_salt=_read(directory / _SALT),
        desk_public=_read(directory / _DESK),
    )


def load_staff(directory: Path) -> StaffSecrets:
    """The secrets of the staff side; raises as `load_public` does."""
    return StaffSecrets(
        directory=directory,
        desk_public=_read(directory / _DESK),
        audit_key=_read(directory / _AUDIT),
    )


def load_seed(directory: Path) -> bytes:
    """The seed of the keys under which processes share conversations.

    Raises:
        NoSeed: there is none.
        LooseFile: it can be read by others.
        BrokenFile: it does not hold 32 bytes in hexadecimal.
    """
    if not (directory / _SEED).exists():
        raise NoSeed
    return _read(directory / _SEED)


def _write(path: Path, secret: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.with_name(_DESK).exists():
            raise BrokenFile(path.name) from None
        raise NoDesk from None
    if stat.S_IMODE(mode) & 0o077:
        raise LooseFile(path.name)
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        raise BrokenFile(path.name) from None
    if len(secret) != _BYTES:
        raise BrokenFile(path.name)
    return secret

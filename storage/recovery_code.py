"""How the recovery key is written on paper: 56 characters in groups of four, with a checksum.

Crockford's base 32 (no I, L, O or U): 52 characters for the 32 bytes of the key and 4 for 20
bits of its BLAKE2b, so that a slip of the pen is told from a wrong key.
"""

from __future__ import annotations

import hashlib
import unicodedata

from storage.faults import BadRecoveryKey

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_KEY_BYTES = 32
_KEY_CHARS = 52
_CHECK_CHARS = 4
_GROUP = 4


def write_code(key: bytes) -> str:
    """The key as it is printed once, in groups of four."""
    text = _digits(int.from_bytes(key, "big"), _KEY_CHARS) + _check(key)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read_code(typed: str) -> bytes:
    """The key in what somebody typed from the paper; case, spaces and dashes do not matter.

    Raises:
        BadRecoveryKey: its length, a character or the checksum is wrong.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    chars = [c for c in plain if c.isalnum()]
    if len(chars) != _KEY_CHARS + _CHECK_CHARS:
        raise BadRecoveryKey(f"it has {len(chars)} characters, not {_KEY_CHARS + _CHECK_CHARS}")
    if any(c not in _VALUES for c in chars):
        raise BadRecoveryKey("it has a character that no recovery key has")
    number = 0
    for char in chars[:_KEY_CHARS]:
        number = number * 32 + _VALUES[char]
    if number >> (_KEY_BYTES * 8):
        raise BadRecoveryKey("a character is mistyped")
    key = number.to_bytes(_KEY_BYTES, "big")
    if _check(key) != "".join(_ALPHABET[_VALUES[c]] for c in chars[_KEY_CHARS:]):
        raise BadRecoveryKey("a character is mistyped")
    return key


def _check(key: bytes) -> str:
    digest = hashlib.blake2b(key, digest_size=3, person=b"tipline recover").digest()
    return _digits(int.from_bytes(digest, "big") >> 4, _CHECK_CHARS)


def _digits(number: int, count: int) -> str:
    chars = [_ALPHABET[number >> (5 * at) & 31] for at in range(count)]
    return "".join(reversed(chars))

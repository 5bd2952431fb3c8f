"""How secrets that people can type become keys: Argon2id in a thread, then HKDF."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

KEY_BYTES = 32
_HASH = hashlib.sha256
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one try costs: passes over ``memory_kib`` KiB of memory."""

    passes: int
    memory_kib: int


PASSPHRASE_COST = Cost(passes=3, memory_kib=64 * 1024)
"""RFC 9106's second recommended choice, for machines with little memory (lanes aside)."""

RECEIPT_COST = Cost(passes=3, memory_kib=128 * 1024)
"""A receipt has 59.8 bits and must last for a year against whoever has copied the database."""


class Stretcher:
    """Argon2id away from the event loop; no more than ``at_once`` tries hold memory together."""

    def __init__(self, *, at_once: int = 2) -> None:
        self._slots = asyncio.Semaphore(at_once)

    async def stretch(self, secret: bytes, salt: bytes, cost: Cost) -> bytes:
        """32 bytes that only somebody with the secret, the salt and this cost can make."""
        async with self._slots:
            return await asyncio.to_thread(_argon2id, secret, salt, cost)


def _argon2id(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=1,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def hkdf(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 without salt (RFC 5869): ``length`` bytes for the use named by ``info``."""
    root = hmac.digest(b"\x00" * _HASH_BYTES, key, _HASH)
    block = output = b""
    for counter in range(1, -(-length // _HASH_BYTES) + 1):
        block = hmac.digest(root, block + info + bytes([counter]), _HASH)
        output += block
    return output[:length]

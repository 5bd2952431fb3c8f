"""What names and seals conversations when several processes share them: keys of the hour.

They are drawn by HKDF from a seed that lies on every host of the line and nowhere else. Whoever has
the seed can make the key of any hour; whoever has only what is stored under the keys can make none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from storage.sealing import KEY_BYTES
from storage.stretching import hkdf

NAME_BYTES = 16
_HOUR, _DAY = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Epoch:
    """The keys of one hour: one names conversations, the other seals them."""

    number: int
    naming: bytes = field(repr=False)
    sealing: bytes = field(repr=False)

    def name(self, chat: str) -> bytes:
        """What a conversation is called in this hour."""
        return _named(chat, self.naming)


@dataclass(frozen=True, slots=True)
class Epochs:
    """The keys of every hour, from one seed."""

    seed: bytes = field(repr=False)

    def number(self, at: datetime) -> int:
        """Which hour it is, in hours since 1970."""
        return int(at.timestamp() // _HOUR)

    def epoch(self, number: int) -> Epoch:
        """The keys of an hour."""
        return Epoch(number, self._key("name", number), self._key("seal", number))

    def lock(self, chat: str, at: datetime) -> bytes:
        """What a chat is called where it waits its turn; the same for a day in UTC."""
        return _named(chat, self._key("lock", int(at.timestamp() // _DAY)))

    def delivery(self, number: int) -> bytes:
        """What an update of the platform is called."""
        return _named(str(number), self._key("update", 0))

    def _key(self, use: str, number: int) -> bytes:
        return hkdf(self.seed, f"tipline/1/{use}/{number}".encode("ascii"), KEY_BYTES)


def _named(what: str, key: bytes) -> bytes:
    raw = what.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=NAME_BYTES, key=key).digest()

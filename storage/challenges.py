"""What a security key is asked to sign: good once, for two minutes, for one name and one purpose.

A challenge is a keyed hash of its id, so that none has to be remembered before it is answered:
whoever asks for a million of them fills nothing. Only answered ones are remembered, until their
time is up.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import StrEnum

from nacl.utils import random

from core.ports import Clock

LIFE = 120
"""Seconds from asking to the answer."""

_NONCE = 16


class Purpose(StrEnum):
    """What the answer to a challenge is good for."""

    SIGN_IN = "sign_in"
    ADD = "add"


class Challenges:
    """Makes challenges and takes each of them back once. Gone with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = random(32)
        self._used: dict[str, float] = {}

    def draw(self, purpose: Purpose, name: str) -> tuple[str, bytes]:
        """The id of a new challenge, and the bytes to be signed."""
        until = int(self._clock.ticks()) + LIFE
        token = random(_NONCE) + until.to_bytes(8, "big")
        made = base64.urlsafe_b64encode(token).decode("ascii")
        return made, self._bytes_of(made, purpose, name)

    def take(self, made: str, purpose: Purpose, name: str) -> bytes | None:
        """The bytes of a challenge, once; None when it was taken, is too old, or is none."""
        ticks = self._clock.ticks()
        self._used = {used: until for used, until in self._used.items() if until >= ticks}
        until = _until(made)
        if made in self._used or not ticks <= until <= ticks + LIFE:
            return None
        self._used[made] = until
        return self._bytes_of(made, purpose, name)

    def _bytes_of(self, made: str, purpose: Purpose, name: str) -> bytes:
        said = f"{purpose}/{made}/{name}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, said, hashlib.sha256)


def _until(made: str) -> float:
    """Until when a challenge is good, or -1 for what is none; only one spelling of it counts."""
    try:
        token = base64.urlsafe_b64decode(made.encode("ascii"))
    except ValueError:
        return -1
    if base64.urlsafe_b64encode(token).decode("ascii") != made or len(token) != _NONCE + 8:
        return -1
    return float(int.from_bytes(token[_NONCE:], "big"))

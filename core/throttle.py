"""How often somebody may try to sign in, so that guessing is slow and nobody is shut out by it.

Wrong tries are counted for each account's name, known or not, and for all together. Whoever
signs in is given a device token; tries that show one are counted for that token alone, so that an
attacker who keeps a name's bucket empty shuts out only browsers that never got in before. Counts
live in memory. Tokens are made of a key that outlives a restart, and open nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from core.limits import ALL_SIGN_INS, SIGN_INS, Buckets, Pass
from core.ports import Clock

_NONCE = 16
_TAG = 16


@dataclass(slots=True)
class Try:
    """A try that was let through, and the buckets it was counted in."""

    counted: tuple[tuple[Buckets, bytes], ...] = field(repr=False)

    def succeeded(self) -> None:
        """It was right after all: it does not count."""
        for buckets, key in self.counted:
            buckets.give_back(key)


class Throttle:
    """Counts tries to sign in. One asyncio loop uses it.

    ``key`` makes device tokens; ``draw`` gives so many random bytes.
    """

    def __init__(self, key: bytes, clock: Clock, draw: Callable[[int], bytes]) -> None:
        self._key = key
        self._clock = clock
        self._draw = draw
        self._names = Buckets(SIGN_INS)
        self._devices = Buckets(SIGN_INS)
        self._all = Buckets(ALL_SIGN_INS, most=1)

    def begin(self, name: str, device: str) -> Try | None:
        """Count a try, before anything is tried; None when there were too many.

        Args:
            name: of the account, known or not.
            device: the token that a browser shows, or "".
        """
        ticks = self._clock.ticks()
        nonce = self._nonce_of(name, device)
        if nonce:
            is_open = self._devices.take(nonce, ticks) is Pass.GO
            return Try(((self._devices, nonce),)) if is_open else None
        key = self._digest(b"name", name)
        if self._names.take(key, ticks) is not Pass.GO:
            return None
        if self._all.take(b"", ticks) is not Pass.GO:
            self._names.give_back(key)
            return None
        return Try(((self._names, key), (self._all, b"")))

    def device(self, name: str) -> str:
        """A new token for the browser in which somebody signed in."""
        nonce = self._draw(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._tag(name, nonce)).decode("ascii")

    def _nonce_of(self, name: str, device: str) -> bytes:
        try:
            token = base64.urlsafe_b64decode(device.encode("ascii"))
        except ValueError:
            return b""
        nonce, tag = token[:_NONCE], token[_NONCE:]
        return nonce if hmac.compare_digest(tag, self._tag(name, nonce)) else b""

    def _tag(self, name: str, nonce: bytes) -> bytes:
        return self._digest(b"device/" + nonce, name)[:_TAG]

    def _digest(self, use: bytes, name: str) -> bytes:
        return hmac.digest(
            self._key, use + b"/" + name.encode("utf-8", "surrogatepass"), hashlib.sha256
        )

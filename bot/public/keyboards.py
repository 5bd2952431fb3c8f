"""Which message of a chat has the open buttons, so that they can be taken away once answered.

Chats are known by a keyed hash under a secret of this process; nothing here outlives it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Container

MOST = 20_000
"""Chats remembered; the longest untouched go first, and keep buttons that no longer count."""


class Keyboards:
    """The open keyboard of each chat."""

    def __init__(self, *, most: int = MOST) -> None:
        self._secret = secrets.token_bytes(32)
        self._most = most
        self._open: OrderedDict[bytes, int] = OrderedDict()

    def open_in(self, chat: str) -> int:
        """The message with the open buttons of a chat, or 0."""
        return self._open.get(self._key(chat), 0)

    def opened(self, chat: str, message: int) -> None:
        """Buttons were shown; those of the chat before are no longer the open ones."""
        key = self._key(chat)
        self._open.pop(key, None)
        self._open[key] = message
        if len(self._open) > self._most:
            self._open.popitem(last=False)

    def gone(self, chat: str, messages: Container[int]) -> None:
        """Messages were deleted or have no buttons any more."""
        key = self._key(chat)
        if self._open.get(key) in messages:
            del self._open[key]

    def _key(self, chat: str) -> bytes:
        return hashlib.blake2b(chat.encode(), key=self._secret, digest_size=16).digest()

"""Which messages stand in a chat although no session knows of them yet?

What is refused for coming too fast is not answered, but it must go when the chat is erased.
In memory, by the sender's keyed hash, and bounded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from core.session import MAX_TRAIL


class Strays:
    """Messages by sender. At most ``most`` senders are remembered; the longest idle go first."""

    def __init__(self, *, most: int = 10_000) -> None:
        self._most = most
        self._messages: OrderedDict[bytes, tuple[int, ...]] = OrderedDict()

    def add(self, key: bytes, messages: Sequence[int]) -> None:
        """Remember messages of a sender; of very many, the newest."""
        together = (*self._messages.pop(key, ()), *messages)
        self._messages[key] = together[-MAX_TRAIL:]
        if len(self._messages) > self._most:
            self._messages.popitem(last=False)

    def take(self, key: bytes) -> tuple[int, ...]:
        """The messages of a sender, forgotten here."""
        return self._messages.pop(key, ())

"""What is said of the audit when all of it was checked, and what shows that its end is the end.

The chain proves that no entry was changed, and a seal outside of the database that none was cut
from the end. An older copy of the whole database is whole in itself: only somebody who noted a
later end sees that it is old. Such a note is an *anchor*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import TiplineError

_WRITTEN = re.compile(r"\s*(\d{1,15}):([0-9a-fA-F]{64})\s*")


class BadAnchor(TiplineError):
    """What was given as an anchor is none."""

    def __init__(self) -> None:
        super().__init__(
            "An anchor is a number, a colon and 64 digits and letters, as `tipline audit verify` "
            "prints it."
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """Number and digest of an entry that was the last one at some time."""

    number: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read what `str` writes.

        Raises:
            BadAnchor: it is none.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise BadAnchor
        return cls(int(found.group(1)), bytes.fromhex(found.group(2)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of the whole audit found.

    Attributes:
        entries: how many hang together from the beginning.
        end: the last one of them, to be noted elsewhere.
        broken_at: number of the first entry that was changed, added or is gone; None: all holds.
    """

    entries: int
    end: Anchor
    broken_at: int | None = None

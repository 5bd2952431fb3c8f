"""What leaving the desk needs from the outside, as small protocols.

Everything is written to the audit in the transaction in which tips are read, before a word of them
is seen.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.desk_ports import Opened, Unlocked


class Released(Protocol):
    """Tips that two people let leave the desk."""

    async def open_for(self, tip_id: str, key: Unlocked, *, recipient: str, today: date) -> Opened:
        """Break the seal of a released tip, and write into the audit for whom.

        Raises:
            NotReleased: it was not released, or its review day has come.
            NoSuchTip: none has this id, or its key was shredded.
            Tampered: what is stored does not open under the desk's key.
        """

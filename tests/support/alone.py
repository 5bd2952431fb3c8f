"""Tests that measure time or start real bots have the machine to themselves.

Two locks of files: all tests are in the room together, and a test that is marked `alone` waits
until the room is empty. Whoever waits for that stands in the gate, so that nobody else goes in.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_GATE = Path(__file__)
_ROOM = Path(__file__).parents[1] / "conftest.py"
"""Files that are there anyway: they are locked, never written."""


@contextmanager
def in_turn(*, alone: bool) -> Iterator[None]:
    """Be in the room for the time of the block; the locks go with the process, however it ends."""
    with _GATE.open("rb") as gate, _ROOM.open("rb") as room:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield

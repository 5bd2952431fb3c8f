"""The history of one tip as its page shows it: what repeats is one line. The audit keeps each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from core.desk_ports import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody did, the newest time, and how often in a row."""

    entry: Entry
    times: int


def lines_of(history: Sequence[Entry]) -> list[Line]:
    """The lines of a history, the newest first.

    Args:
        history: the oldest first.
    """
    runs = groupby(reversed(history), key=lambda entry: (entry.by, entry.action, entry.note))
    lots = (list(run) for _, run in runs)
    return [Line(lot[0], len(lot)) for lot in lots]

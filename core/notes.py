"""What the desk writes beside a tip: notes, labels, and which tip is the same as another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.errors import BadNote
from core.tidy import says_something, tidy

MAX_NOTE = 4_000
"""Characters of a note."""


class NoteKind(StrEnum):
    """What a note is."""

    NOTE = "note"
    LABEL = "label"
    DUPLICATE_OF = "duplicate_of"
    """This tip repeats another."""

    HAS_DUPLICATE = "has_duplicate"
    """Another tip repeats this one."""

    ASKED = "asked"
    """What was left for the sender: the mailbox's copy is destroyed when it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """What is sealed of a note.

    Attributes:
        text: free words, the key of a label, or the id of the other tip, as the kind says.
        by: name of the account.
        at: UTC.
        ref: id of the answer in the mailbox, for what was left for the sender; else "".
    """

    kind: NoteKind
    text: str = field(repr=False)
    by: str
    at: datetime
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as it is read; ``id`` is random and finds it again."""

    id: str
    said: NoteText


def check_note(text: str) -> str:
    """A note as it is kept, without what only disturbs.

    Raises:
        BadNote: it says nothing, or is too long.
    """
    kept = tidy(text)
    if not says_something(kept) or len(kept) > MAX_NOTE:
        raise BadNote
    return kept

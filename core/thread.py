"""What the desk asked a sender and what the sender added, in order, and what is known of reading.

An answer is sealed to the receipt and destroyed when it is read, so the desk keeps a sealed copy of
its own words with the tip. Days are all that is kept of when something was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date
from enum import StrEnum

from core.desk_ports import Opened
from core.notes import Note, NoteKind
from core.retention import answers_expire_before
from core.tip import Part


class Reading(StrEnum):
    """What is known of whether the sender read something."""

    WAITING = "waiting"
    READ = "read"
    UNKNOWN = "unknown"
    """It is gone, and old enough to have been destroyed unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the desk left for the sender."""

    on: date
    by: str
    text: str = field(repr=False)
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What the sender added; ``number`` counts from one."""

    on: date
    number: int
    parts: tuple[Part, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the store knows of the messages of a tip.

    Attributes:
        added_on: days on which additions arrived, oldest first.
        waiting: ids of answers that nobody has read yet.
    """

    added_on: tuple[date, ...]
    waiting: frozenset[str]


def thread_of(
    opened: Opened, notes: Iterable[Note], post: Post, today: date
) -> tuple[Asked | Added, ...]:
    """The messages of a tip, oldest first; on one day what was asked stands before what came.

    Args:
        opened: the tip.
        notes: beside it.
        post: what the store knows.
        today: the day in UTC.
    """
    old = answers_expire_before(today)
    asked = [
        Asked(
            on=(on := note.said.at.astimezone(UTC).date()),
            by=note.said.by,
            text=note.said.text,
            reading=_reading(is_waiting=note.said.ref in post.waiting, is_old=on < old),
        )
        for note in notes
        if note.said.kind is NoteKind.ASKED
    ]
    # Something may have been added between opening the tip and asking for the days.
    days = zip(post.added_on, opened.additions, strict=False)
    added = [Added(on=on, number=n, parts=parts) for n, (on, parts) in enumerate(days, 1)]
    return tuple(sorted([*asked, *added], key=lambda said: (said.on, isinstance(said, Added))))


def _reading(*, is_waiting: bool, is_old: bool) -> Reading:
    if is_waiting:
        return Reading.WAITING
    return Reading.UNKNOWN if is_old else Reading.READ

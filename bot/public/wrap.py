"""Where a long text is cut so that each piece fits into one message of Telegram."""

from __future__ import annotations

LIMIT = 4_096
"""UTF-16 code units that a message takes (Bot API, sendMessage)."""

_SEAMS = ("\n\n", "\n", " ")
"""Where to cut, best first."""

_SMALLEST = 4
"""A cut nearer to the start than a quarter of the limit wastes a message; the next seam is
tried instead."""


def pieces(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces of at most ``limit`` UTF-16 units, cut between paragraphs or words.

    Blank pieces are left out, so that a blank text gives none.
    """
    found: list[str] = []
    rest = text.strip()
    while rest:
        room = _fitting(rest, limit)
        if room < len(rest):
            room = _seam(rest, room)
        piece = rest[:room].strip()
        if piece:
            found.append(piece)
        rest = rest[room:].strip()
    return found


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def _fitting(text: str, limit: int) -> int:
    """How many code points of the start fit into so many units."""
    used = 0
    for at, char in enumerate(text[: limit + 1]):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return at
    return len(text)


def _seam(text: str, room: int) -> int:
    for seam in _SEAMS:
        at = text.rfind(seam, 0, room + len(seam))
        if at >= room // _SMALLEST:
            return at
    return room

"""What a message looks like once everything that only disturbs is out of it."""

from __future__ import annotations

import unicodedata

MARKS_PER_BASE = 4
"""Combining marks kept on one base; no living script needs more, and zalgo text has hundreds."""

_JOINERS = "\u200c\u200d"
"""Persian and emoji need them, so they stay although they are invisible."""

_NOT_CHARACTERS = frozenset({*range(0xFDD0, 0xFDF0)})

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by category that nobody can see."""


def tidy(raw: str) -> str:
    """A message in NFC without control, direction, invisible, tag and broken characters.

    Never NFKC: an address or a number stays as it was typed. Linear in the length: marks are
    thinned before normalising, which sorts them, and again after it, which may split some.

    Args:
        raw: any string, lone surrogates included.
    """
    if raw.isascii() and raw.replace("\n", "").isprintable():
        return raw.strip()  # nothing to take out; most of what people type
    visible = "".join(char for char in "\n".join(raw.splitlines()) if _is_visible(char))
    return _thin(unicodedata.normalize("NFC", _thin(visible))).strip()


def lowered(text: str) -> str:
    """Lower case of equal length, so that an offset into one is an offset into the other."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it, so more than marks and emoji."""
    return any(char.isalnum() for char in text)


def _thin(text: str) -> str:
    """The text with at most `MARKS_PER_BASE` marks in a row."""
    kept: list[str] = []
    marks = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
        elif char not in _JOINERS:
            marks = 0
        if marks <= MARKS_PER_BASE or char in _JOINERS:
            kept.append(char)
    return "".join(kept)


def _is_visible(char: str) -> bool:
    if char in "\n\t" or char in _JOINERS:
        return True
    code = ord(char)
    if char in _FILLERS or code in _NOT_CHARACTERS or code & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")

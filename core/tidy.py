"""What a message looks like once everything that only disturbs is out of it."""

from __future__ import annotations

import unicodedata

MARKS_PER_BASE = 4
"""Combining marks kept on one base; no living script needs more, and zalgo text has hundreds."""

_JOINERS = "\u200c\u200d"
"""Persian and emoji need them, so they stay although they are invisible."""

_NOT_CHARACTERS = frozenset({*range(0xFDD0, 0xFDF0)})


def tidy(raw: str) -> str:
    """A message in NFC without control, direction, invisible, tag and broken characters.

    Never NFKC: an address or a number stays as it was typed. Linear in the length.

    Args:
        raw: any string, lone surrogates included.
    """
    kept: list[str] = []
    marks = 0
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    for char in unicodedata.normalize("NFC", lines):
        if unicodedata.combining(char):
            marks += 1
            if marks <= MARKS_PER_BASE:
                kept.append(char)
            continue
        if _is_visible(char):
            marks = 0
            kept.append(char)
    return "".join(kept).strip()


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it, so more than marks and emoji."""
    return any(char.isalnum() for char in text)


def _is_visible(char: str) -> bool:
    if char in "\n\t" or char in _JOINERS:
        return True
    code = ord(char)
    if code in _NOT_CHARACTERS or code & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")

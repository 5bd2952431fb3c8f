"""How words of a stranger reach paper: every character is drawn, or something visible in its place.

A page of the console isolates directions with `<bdi>`; paper and files have no such fence, so that
characters which turn or hide what stands beside them become a mark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container

MARK = "\ufffd"
"""What stands for a control character."""

_JOINERS = "\u200c\u200d"
"""Persian and emoji need them."""


def harmless(text: str) -> str:
    """The text with a mark in place of control, direction, tag and broken characters."""
    return "".join(char if _is_harmless(char) else MARK for char in text)


def drawable(text: str, drawn: Container[int]) -> str:
    """The text with the number of each character that a font cannot draw: `[U+4E2D]`.

    Args:
        text: words of a stranger.
        drawn: code points that the font has.
    """
    return "".join(
        char if ord(char) in drawn or char in "\n\t" or char in _JOINERS else f"[U+{ord(char):04X}]"
        for char in harmless(text)
    )


def _is_harmless(char: str) -> bool:
    if char in "\n\t" or char in _JOINERS:
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

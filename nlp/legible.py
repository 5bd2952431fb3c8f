"""What copy of a text the model is given: as long as the text, with nothing that harms it.

The model is trained on edited English. Control characters and lone surrogates stop it, long
runs of marks make its tokeniser quadratic (8,000 brackets take 5 s), and capitals throughout
blind it. The copy differs from the text only where that costs nothing; its offsets are the
text's own.
"""

from __future__ import annotations

import re
import unicodedata

_STRETCH = re.compile(r"\S{61,}")
"""A stretch without white space longer than any word or address that the model could read."""

_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})
_KEPT_CONTROLS = frozenset("\n\t\r")


def legible(text: str) -> str:
    """A copy of equal length that the model reads safely and in linear time.

    Control characters, surrogates and unassigned code points become spaces, and so does every
    stretch of more than 60 code points without white space.
    """
    seen = text if text.isascii() and text.isprintable() else "".join(map(_seen, text))
    return _STRETCH.sub(lambda match: " " * len(match.group()), seen)


def _seen(character: str) -> str:
    if character in _KEPT_CONTROLS or unicodedata.category(character) not in _UNSEEN:
        return character
    return " "


def shouted(text: str) -> bool:
    """Whether a text is typed in capitals: more than 60 % of its letters (3 to 6 % are usual)."""
    upper = sum(map(str.isupper, text))
    letters = upper + sum(map(str.islower, text))
    return upper > 0.6 * letters

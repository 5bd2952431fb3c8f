"""How the words of a message are capitalised: the pieces are lower case, and tags need to know."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from nlp.document import Token
from nlp.legible import shouted


class Shape(IntEnum):
    """How a word is typed; the number is its row in the encoder's table of shapes."""

    SMALL = 0
    TITLE = 1
    CAPITALS = 2


def shapes(text: str, tokens: Sequence[Token]) -> list[Shape]:
    """The shape of each word; all are small where the whole message is in capitals."""
    if shouted(text):
        return [Shape.SMALL] * len(tokens)
    return [_shape(token.text) for token in tokens]


def _shape(word: str) -> Shape:
    if not word[0].isupper():
        return Shape.SMALL
    return Shape.CAPITALS if len(word) > 1 and word.isupper() else Shape.TITLE

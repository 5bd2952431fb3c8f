"""How a word is cut into pieces that the encoder knows: WordPiece, the longest piece first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self
from unicodedata import category, normalize

WORDPIECES = Path(__file__).with_name("data") / "wordpieces.txt"
"""One piece a line, its number the line's place: the 30,522 of BERT's English lower-case
vocabulary (Devlin and others, 2018; Apache-2.0). A piece that goes on inside a word has ``##``."""

_ON = "##"
_LONGEST = 60
"""A longer word is one unknown piece, so that no text costs the square of its length."""


class WordPieces:
    """The vocabulary; holds nothing of any text."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Build it.

        Args:
            pieces: in the order of their numbers.

        Raises:
            ValueError: a mark that every text needs is missing.
        """
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        try:
            self.unknown = self._numbers["[UNK]"]
            self.first = self._numbers["[CLS]"]
            self.last = self._numbers["[SEP]"]
        except KeyError as error:
            raise ValueError(f"the vocabulary of word pieces has no {error.args[0]}") from error

    @classmethod
    def shipped(cls) -> Self:
        """The vocabulary in the package.

        Raises:
            OSError: its file is missing.
            ValueError: its file is broken.
        """
        return cls(WORDPIECES.read_text(encoding="utf-8").splitlines())

    def of(self, word: str) -> Sequence[int]:
        """The numbers of a word's pieces, at least one.

        Args:
            word: a token of a document, in lower case.
        """
        whole = self._numbers.get(word)
        if whole is not None:
            return (whole,)
        if len(word) > _LONGEST:
            return (self.unknown,)
        return [number for part in _parts(_plain(word)) for number in self._cut(part)] or (
            self.unknown,
        )

    def _cut(self, part: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        while start < len(part):
            end = self._end(part, start)
            if end == start:
                return [self.unknown]
            numbers.append(self._numbers[_named(part, start, end)])
            start = end
        return numbers

    def _end(self, part: str, start: int) -> int:
        """Where the longest piece ends that begins at ``start``; ``start`` where none does."""
        end = len(part)
        while end > start and _named(part, start, end) not in self._numbers:
            end -= 1
        return end


def _named(part: str, start: int, end: int) -> str:
    return part[start:end] if start == 0 else f"{_ON}{part[start:end]}"


def _plain(word: str) -> str:
    """The word without accents, as the vocabulary was made."""
    return "".join(c for c in normalize("NFD", word) if category(c) != "Mn")


def _parts(word: str) -> Iterable[str]:
    """Runs of letters and digits, and every mark by itself."""
    start = 0
    for at, character in enumerate(word):
        if not character.isalnum():
            if at > start:
                yield word[start:at]
            yield character
            start = at + 1
    if start < len(word):
        yield word[start:]

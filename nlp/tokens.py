"""Where the words of a text begin and end: one tokenisation for rules, with or without a model."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]{1,80}(?:'[^\W_]{1,20}){0,3}|_{1,80}|[^\w\s]|\w")


def cut_words(folded: str) -> list[tuple[int, int]]:
    """Spans ``[start, end)`` of words and marks in a folded text.

    A word is a run of letters and digits, with apostrophes inside (``won't``, ``o'neill``);
    every other visible character is a mark of its own.
    """
    return [match.span() for match in _WORD.finditer(folded)]


def words_of(folded: str) -> list[str]:
    """The words and marks of `cut_words` themselves."""
    return _WORD.findall(folded)


def key_of(word: str) -> str:
    """A folded word as phrases know it: apostrophes count for nothing, a hyphen is empty."""
    return "" if word == "-" else word.replace("'", "")

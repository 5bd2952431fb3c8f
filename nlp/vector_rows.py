"""Where the words of a text stand in the base model's table of vectors.

The rows are those of spaCy's own tokens. Most words are such a token as they stand, with nothing
but letters or digits between blanks and at most one mark behind; they are looked up at once. Only
the rest goes through spaCy's tokeniser, which takes ten times as long for a word it has not kept,
and it may keep none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

type Rows = list[tuple[int, int, int]]
"""For each of spaCy's tokens its ``[start, end)`` in code points and its row, -1 without one."""

TABLE = (20_000, 684_830)
"""Rows and words of the base model's table of vectors, on which the trained words rest; of any
other table nothing is read."""

_APART = "\n"
"""Between stretches that do not stand side by side; a token of its own that no other takes in."""

_STRETCH = re.compile(r"(?<!\S)([A-Za-z]+|[0-9]+)([,.;:!?]?)(?!\S)|\S+")
"""What stands between blanks: letters or digits with at most one mark behind, or anything else."""


class VectorRows:
    """Looks up the words of texts; holds nothing of any.

    Its tokens are those of `Language.make_doc`. A stretch of letters or digits that is none of
    the tokeniser's special cases has no affix in English but the mark behind it, which is cut
    off; save a full stop after a capital, which may belong to initials.
    """

    def __init__(self, language: Language) -> None:
        """Build it; the language's vocabulary must be of use to nothing else.

        No attribute of its words (shape, prefix, whether it is an address) is worked out any
        more: only networks would read them, and they cost more than the tokens.
        """
        language.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # spaCy's stubs lack it
        self._language = language
        self._special = frozenset(language.tokenizer.rules)  # type: ignore[union-attr]  # likewise
        self._hashed = language.vocab.strings
        self._row = language.vocab.vectors.key2row.get

    def of(self, text: str) -> Rows:
        """Where each word of a text stands in the table, in order."""
        found: Rows = []
        rest: list[tuple[int, int]] = []
        special, hashed, row = self._special, self._hashed, self._row
        for match in _STRETCH.finditer(text):
            word, mark = match.groups()
            start, end = match.span()
            if not word or word in special or (mark and self._belongs(word, mark)):
                rest.append((start, end))
                continue
            last = end - len(mark)
            found.append((start, last, row(hashed[word], -1)))
            if mark:
                found.append((last, end, row(hashed[mark], -1)))
        if rest:
            found.extend(self._tokenised(text, rest))
            found.sort()
        return found

    def _belongs(self, word: str, mark: str) -> bool:
        """Whether a mark may be part of the word before it."""
        return (mark == "." and word[-1].isupper()) or word + mark in self._special

    def _tokenised(self, text: str, stretches: list[tuple[int, int]]) -> Rows:
        """The rows of stretches ``[start, end)`` of a text, none of which has a blank inside."""
        parts: list[str] = []
        places: list[int] = []
        shifts: list[int] = []
        length = before = 0
        for start, end in stretches:
            # Special cases may be of two stretches only where one blank is between them.
            parts += [" " if text[before:start] == " " else _APART, text[start:end]]
            places.append(length)
            shifts.append(start - length - 1)
            length += end - start + 1
            before = end
        joined = "".join(parts)
        found: Rows = []
        for first, last, row in rows_of(self._language.make_doc(joined)):
            if not joined[first].isspace():
                shift = shifts[bisect_right(places, first) - 1]
                found.append((first + shift, last + shift, row))
        return found


def has_table(vocab: Vocab) -> bool:
    """Whether a vocabulary has the table of vectors that the trained words rest on."""
    vectors = vocab.vectors
    return (vectors.shape[0], vectors.n_keys) == TABLE


def rows_of(doc: Doc) -> Rows:
    """Where the tokens of a document of the base model stand in its table of vectors."""
    row = doc.vocab.vectors.key2row.get
    return [(token.idx, token.idx + len(token), row(token.orth, -1)) for token in doc]

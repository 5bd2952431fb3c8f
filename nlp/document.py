"""What the rules read: a text as plain tokens and clauses, with no trace of spaCy.

A document comes from the model (`nlp.model`) with part-of-speech tags, or
from `nlp.plain` without them when the model is out of reach. Rules must work with both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from core.tidy import lowered
from nlp.encoder.encoding import Encoding

_ALIKE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case with plain quotes, dashes and spaces; always as long as ``text``.

    Characters whose lower case is longer than one code point are kept, so that an offset
    into the folded text is an offset into the text.
    """
    return lowered(text.translate(_ALIKE))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. ``[start, end)`` are code points of the document's text.

    Attributes:
        index: its place in ``Document.tokens``.
        text: as typed.
        lower: the same stretch of ``Document.folded``.
        key: ``lower`` as phrases know it, see `nlp.tokens.key_of`.
        tag: Penn Treebank tag from the model, or "" without a model.
        row: place of the word in the base model's table of vectors, or -1 where it has none.
        clause: place of its clause in ``Document.clauses``.
    """

    index: int
    start: int
    end: int
    text: str
    lower: str
    key: str
    tag: str = ""
    row: int = -1
    clause: int = 0


_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text with one time, polarity and modality; ``first``/``last`` are tokens.

    ``[start, end)`` are code points; ``last`` is the index after its last token.
    """

    index: int
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """One message, ready for rules.

    Attributes:
        text: as given.
        folded: `fold(text)`; same length.
        at: when it was sent: local time in Europe/London, naive.
        tagged: whether a model gave tags.
        encoding: what the encoder says of it, or None where it took no part.
    """

    text: str
    folded: str
    at: datetime
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    tagged: bool = False
    encoding: Encoding | None = None

    def words(self, clause: Clause) -> tuple[Token, ...]:
        """The tokens of a clause."""
        return self.tokens[clause.first : clause.last]

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that share a code point with ``[start, end)``."""
        first = bisect_right(self.tokens, start, key=_END)
        return self.tokens[first : max(first, bisect_left(self.tokens, end, key=_START))]

"""A document without a model: what the rules read in degraded mode and in their tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from nlp.clauses import cut_clauses
from nlp.document import Document, Token, fold
from nlp.encoder.encoding import Encoding
from nlp.tokens import cut_words, key_of


def read_plain(text: str, at: datetime) -> Document:
    """The document of a text by rules alone: no tags.

    Args:
        text: the message.
        at: when it was sent, local time in Europe/London, naive.
    """
    return build(text, at)


def build(
    text: str,
    at: datetime,
    *,
    tag_at: Callable[[int, int], str] | None = None,
    row_at: Callable[[int, int], int] | None = None,
    encode: Callable[[Sequence[Token]], Encoding] | None = None,
) -> Document:
    """Put a document together from a text and what models say of it.

    Args:
        text: the message.
        at: when it was sent, local time in Europe/London, naive.
        tag_at: Penn tag of the word at ``[start, end)``; None without a tagger.
        row_at: its place in the base model's table of vectors; None without one.
        encode: reads the words with the encoder; where there is no tagger, it gives the tags too.
    """
    folded = fold(text)
    tokens = [
        Token(
            index, start, end, text[start:end], folded[start:end], key_of(folded[start:end]),
            tag_at(start, end) if tag_at else "", row_at(start, end) if row_at else -1,
        )
        for index, (start, end) in enumerate(cut_words(folded))
    ]  # fmt: skip
    encoding = encode(tokens) if encode and tokens else None
    tags = encoding.tags if encoding and not tag_at else [token.tag for token in tokens]
    clauses = cut_clauses(folded, tokens)
    # Not `dataclasses.replace`, which asks for each field by its name: it took as long again.
    placed = tuple(
        Token(t.index, t.start, t.end, t.text, t.lower, t.key, tag, t.row, clause.index)
        for clause in clauses
        for t, tag in zip(
            tokens[clause.first : clause.last], tags[clause.first : clause.last], strict=True
        )
    )
    tagged = tag_at is not None or encode is not None
    return Document(text, folded, at, placed, tuple(clauses), tagged, encoding)

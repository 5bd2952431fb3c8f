"""How findings lie in a text: in which sentence, and which of several that overlap stays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from nlp.document import Document

_ENDS = frozenset(".!?")


def sentence_of(doc: Document) -> tuple[int, ...]:
    """The number of the sentence of each token, counting from 0.

    A sentence ends at a full stop, question or exclamation mark before a space, and at a
    line break.
    """
    numbers: list[int] = []
    number = 0
    before = None
    for token in doc.tokens:
        if before is not None:
            gap = doc.folded[before.end : token.start]
            if "\n" in gap or (before.lower in _ENDS and gap):
                number += 1
        numbers.append(number)
        before = token
    return tuple(numbers)


def without_overlaps(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans ``(start, end, rule)`` in order of start; of overlapping ones the first given."""
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        at = bisect_right(kept, span[0], key=lambda s: s[0])
        clear_left = at == 0 or kept[at - 1][1] <= span[0]
        if span[0] < span[1] and clear_left and (at == len(kept) or span[1] <= kept[at][0]):
            kept.insert(at, span)
    return kept

"""How the pieces of a long message are laid into windows that the encoder can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

LENGTH = 160
"""Pieces in a window, less the two marks at its ends: four tips in five fit into one. What
attention costs grows with the square of it."""
OVERLAP = 16
"""Pieces that two windows share, so that every piece has some before and after it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch ``[start, end)`` of a message's pieces, and the part of it that counts.

    Of two windows that share pieces the first counts for the first half of them, the second
    for the rest.

    Attributes:
        counts_from: the first piece for which this window counts.
        counts_to: the one after the last.
    """

    start: int
    end: int
    counts_from: int
    counts_to: int


def windows(count: int) -> Iterator[Window]:
    """The windows over so many pieces; none over none."""
    start, counted = 0, 0
    while counted < count:
        end = min(start + LENGTH, count)
        to = count if end == count else end - OVERLAP // 2
        yield Window(start, end, counted, to)
        start, counted = end - OVERLAP, to


def owners(pieces: Sequence[Sequence[int]]) -> list[int]:
    """For each piece of a message the place of its word, given the pieces of each word."""
    return [word for word, own in enumerate(pieces) for _ in own]


def firsts(pieces: Sequence[Sequence[int]]) -> list[int]:
    """The place of each word's first piece, given the pieces of each word."""
    return [0, *accumulate(map(len, pieces))][:-1]

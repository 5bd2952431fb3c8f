"""Lines in which words stand in double square brackets: in ``spans/`` those that tell who wrote.

``[[my brother]] sells weed from 9 Hill Road``: the words in brackets are to go, all others stay.
In ``times/`` they are the times of the activity: ``I moved in March, he sells [[every Friday]]``.
Each file is a batch by one hand, named ``SPLIT-HAND.txt``; a line that begins with ``#`` is a
comment. Lines say nothing about how urgent a message is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.contract import BadInput
from nlp.corpus.read import Split

SPANS = Path(__file__).with_name("spans")
TIMES = Path(__file__).with_name("times")
"""Lines in which the times of the activity are marked, for the model of times."""

_MARK = re.compile(r"\[\[|\]\]")
_OPEN = "[["


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A message and ``[start, end)`` in code points of what is marked in it."""

    text: str
    marked: tuple[tuple[int, int], ...]


def marked_line(line: str) -> MarkedLine:
    """The message of a line without its brackets.

    Raises:
        BadInput: a bracket is missing, stands inside another pair, or holds nothing.
    """
    marked: list[tuple[int, int]] = []
    text = ""
    opened: int | None = None
    last = 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        last = mark.end()
        if (mark.group() == _OPEN) == (opened is not None):
            raise BadInput("a bracket is missing or stands inside another pair")
        if opened is None:
            opened = len(text)
            continue
        if not text[opened:].strip():
            raise BadInput("a pair of brackets holds nothing")
        marked.append((opened, len(text)))
        opened = None
    if opened is not None:
        raise BadInput("a bracket is never closed")
    return MarkedLine(text + line[last:], tuple(marked))


def marked_files(split: Split, folder: Path = SPANS) -> list[Path]:
    """Files of a split, in order of their names."""
    return sorted(folder.glob(f"{split}-*.txt"))


def marked_lines(path: Path) -> Iterator[MarkedLine]:
    """The lines of a file.

    Raises:
        BadInput: a line is broken; the sentence names the file and the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield marked_line(line.strip())
        except BadInput as error:
            raise BadInput(f"{path.name} line {number}: {error}.") from error

"""How are lines of public text read, in which places and times are marked?

Each file of ``public/`` holds one sort of text: made-up tweets, paragraphs of news, and lines
of tips. A line is the moment of writing, `` ## ``, and the text with its marks: ``{L:Leeds}``
is a place, ``{T:next Friday|2026-04-17}`` a time and what date it is (or begins with),
``{D:weed}`` a drug. Other marks stand for what is measured elsewhere and are only taken off.

Lines of tips write the value of a time otherwise: ``p`` and a date for a point, ``r`` for a habit,
``now``, ``v`` for a vague one; only whether it was found is measured there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nlp.contract import BadInput

PUBLIC = Path(__file__).with_name("public")

_MARK = re.compile(r"\{([LTDK]):|\}")
_APART = " ## "


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked stretch ``[start, end)`` in code points, and for a time its value."""

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A text, the local time it was written at, and what is marked in it."""

    text: str
    at: datetime
    marks: tuple[Marked, ...]

    def of(self, kind: str) -> tuple[Marked, ...]:
        """The marks of one kind, in order: ``L`` places, ``T`` times, ``D`` drugs."""
        return tuple(mark for mark in self.marks if mark.kind == kind)


def public_line(line: str) -> PublicLine:
    """A line without its marks.

    Raises:
        BadInput: the moment of writing or a mark is broken.
    """
    at, apart, body = line.partition(_APART)
    if not apart:
        raise BadInput("there is no ' ## ' behind the moment of writing")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput(f"{at} is no local time") from error
    text, marks = _unmarked(body)
    return PublicLine(text, moment, tuple(sorted(marks, key=lambda mark: mark.start)))


def _unmarked(body: str) -> tuple[str, list[Marked]]:
    text, last = "", 0
    opened: list[tuple[str, int]] = []
    marks: list[Marked] = []
    for match in _MARK.finditer(body):
        text += body[last : match.start()]
        last = match.end()
        if match[1]:
            opened.append((match[1], len(text)))
            continue
        if not opened:
            raise BadInput("a mark is closed that was never opened")
        kind, start = opened.pop()
        value = ""
        if kind == "T":
            text, bar, value = text.rpartition("|")
            if not bar:
                raise BadInput("a time has no value")
        marks.append(Marked(kind, start, len(text), value))
    if opened:
        raise BadInput("a mark is never closed")
    return text + body[last:], marks


def public_lines(name: str) -> list[PublicLine]:
    """The lines of a file of ``public/``: ``tweets``, ``news`` or ``tips``.

    Raises:
        BadInput: a line is broken; the sentence names the file and the line.
    """
    return list(_lines(PUBLIC / f"{name}.txt"))


def _lines(path: Path) -> Iterator[PublicLine]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield public_line(line)
        except BadInput as error:
            raise BadInput(f"{path.name} line {number}: {error}.") from error

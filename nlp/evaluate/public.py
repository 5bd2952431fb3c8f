"""How well are places and dates found in public text: tweets and news?

`uv run python -m nlp.evaluate.public [FILE ...]` prints the figures and every error. Places are
compared by overlap, in the text as it stands and in lower case; a date is right where an
expression that overlaps it begins on the annotated date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.analysis import Finding, Time, TimeKind
from nlp.corpus.public import Marked, PublicLine, public_lines
from nlp.document import Document
from nlp.findings import Findings

FILES = ("tweets", "news")
_NO_DATE = "-"


class Reader(Protocol):
    """Reads a text written at a local time."""

    def __call__(self, text: str, at: datetime) -> Document:
        """The text as tokens."""


class Finds(Protocol):
    """What finds places and times."""

    def find(self, doc: Document) -> Findings:
        """What the finders find."""


@dataclass(slots=True)
class Figures:
    """Counts of what was found, missed and false, and of dates that are right."""

    found: int = 0
    missed: int = 0
    false: int = 0
    dates: int = 0
    right: int = 0
    extra: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of places, by overlap; 0 where there are none."""
        all_ = 2 * self.found + self.missed + self.false
        return 2 * self.found / all_ if all_ else 0.0

    @property
    def dates_right(self) -> float:
        """Share of the annotated dates with the right value."""
        return self.right / self.dates if self.dates else 0.0


def measure(
    lines: Iterable[PublicLine], read: Reader, finds: Finds, *, lower: bool = False
) -> Figures:
    """Compare what is found with what is marked.

    Args:
        lines: marked lines.
        read: reads a text, with a model or without.
        finds: the finders.
        lower: read the text in lower case.
    """
    figures = Figures()
    for line in lines:
        text = (
            line.text.lower() if lower and len(line.text.lower()) == len(line.text) else line.text
        )
        found = finds.find(read(text, line.at))
        _places(figures, line, found)
        _dates(figures, line, found.times)
    return figures


def _places(figures: Figures, line: PublicLine, found: Findings) -> None:
    marks = line.of("L")
    for mark in marks:
        if any(_touch(mark, place) for place in found.places):
            figures.found += 1
        else:
            figures.missed += 1
            figures.errors.append(f"place missed: {_around(line, mark)}")
    for place in found.places:
        if not any(_touch(mark, place) for mark in marks):
            figures.false += 1
            figures.errors.append(f"place false [{place.rule}]: {_around(line, place)}")


def _dates(figures: Figures, line: PublicLine, times: Iterable[Time]) -> None:
    marks = [mark for mark in line.of("T") if mark.value != _NO_DATE]
    dated = [time for time in times if time.kind is TimeKind.POINT]
    for mark in marks:
        figures.dates += 1
        said = [time for time in dated if _touch(mark, time)]
        if any(_begins(time, mark.value) for time in said):
            figures.right += 1
        else:
            got = ", ".join(
                f"{time.text!r} {time.start_at or time.end_at} {time.rule}" for time in said
            )
            figures.errors.append(
                f"date wrong: {_around(line, mark)} is {mark.value}, not {got or '-'}"
            )
    for time in dated:
        if not any(_touch(mark, time) for mark in line.of("T")):
            figures.extra += 1
            figures.errors.append(
                f"date false [{time.rule} {time.start_at}]: {_around(line, time)}"
            )


def _begins(time: Time, date: str) -> bool:
    return (time.start_at or time.end_at or "").startswith(date)


def _touch(mark: Marked, found: Finding) -> bool:
    return mark.start < found.end and found.start < mark.end


def _around(line: PublicLine, span: Finding | Marked) -> str:
    text = line.text
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
    return f"{before}[{text[span.start : span.end]}]{after}"


def _told(names: list[str]) -> Iterator[str]:
    from nlp.model import load_model
    from nlp.pipeline import Pipeline

    model, pipeline = load_model(), Pipeline()
    for name in names or FILES:
        for lower in (False, True):
            figures = measure(public_lines(name), model.read, pipeline, lower=lower)
            yield (
                f"{name}{' in lower case' if lower else ''}: places F1 {figures.f1:.3f} "
                f"({figures.found} found, {figures.missed} missed, {figures.false} false), "
                f"dates right {figures.dates_right:.3f} of {figures.dates}, {figures.extra} false"
            )
            yield from (f"  {error}" for error in figures.errors)


if __name__ == "__main__":
    for said in _told(sys.argv[1:]):
        sys.stdout.write(f"{said}\n")

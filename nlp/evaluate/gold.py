"""What an annotated tip says should be found, and where its strings stand in its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.analysis import Triage
from nlp.contract import BadInput
from nlp.incoming import read_moment, read_objects

type Span = tuple[int, int]
"""Half-open code point offsets."""

_KINDS = frozenset({"point", "recurring", "now", "vague", "any"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTime:
    """An annotated time; ``any`` leaves kind and value open."""

    span: Span
    text: str
    kind: str
    start: str | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTip:
    """An annotated tip.

    Attributes:
        generic: unnamed places, which count neither as found nor as false.
        remove: strings that must not survive the redaction.
        removed: where they stand.
        keep: strings that must.
    """

    id: str
    text: str
    at: datetime
    triage: Triage
    safeguarding: bool
    in_scope: bool
    places: tuple[Span, ...]
    generic: tuple[Span, ...]
    times: tuple[GoldTime, ...]
    drugs: tuple[Span, ...]
    remove: tuple[str, ...]
    removed: tuple[Span, ...]
    keep: tuple[str, ...]


def read_gold(lines: Iterable[str]) -> tuple[GoldTip, ...]:
    """Annotated tips from JSON Lines.

    Raises:
        BadInput: a line is broken, an annotated string is not in its text, or an id comes
            twice; the sentence names the line.
    """
    tips: dict[str, GoldTip] = {}
    for number, row in read_objects(lines):
        try:
            tip = tip_of(row, number)
        except KeyError as error:
            raise BadInput(f"Line {number} has no {error.args[0]}.") from error
        except (TypeError, ValueError) as error:
            raise BadInput(f"Line {number} is no annotated tip.") from error
        if tip.id in tips:
            raise BadInput(f"Line {number} repeats the id of another line.")
        tips[tip.id] = tip
    return tuple(tips.values())


def tip_of(row: dict[str, Any], number: int) -> GoldTip:
    """An annotated tip from its row.

    Raises:
        BadInput: an annotated string is not in its text; the sentence names line ``number``.
        KeyError, TypeError, ValueError: it has not the shape of an annotated tip.
    """
    text = row["text"]
    return GoldTip(
        id=row["id"],
        text=text,
        at=read_moment(row["ref"], number),
        triage=Triage(row["triage"]),
        safeguarding=bool(row["safeguarding"]),
        in_scope=bool(row["in_scope"]),
        places=spans_of(text, row["locations"], number),
        generic=spans_of(text, row.get("places_generic", ()), number),
        times=_times(text, row["times"], number),
        drugs=spans_of(text, row["drugs"], number),
        remove=tuple(row["remove"]),
        removed=spans_of(text, row["remove"], number),
        keep=tuple(row["keep"]),
    )


def _times(text: str, rows: Sequence[dict[str, Any]], number: int) -> tuple[GoldTime, ...]:
    spans = spans_of(text, [row["text"] for row in rows], number)
    if any(row["kind"] not in _KINDS for row in rows):
        raise BadInput(f"Line {number} has a time of an unknown kind.")
    return tuple(
        GoldTime(
            span=span,
            text=row["text"],
            kind=row["kind"],
            start=row.get("start"),
            rrule=row.get("rrule"),
        )
        for span, row in zip(spans, rows, strict=True)
    )


def spans_of(text: str, strings: Iterable[str], number: int) -> tuple[Span, ...]:
    """Where each string stands; a string listed again takes its next place.

    A place where it is a word of its own comes before one inside a word.

    Raises:
        BadInput: a string is not in the text often enough.
    """
    taken: list[Span] = []
    for string in strings:
        left = [one for one in _places(text, string) if one not in taken]
        if not left:
            raise BadInput(f"Line {number} annotates {string!r}, which is not in its text.")
        taken.append(next((one for one in left if _is_whole(text, *one)), left[0]))
    return tuple(taken)


def _places(text: str, string: str) -> Iterator[Span]:
    start = text.find(string)
    while start >= 0:
        yield start, start + len(string)
        start = text.find(string, start + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter touches it: the "now" that is meant is not the one in "know"."""
    return not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())

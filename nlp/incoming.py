"""Which texts a file or a pipe holds: plain text, a tip a line, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nlp.contract import BadInput

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text to analyse.

    Attributes:
        id: its id; for plain text the number of its line.
        text: the message.
        at: when it was sent: local time in Europe/London, naive.
    """

    id: str
    text: str
    at: datetime


def read_lines(lines: Iterable[str], *, now: datetime) -> Iterator[Incoming]:
    """Tips from plain text, one a line; empty lines are skipped.

    Args:
        lines: the lines, with or without their ends.
        now: when they count as sent.
    """
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if number == 1:
            text = text.removeprefix("\ufeff")
        if text.strip():
            yield Incoming(str(number), text, now)


def read_jsonl(lines: Iterable[str], *, now: datetime) -> Iterator[Incoming]:
    """Tips from JSON Lines: ``{"id", "text", "ref"?}``; other keys are ignored.

    Args:
        lines: the lines.
        now: when a tip without ``ref`` counts as sent.

    Raises:
        BadInput: a line is no such object, or repeats an id; the sentence names the line.
    """
    seen: dict[str, int] = {}
    for number, row in read_objects(lines):
        tip = _tip(row, number, now)
        if tip.id in seen:
            raise BadInput(f"Line {number} repeats the id of line {seen[tip.id]}.")
        seen[tip.id] = number
        yield tip


def read_objects(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of JSON Lines with the numbers of their lines; empty lines are skipped.

    Raises:
        BadInput: a line is no JSON object; the sentence names the line.
    """
    for number, line in enumerate(lines, 1):
        content = line.removeprefix("\ufeff").strip()
        if not content:
            continue
        try:
            row = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"Line {number} is not JSON.") from error
        if not isinstance(row, dict):
            raise BadInput(f"Line {number} is not a JSON object.")
        yield number, row


def _tip(row: dict[str, Any], number: int, now: datetime) -> Incoming:
    identity, text, ref = row.get("id"), row.get("text"), row.get("ref")
    if not isinstance(identity, str) or not identity:
        raise BadInput(f"Line {number} has no id; it must be a string.")
    if not isinstance(text, str):
        raise BadInput(f"Line {number} has no text; it must be a string.")
    return Incoming(identity, text, now if ref is None else read_moment(ref, number))


def read_moment(ref: object, number: int) -> datetime:
    """The local time that a line states.

    Args:
        ref: ISO 8601 date and time; with a zone it is turned into local time.
        number: the line, for the error.

    Raises:
        BadInput: it is no such time.
    """
    try:
        moment = datetime.fromisoformat(str(ref))
        return moment.astimezone(LONDON).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise BadInput(f"Line {number}: ref is no date and time like 2026-03-27T22:40.") from error

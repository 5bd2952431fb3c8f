"""Where a stated time stands against the moment of writing: now, soon, past, later, habit."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from core.analysis import Time, TimeKind
from nlp.qualifiers.model import When

SOON = timedelta(minutes=70)
"""Policy: what begins within about an hour counts as happening now."""
_NOW = timedelta(minutes=5)
_PARTIAL = frozenset({4, 7})
"""Lengths of a year and of a year with its month."""

_NUMBER = (
    r"(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty"
    r"|forty|half an|a few|few|couple of|a couple of)"
)
_UNIT = r"(m|min|mins|minute|minutes|hr|hour|hours|hrs)"
_YEAR = re.compile(r"\bin (?:19[5-9]|20[0-4])\d\b")
_IN = re.compile(rf"\bin (?:about |around |like |roughly |the next |next )?{_NUMBER} ?{_UNIT}\b")
_RATE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen|several|\d{1,2})"
    r"(?: different| other| more)? (?!lads|men|boys|girls|women|fellas|mates|of )[a-z]{2,15} $"
)
"""Before "in ten minutes": so many of a thing, "three deals in ten minutes" is a rate."""
_BEHIND = 40
"""Code points before a stretch of minutes that may make a rate of it."""
_ROUND = re.compile(
    rf"\b{_NUMBER} ?{_UNIT} (?:from now|away|off|out|till|til|until he|until they)\b"
    r"|\bquarter of an hour (?:off|away|out)\b|\bhalf an? hour (?:off|away|out|from now)\b"
    r"|\bhalf hour (?:off|away|out|from now)\b|\bback in half (?:an )?hour\b"
)
"""Said of somebody on the way."""
_BARE = re.compile(
    r"\b(?:there|here|back|be|outside|over|round|down|meet|meeting|marina|park) in (\d{1,2})"
    r"(?= (?:so|get|w|with|and|n|pls|please|he|hes|they|bring)\b|[.,!?'\n]|$)"
)
"""Minutes without their name: "there in 15"."""
_AGO = re.compile(rf"\b{_NUMBER} ?{_UNIT} (?:ago|back|since)\b")


def place_time(time: Time, at: datetime) -> When:
    """What a time expression says of the facts beside it.

    Args:
        time: as found in the message.
        at: when the message was sent, local and naive.
    """
    if time.kind is TimeKind.NOW:
        return When.NOW
    if time.kind is TimeKind.RECURRING:
        return When.HABIT
    if time.kind is TimeKind.VAGUE:
        return When.HABIT
    if time.text.lower().startswith(("since", "from")) and time.end_at is None:
        return _since(time, at)
    return _point(time, at)


def _since(time: Time, at: datetime) -> When:
    """Hold "since March" for a habit; "since nine", said tonight, goes on now."""
    start = read_local(time.start_at)
    if start is not None and at - timedelta(hours=12) <= start <= at:
        return When.NOW if "T" in (time.start_at or "") else When.UNKNOWN
    return When.HABIT


def _point(time: Time, at: datetime) -> When:
    start = read_local(time.start_at)
    if start is None:
        return When.UNKNOWN
    if "T" not in (time.start_at or ""):
        return _day(time, start, at)
    end = read_local(time.end_at) or start
    if start > at + SOON:
        return When.FUTURE
    if start > at + _NOW:
        return When.SOON
    if end + _NOW < at:
        return When.PAST
    return When.NOW


def _day(time: Time, start: datetime, at: datetime) -> When:
    end = read_local(time.end_at) or start
    size = len(time.start_at or "")
    if size in _PARTIAL and at.isoformat()[:size] == time.start_at:
        return When.UNKNOWN
    if start.date() > at.date():
        return When.FUTURE
    if end.date() < at.date():
        return When.PAST
    return When.UNKNOWN


def read_local(value: str | None) -> datetime | None:
    """A local ISO date or time; None where there is none or it cannot be read."""
    if not value:
        return None
    whole = value + "-01-01"[len(value) - 4 :] if len(value) in _PARTIAL else value
    try:
        return datetime.fromisoformat(whole).replace(tzinfo=None)
    except ValueError:
        return None


def minutes_said(folded: str) -> list[tuple[int, int, When]]:
    """Spans of "in ten minutes", "20 mins ago" and "in 2019", with where each stands.

    Needs no finder of times, so that a message read in haste has them too.
    """
    found: list[tuple[int, int, When]] = []
    for match in _IN.finditer(folded):
        if _RATE.search(folded[max(0, match.start() - _BEHIND) : match.start()]):
            continue
        long = match[2].startswith("h") and match[1] not in {"a", "an", "1", "one", "half an"}
        large = match[1].isdigit() and int(match[1]) > SOON.seconds // 60
        found.append((*match.span(), When.FUTURE if long or large else When.SOON))
    for match in _ROUND.finditer(folded):
        long = (match[2] or "m").startswith("h") and match[1] not in {"a", "an", "1", "one"}
        found.append((*match.span(), When.FUTURE if long else When.SOON))
    found.extend((*match.span(), When.SOON) for match in _BARE.finditer(folded))
    found.extend((*match.span(), When.PAST) for match in _YEAR.finditer(folded))
    found.extend((*match.span(), When.PAST) for match in _AGO.finditer(folded))
    return found

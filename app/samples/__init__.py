"""Sample tips and written conversations for the demo, and how they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from app.clock import LONDON

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOTHING = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTip:
    """A tip, how long before the demo it counts as sent, and what became of it.

    Attributes:
        text: what the sender types.
        ago: how long before the demo.
        how: what the sender taps when asked how they know it (`core.tip.HowKnown`), or "".
        status: how far the desk has come with it (`core.tip.Status`), or "" for not at all.
        term: the reason or outcome that goes with the status (`core/terms.toml`), or "".
    """

    text: str
    ago: timedelta
    how: str = ""
    status: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class SampleConversation:
    """What a person types in a written conversation, line by line."""

    title: str
    lines: tuple[str, ...]


def sample_tips(now: datetime) -> tuple[SampleTip, ...]:
    """The sample tips, the oldest first.

    Args:
        now: aware; those of `year.tsv` keep their weekday and hour, and none lies ahead.
    """
    recent = [
        SampleTip(text=row["text"], ago=timedelta(hours=row["ago"]))
        for row in _read("tips.toml")["tip"]
    ]
    found = [*recent, *_year(now)]
    return tuple(sorted(found, key=lambda tip: tip.ago, reverse=True))


def sample_conversations() -> tuple[SampleConversation, ...]:
    """The written conversations."""
    return tuple(
        SampleConversation(row["title"], tuple(row["lines"]))
        for row in _read("conversations.toml")["conversation"]
    )


def _year(now: datetime) -> Iterator[SampleTip]:
    here = now.astimezone(LONDON)
    monday = here.date() - timedelta(days=here.weekday())
    for line in files("app.samples").joinpath("year.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        weeks, day, hour, how, end, text = line.split("\t")
        on = monday + timedelta(days=_DAYS.index(day)) - timedelta(weeks=int(weeks))
        sent = datetime.combine(on, time(int(hour)), LONDON)
        if sent > here:
            sent = datetime.combine(on - timedelta(weeks=1), time(int(hour)), LONDON)
        status, _, term = end.replace(_NOTHING, "").partition(":")
        yield SampleTip(
            text=text,
            ago=now - sent.astimezone(UTC),
            how=how.replace(_NOTHING, ""),
            status=status,
            term=term,
        )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("app.samples").joinpath(name).read_text("utf-8"))

"""Sample tips and written conversations for the demo, and how they are read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class SampleTip:
    """A tip, and how long before the demo it counts as sent."""

    text: str
    ago: timedelta


@dataclass(frozen=True, slots=True)
class SampleConversation:
    """What a person types in a written conversation, line by line."""

    title: str
    lines: tuple[str, ...]


def sample_tips() -> tuple[SampleTip, ...]:
    """The sample tips."""
    return tuple(
        SampleTip(row["text"], timedelta(hours=row["ago"])) for row in _read("tips.toml")["tip"]
    )


def sample_conversations() -> tuple[SampleConversation, ...]:
    """The written conversations."""
    return tuple(
        SampleConversation(row["title"], tuple(row["lines"]))
        for row in _read("conversations.toml")["conversation"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("app.samples").joinpath(name).read_text("utf-8"))

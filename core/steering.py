"""How moderators steer the line, and what its processes tell them of themselves.

Steering is whether the line takes reports, what its first screen adds, and whether newcomers
are asked for a tap.
Nothing here knows a sender: what is counted is counted for all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from core.errors import TiplineError

MAX_NOTICE = 300
"""Characters of a notice: it stands on a first screen of under 900."""

_OFF = "off"


class FloodMode(StrEnum):
    """Whether newcomers are asked for a tap before their report begins."""

    OFF = "off"
    ON = "on"
    AUTO = "auto"
    """While much more comes in than people write (core.flood)."""


class BadNotice(TiplineError):
    """A notice that cannot be shown: empty, too long, or in a language that the bot lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """How the line is steered now.

    Attributes:
        is_paused: whether new reports are turned away, unless they may be urgent.
        notices: what staff want said on the first screen, by language.
        flood: whether newcomers are asked for a tap.
    """

    is_paused: bool = False
    notices: Mapping[str, str] = field(default=MappingProxyType({}))
    flood: FloodMode = FloodMode.AUTO


def notices_of(typed: str, languages: tuple[str, ...]) -> dict[str, str]:
    """What was typed for the first screen, by language; "" takes a notice back.

    Where the bot speaks one language, what was typed is the notice. Where it speaks more, each
    part begins with its language and a colon (`en: Busy. cy: Prysur.`); `off` alone is for all.

    Raises:
        BadNotice: it cannot be shown, or it is not said in which language it is.
    """
    text = " ".join(typed.split())
    if text == _OFF:
        return dict.fromkeys(languages, "")
    marks = list(re.finditer(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, languages))}):", text))
    if len(languages) == 1:
        only = marks[0].end() if marks and not marks[0].start() else 0
        return {languages[0]: _notice(text[only:])}
    if not marks or marks[0].start():
        spoken = ", ".join(f"{language}:" for language in languages)
        raise BadNotice(f"Say in which language it is, before its words: {spoken}")
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {m[1]: _notice(text[m.end() : end]) for m, end in zip(marks, ends, strict=True)}


def _notice(text: str) -> str:
    text = text.strip()
    if text == _OFF:
        return ""
    if not text:
        raise BadNotice("A notice needs words. To take it back: /notice off.")
    if len(text) > MAX_NOTICE:
        raise BadNotice(f"A notice has at most {MAX_NOTICE} characters; this has {len(text)}.")
    return text


class Helm(Protocol):
    """Where the sender's side looks up how it is steered."""

    @property
    def steering(self) -> Steering:
        """As read last, a few seconds old at most while the store can be read; never waits."""


class SteeringBoard(Protocol):
    """Where steering is kept, as every process of the line reads it."""

    async def read(self) -> Steering:
        """As it stands.

        Raises:
            NotSaved: the store could not be read in time.
        """


class SteeringDesk(SteeringBoard, Protocol):
    """Where staff steer; each act is in the audit, in the same transaction."""

    async def pause(self, *, by: str, note: str) -> None:
        """Turn new reports away.

        Raises:
            NotSaved: the store could not commit in time; this and the others alike.
        """

    async def resume(self, *, by: str) -> None:
        """Take reports again."""

    async def set_notice(self, language: str, text: str, *, by: str) -> None:
        """Put a notice on the first screen of a language; "" takes it back."""

    async def set_flood(self, mode: FloodMode, *, by: str) -> None:
        """Say whether newcomers are asked for a tap."""


@dataclass(slots=True)
class Steady:
    """A helm that is set by hand; by default the line is open."""

    steering: Steering = Steering()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What all senders together did in a while; counts only.

    Attributes:
        messages: messages and taps.
        refused: of them over a sender's limit.
        reports: reports that were begun.
        echoes: of them nearly the words of an earlier one.
        challenged: newcomers who were asked for a tap.
        proved: of them who tapped what a person sees.
        turned_away: reports that were not begun since the line was paused.
    """

    messages: int = 0
    refused: int = 0
    reports: int = 0
    echoes: int = 0
    challenged: int = 0
    proved: int = 0
    turned_away: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A sign of life of one process of the line.

    Attributes:
        process: a random name of the process, new at each start.
        at: UTC.
        is_flooded: whether it asks newcomers for a tap now.
        degraded: analyses of this process that rules alone had to make, since it started.
        workers_lost: its workers that died, since it started.
    """

    process: str
    at: datetime
    is_flooded: bool = False
    degraded: int = 0
    workers_lost: int = 0


class Pulses(Protocol):
    """Where processes of the line say that they live."""

    async def beat(self, pulse: Pulse, traffic: Traffic) -> None:
        """Write a sign of life, and add traffic to this slot of the day.

        Raises:
            NotSaved: the store could not commit in time.
        """


@dataclass(frozen=True, slots=True)
class Slot:
    """Traffic of ten minutes; every count is cut to tens, so that few tell of nobody.

    Attributes:
        at: when the ten minutes begin, UTC.
    """

    at: datetime
    traffic: Traffic


class PulseBoard(Protocol):
    """What staff see of the line's processes."""

    async def pulses(self) -> tuple[Pulse, ...]:
        """The last sign of each process of the last day, newest first."""

    async def slots(self, since: datetime) -> tuple[Slot, ...]:
        """Traffic since a moment, oldest first; slots in which nothing came are left out."""

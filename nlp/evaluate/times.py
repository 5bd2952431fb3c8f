"""Whether a time that was found means what the annotation says."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.analysis import Time
from nlp.evaluate.gold import GoldTime

_NEAR = timedelta(minutes=30)
"""How far a clock time may be off: people round."""


def same_time(gold: GoldTime, said: Time) -> bool:
    """Whether the kinds agree, and with them whatever the annotation states of the value.

    A habit must have the same days and, where both say one, the same frequency. A date must
    begin with the annotated one; a clock time may be half an hour off.
    """
    if gold.kind == "any":
        return True
    if gold.kind != said.kind.value:
        return False
    if gold.kind == "recurring":
        return _same_habit(_parts(gold.rrule), _parts(said.rrule))
    if gold.kind == "point" and gold.start:
        return _same_moment(gold.start, said.start_at)
    return True


def _same_habit(gold: dict[str, str], said: dict[str, str]) -> bool:
    if _days(gold) != _days(said):
        return False
    return gold.get("FREQ", said.get("FREQ")) == said.get("FREQ")


def _same_moment(gold: str, said: str | None) -> bool:
    if not said:
        return False
    if "T" not in gold:
        return said.startswith(gold)
    there = datetime.fromisoformat(said).replace(tzinfo=None)
    return abs(datetime.fromisoformat(gold) - there) <= _NEAR


def _parts(rrule: str | None) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in (rrule or "").upper().split(";") if "=" in part)
    return {key: value for key, value in pairs}  # noqa: C416 - pairs are lists of two


def _days(parts: dict[str, str]) -> set[str]:
    return {day for day in parts.get("BYDAY", "").split(",") if day}

"""What the finders found in one document, before triage and redaction read it."""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis import Drug, Handle, Person, Phone, Place, Time, Vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Findings by kind, each in order of its start; spans of one kind do not overlap."""

    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    drugs: tuple[Drug, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    phones: tuple[Phone, ...] = ()
    handles: tuple[Handle, ...] = ()
    people: tuple[Person, ...] = ()

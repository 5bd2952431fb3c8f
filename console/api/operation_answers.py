"""What the API answers of operations, with the description of every field."""

from __future__ import annotations

from datetime import date

from console.api.answers import Answer
from core.operations import Stage


class Operation(Answer):
    """Work of the force on some areas."""

    id: str
    """Random."""
    name: str
    """What it is called; it is not secret."""
    areas: list[str]
    """Coarse areas, as tips have them."""
    starts: date
    """First day."""
    ends: date | None
    """Last day; null while it is open."""


class Operations(Answer):
    """Every operation."""

    operations: list[Operation]
    """The one that began last first."""


class AttachedTip(Answer):
    """The plain columns of a tip that is attached."""

    id: str
    """Its id."""
    arrived: date
    """Day of arrival, UTC."""
    priority: str
    """urgent, high, normal or low."""
    drug: str
    """The drug most spoken of, or ""."""
    area: str
    """Postcode district or town, or ""."""
    status: str
    """Where it stands."""
    attached: date
    """Day on which it was attached, UTC."""


class Result(Answer):
    """What came of an operation on a day."""

    kind: str
    """A key of the list."""
    count: int
    """How many."""
    on: date
    """The day."""


class Story(Answer):
    """An operation in numbers."""

    operation: Operation
    """Which it is."""
    attached: list[AttachedTip]
    """Its tips, the oldest first."""
    tips: dict[Stage, int]
    """How many of them came before, during and after it."""
    totals: dict[str, int]
    """Results by kind, summed up."""
    results: list[Result]
    """What came of it, the first day first."""
    proposed: str
    """News of these numbers, for a lead to change and publish."""


class Attached(Answer):
    """What became of attaching a tip, or of taking it off."""

    has_changed: bool
    """False where it was so already."""

"""What the API answers of what ties tips to one another, with the description of every field."""

from __future__ import annotations

from console.api.answers import Answer, TipSummary


class Shared(Answer):
    """Something that tips speak of."""

    kind: str
    """plate, phone, handle, address or person."""
    value: str
    """What it is."""


class Link(Answer):
    """Another tip, and what ties it to the one that is open."""

    tip: TipSummary
    """Its row of the queue."""
    shared: list[Shared]
    """What both speak of."""
    likeness: float
    """Of their words, from 0 to 1."""
    near_equal: bool
    """Whether the words are nearly the same."""


class Corroboration(Answer):
    """How many tips speak of a thing in words of their own: the most that there can be."""

    thing: Shared
    """The thing."""
    tips: int
    """How many, the open one among them."""


class Repeat(Answer):
    """An alarm: several tips about one suspect, soon after one another, in much the same words."""

    thing: Shared
    """The suspect, as the tips know them."""
    tips: list[str]
    """Ids of the tips. Take advice before asking more."""


class Links(Answer):
    """Everything that ties a tip to others that somebody has opened."""

    found: list[Link]
    """Other tips."""
    corroboration: list[Corroboration]
    """Of each thing that is shared."""
    repeats: list[Repeat]
    """Alarms."""

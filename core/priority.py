"""What the queue is told of a tip: its priority, its drug group and its coarse area."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from core.analysis import PlaceKind, Time, TimeKind, Triage
from core.draft import Draft
from core.tip import Part, Priority

SOON = timedelta(hours=24)
"""An event this near is time critical."""


def propose(draft: Draft, *, at: datetime) -> Priority:
    """The machine's priority.

    Urgent is what needed 999; high what hints at danger, exploits somebody, or is to happen
    within a day; low what is not about drugs.

    Args:
        draft: the report.
        at: when it is sent, local and naive.
    """
    if draft.triage is Triage.EMERGENCY:
        return Priority.URGENT
    if draft.triage is Triage.ASK or draft.safeguarding or _is_soon(draft, at):
        return Priority.HIGH
    return Priority.NORMAL if is_in_scope(draft) else Priority.LOW


def is_in_scope(draft: Draft) -> bool:
    """Whether any message is about the supply or production of drugs."""
    return any(message.analysis.in_scope for message in draft.messages)


def drug_group(parts: tuple[Part, ...]) -> str:
    """The drug spoken of most often, the first of equals, or ""."""
    counts = Counter(drug.drug for part in parts for drug in part.analysis.drugs)
    return counts.most_common(1)[0][0] if counts else ""


def coarse_area(parts: tuple[Part, ...]) -> str:
    """The postcode district of the first postcode, or else the first town, or "".

    Only of approved text: what was cut must not come back as a column.
    """
    places = [place for part in parts for place in part.analysis.locations]
    for place in places:
        if place.postcode:
            return place.postcode.split(" ")[0].upper()
    for place in places:
        if place.town:
            return place.town
    return next((p.text.title() for p in places if p.kind is PlaceKind.TOWN), "")


def _is_soon(draft: Draft, at: datetime) -> bool:
    return any(
        _lies_ahead(time, at) for message in draft.messages for time in message.analysis.times
    )


def _lies_ahead(time: Time, at: datetime) -> bool:
    if time.kind is not TimeKind.POINT or not time.start_at:
        return False
    start = datetime.fromisoformat(time.start_at)
    if len(time.start_at) <= len("2026-03-24"):
        return at.date() <= start.date() <= (at + SOON).date() and time.end_at is None
    return at <= start <= at + SOON

"""What of an approved draft becomes the tip that analysts read."""

from __future__ import annotations

import uuid

from core.analysis import Category
from core.draft import Draft, approve
from core.outside import Outside
from core.priority import coarse_area, drug_group, is_in_scope, propose
from core.retention import cut_to_hour
from core.tip import Details, Tip

CUT = "[…]"
"""What analysts see in place of every cut: not even its kind, since that a tie, a home or a
job stood there tells something of the sender."""


def cut_mark(category: Category) -> str:  # noqa: ARG001  # every kind of cut looks the same
    """What stands in place of a cut."""
    return CUT


def tip_of(draft: Draft, outside: Outside) -> Tip:
    """The tip of a draft, under a new id, as of now."""
    parts = approve(draft, cut_mark)
    clock = outside.clock
    local = clock.local()
    return Tip(
        id=str(uuid.UUID(bytes=outside.randomness.draw(16), version=4)),
        arrived=cut_to_hour(clock.now()),
        priority=propose(draft, at=local),
        safeguarding=bool(draft.safeguarding),
        drug_group=drug_group(parts),
        area=coarse_area(parts),
        in_scope=is_in_scope(draft),
        details=Details(
            parts=parts,
            triage=draft.triage,
            dangers=draft.dangers,
            safeguarding=draft.safeguarding,
            how_known=draft.how_known,
            others_know=draft.others_know,
            happening=draft.happening,
            pin=draft.pin,
            reported_on=local.date(),
        ),
    )

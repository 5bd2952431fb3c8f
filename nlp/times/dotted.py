"""Is a dotted figure a clock time: the 5.52 at Malton, 07.42, 18.50?"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.times.grammar import Scene, join
from nlp.times.kinds import Item, Kind
from nlp.times.values import Clock


def service(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``the 8.15 megabus``: a dotted figure that names a train, bus or boat."""
    if not (scene.followed(items[-1], "service") or scene.followed(items[-1], "after_service")):
        return None
    return [items[0], *join(Kind.CLOCK, items[1:], items[1].value, "clock_service")]


def noughted(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``07.42``: a leading nought makes a dotted figure a clock time."""
    figures = scene.doc.text[scene.doc.tokens[items[0].first].start :][:5]
    if figures[0] != "0" or len(figures) < 5:
        return None
    return join(Kind.CLOCK, items, items[0].value, "clock_noughted")


def late_dotted(items: Sequence[Item], scene: Scene) -> list[Item] | None:
    """``18.50``: a dotted figure of the afternoon on, unless it is a price or an amount."""
    clock = items[0].value
    if not isinstance(clock, Clock) or not clock.fixed:
        return None
    lead = scene.led(items[0], "counting") or scene.led(items[0], "trade")
    if lead or scene.followed(items[0], "amount"):
        return None
    return join(Kind.CLOCK, items, clock, "clock_late_dotted")

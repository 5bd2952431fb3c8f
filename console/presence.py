"""Who has which tip on the screen: known in the memory of this process, for less than a minute.

It keeps two people from working on one tip without knowing of each other, and binds nobody; a
claim does that. Nothing of it is written anywhere (docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Iterable

from core.ports import Clock

LIFE = 50.0
"""Seconds that a sign of somebody counts; an open page gives one every twenty."""


class Presence:
    """Who looks at which tip."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], float] = {}

    def sign(self, name: str, tip_id: str) -> None:
        """Somebody has a tip on the screen now."""
        self._seen[name, tip_id] = self._clock.ticks()

    def forget(self, name: str) -> None:
        """Somebody signed out."""
        self._seen = {key: at for key, at in self._seen.items() if key[0] != name}

    def others(self, name: str) -> dict[str, str]:
        """What others look at: a sentence for each tip, by its id."""
        until = self._clock.ticks() - LIFE
        self._seen = {key: at for key, at in self._seen.items() if at > until}
        names: dict[str, list[str]] = {}
        for who, tip_id in sorted(self._seen):
            if who != name:
                names.setdefault(tip_id, []).append(who)
        return {tip_id: _sentence(who) for tip_id, who in names.items()}


def _sentence(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last} are looking" if first else f"{last} is looking"

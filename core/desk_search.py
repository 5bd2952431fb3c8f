"""Searching the words of sealed tips: the newest first, for a few seconds, and how far that came.

No index could hold every word without the seal being worth less (docs/decisions/0014), so tips are
opened by the program, one lot after another, and forgotten again. The audit says that somebody
searched and through how many, and each tip that is shown has a line of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.desk_ports import Opened, Unlocked, Wanted
from core.people import Member, Right
from core.ports import Clock
from core.searching import Snippet, Sought
from core.tip import TipRow

LIMIT = 3.0
"""Seconds after which a search stops and says how far it came."""

_LOT = 200
_MOST = 50
"""Tips that one search shows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A tip in which something was found."""

    row: TipRow
    snippet: Snippet = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """One lot of tips, newest first.

    Attributes:
        rows: all of them.
        opened: those that opened.
    """

    rows: tuple[TipRow, ...]
    opened: tuple[Opened, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search found, and how far it came.

    Attributes:
        hits: newest first.
        looked_at: how many tips were looked through.
        shut: how many of them did not open.
        last: where to go on from; None when all were looked through.
    """

    hits: tuple[Hit, ...] = field(repr=False)
    looked_at: int
    shut: int
    last: TipRow | None


class Lots(Protocol):
    """Sealed tips by the lot."""

    async def newest(
        self, wanted: Wanted, key: Unlocked, *, before: TipRow | None, count: int
    ) -> Looked:
        """At most ``count`` tips, newest first, from behind ``before``, opened."""

    async def record(self, key: Unlocked, looked_at: int, found: Sequence[str]) -> None:
        """Write into the audit that somebody searched, and which tips it showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Searches what one may open."""

    lots: Lots
    clock: Clock

    async def find(
        self,
        sought: Sought,
        wanted: Wanted,
        key: Unlocked,
        *,
        member: Member,
        before: TipRow | None = None,
    ) -> Searched:
        """Look through tips for some seconds. Nothing is given back before the audit has it.

        Args:
            sought: what is looked for.
            wanted: which tips are looked through.
            key: the desk's key.
            member: who searches.
            before: where an earlier search ended.

        Raises:
            NotAllowed: the member may not.
            NotSaved: the store could not be used in time.
        """
        member.must(Right.READ)
        until = self.clock.ticks() + LIMIT
        hits: list[Hit] = []
        looked_at = shut = 0
        while True:
            lot = await self.lots.newest(wanted, key, before=before, count=_LOT)
            found = await asyncio.to_thread(_hits, sought, lot.opened)
            taken, before = _taken(lot, found, _MOST - len(hits))
            hits += found[: _MOST - len(hits)]
            looked_at += taken
            shut += len(lot.rows) - len(lot.opened)
            if len(lot.rows) < _LOT and taken == len(lot.rows):
                before = None
                break
            if len(hits) >= _MOST or self.clock.ticks() >= until:
                break
        await self.lots.record(key, looked_at, [hit.row.id for hit in hits])
        return Searched(hits=tuple(hits), looked_at=looked_at, shut=shut, last=before)


def _hits(sought: Sought, opened: Sequence[Opened]) -> list[Hit]:
    found = ((each.row, sought.find(each)) for each in opened)
    return [Hit(row, snippet) for row, snippet in found if snippet is not None]


def _taken(lot: Looked, found: Sequence[Hit], room: int) -> tuple[int, TipRow | None]:
    """How many rows of a lot count as looked through, and the last of them."""
    if len(found) > room:
        last = found[room - 1].row
        return lot.rows.index(last) + 1, last
    return len(lot.rows), lot.rows[-1] if lot.rows else None

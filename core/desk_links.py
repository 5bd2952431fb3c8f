"""How an open tip is tied to others, though every word of them is sealed.

The store keeps keyed hashes of what each tip speaks of, made when somebody opens it. They find
candidates; those are opened, which the audit says, and compared. So only tips that somebody has
opened since they were kept or last cut can be found.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from core.desk_ports import Opened, Unlocked
from core.desk_work_ports import Traces
from core.errors import NoSuchTip, NotSaved, TipChanged
from core.links import Likeness, LinkRules, Links, traces_of
from core.people import Member, Right
from core.weighing import Scale


@dataclass(frozen=True, slots=True)
class Compared:
    """What ties a tip to others, and the state of all of them in which that was so.

    Attributes:
        state: versions and additions.
        links: what was found.
    """

    state: tuple[object, ...]
    links: Links = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Finds tips that have something in common."""

    traces: Traces
    likeness: Likeness
    rules: LinkRules

    async def index(self, opened: Opened, key: Unlocked) -> None:
        """Let other tips find this one. Where that fails now, its next opening does so."""
        with suppress(NotSaved, NoSuchTip, TipChanged):
            await self.traces.write(opened.row, traces_of(opened, self.rules), key)

    async def find(self, opened: Opened, key: Unlocked, *, member: Member) -> Links:
        """What ties an open tip to others; raises as `compare` does."""
        return (await self.compare(opened, key, member=member)).links

    async def compare(
        self, opened: Opened, key: Unlocked, *, member: Member, before: Compared | None = None
    ) -> Compared:
        """Compare an open tip with others; each that is compared stands in the audit.

        Args:
            opened: the tip.
            key: the desk's key.
            member: who has it open.
            before: an earlier comparison for the same eyes. Where nothing has changed since, it
                is given back, and nothing is opened.

        Raises:
            NotAllowed: the member may not.
            NotSaved: the store could not be used in time.
        """
        member.must(Right.READ)
        found = await self.traces.alike(
            opened.row.id, traces_of(opened, self.rules), key, count=self.rules.candidates
        )
        state = (opened.row.version, len(opened.additions), tuple(found.items()))
        if before is not None and before.state == state:
            return before
        others = await self.traces.compare(found, key) if found else ()
        scale = Scale(self.likeness, self.rules)
        return Compared(state, await asyncio.to_thread(scale.weigh, opened, others))

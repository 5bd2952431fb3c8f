"""What the service does for staff: the queue, opening, moving and answering tips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.answers import AnswerRules
from core.desk_links import Linking
from core.desk_ports import Counts, Opened, TipDesk, Unlocked, Wanted
from core.errors import ClaimHeld, NoSuchTip
from core.people import Member, Right
from core.ports import Clock
from core.tip import Priority, Status, TipRow, check_move

CLAIM_LIFE = timedelta(hours=2)
"""How long a claim holds before another analyst may take the tip over."""

PAGE = 50

_ID_START = re.compile(r"[0-9a-f-]{4,36}")


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as an analyst meets it. Reasons are kept in the audit, words of a tip never."""

    tips: TipDesk
    rules: AnswerRules
    clock: Clock
    linking: Linking | None = None

    async def queue(
        self, wanted: Wanted, *, after: TipRow | None = None, count: int = PAGE
    ) -> tuple[TipRow, ...]:
        """A page of the queue: by priority, then age."""
        return await self.tips.page(wanted, after=after, count=count)

    async def counts(self, wanted: Wanted) -> Counts:
        """How many tips there are in the queue, by priority and status."""
        return await self.tips.counts(wanted)

    async def find(self, typed: str) -> str:
        """The id of the one tip whose id begins with what was typed: four characters or more.

        Raises:
            NoSuchTip: none does, or more than one.
        """
        beginning = typed.strip().lower()
        if not _ID_START.fullmatch(beginning):
            raise NoSuchTip
        found = await self.tips.starting(beginning)
        if len(found) != 1:
            raise NoSuchTip
        return found[0]

    async def open(self, tip_id: str, key: Unlocked) -> Opened:
        """Open a tip; that it was opened, and by whom, stands in the audit.

        From then on other tips find it by what it speaks of.

        Raises:
            NoSuchTip, Tampered: see `TipDesk.open`.
        """
        opened = await self.tips.open(tip_id, key)
        if self.linking is not None:
            await self.linking.index(opened, key)
        return opened

    async def claim(self, tip_id: str, *, member: Member) -> TipRow:
        """Take a tip for work; a claim of another that has run out is taken over.

        Raises:
            NotAllowed: the member may not.
            MoveRefused: the way does not lead there, or another has claimed it.
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        member.must(Right.STEER)
        row = await self.tips.row(tip_id)
        now = self.clock.now()
        if not (row.status is Status.CLAIMED and has_run_out(row, now)):
            check_move(row.status, Status.CLAIMED)
        until = now + CLAIM_LIFE
        return await self.tips.move(row, Status.CLAIMED, by=member.name, note="", claim_until=until)

    async def put_back(self, tip_id: str, *, member: Member) -> TipRow:
        """Give up a claim, or bring back what was set aside (`core.desk_notes` sets aside).

        Raises:
            NotAllowed: the member may not.
            ClaimHeld: somebody else's claim has not run out, and the member is no lead.
            MoveRefused: the way does not lead there.
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        member.must(Right.STEER)
        row = await self.tips.row(tip_id)
        check_move(row.status, Status.NEW)
        if not may_put_back(row, member, self.clock.now()):
            raise ClaimHeld
        return await self.tips.move(row, Status.NEW, by=member.name, note="", claim_until=None)

    async def overrule(self, tip_id: str, to: Priority, *, by: str, note: str) -> TipRow:
        """Change the priority; the machine's stays beside it.

        Raises:
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        row = await self.tips.row(tip_id)
        return await self.tips.set_priority(row, to, by=by, note=note)

    async def answer(self, tip_id: str, text: str, key: Unlocked) -> str:
        """Leave an answer or a question for whoever holds the receipt.

        Args:
            tip_id: the tip it is about.
            text: free words, or the key of a question of the closed list.
            key: the desk's key; the tip is opened to see that the answer does not quote it.

        Returns:
            The answer as it was left.

        Raises:
            AnswerRefused: it breaks a rule that protects the sender.
            NoSuchTip, Tampered: see `TipDesk.open`.
        """
        opened = await self.tips.open(tip_id, key)
        answer = self.rules.check(text, _texts(opened))
        await self.tips.answer(tip_id, answer, by=key.name)
        return answer


def has_run_out(row: TipRow, now: datetime) -> bool:
    """Whether the claim of a tip counts no longer, so that another may take it over."""
    return row.claim_until is not None and row.claim_until <= now


def may_put_back(row: TipRow, member: Member, now: datetime) -> bool:
    """Whether a member may put a tip back that is claimed or set aside."""
    if row.status is not Status.CLAIMED or row.claimed_by == member.name:
        return True
    return member.may(Right.LEAD) or has_run_out(row, now)


def _texts(opened: Opened) -> Iterator[str]:
    for parts in (opened.details.parts, *opened.additions):
        for part in parts:
            yield part.analysis.text

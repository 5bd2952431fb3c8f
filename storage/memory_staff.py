"""What staff may do, in memory: the same as in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core.desk_ports import Counts, Entry, Notice, Opened, Unlocked, Wanted
from core.errors import AnswerProblem, AnswerRefused, Tampered
from core.tip import Priority, Status, TipRow
from storage.chain import Act, Action, first_break, moved, prioritised
from storage.keys import opened
from storage.memory_state import State
from storage.moving import after_keeping, after_move, after_priority
from storage.sealed_tips import open_tip, seal_answer

_RANKS = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class MemoryDesk:
    """Reads and moves tips (core.desk_ports.TipDesk)."""

    state: State

    async def page(self, wanted: Wanted, *, after: TipRow | None, count: int) -> tuple[TipRow, ...]:
        """At most ``count`` rows by priority, then age, from behind ``after``."""
        rows = sorted(self._wanted(wanted), key=_place)
        if after is not None:
            rows = [row for row in rows if _place(row) > _place(after)]
        return tuple(rows[:count])

    async def counts(self, wanted: Wanted) -> Counts:
        """How many tips the pages of ``wanted`` have together."""
        return Counts(Counter((row.priority, row.status) for row in self._wanted(wanted)))

    async def row(self, tip_id: str) -> TipRow:
        """The plain columns of a tip."""
        return self.state.held(tip_id).seen()

    async def starting(self, beginning: str) -> tuple[str, ...]:
        """At most two ids of tips that begin so."""
        return tuple(sorted(i for i in self.state.tips if i.startswith(beginning)))[:2]

    async def open(self, tip_id: str, key: Unlocked) -> Opened:
        """Break the seal, and write so into the audit first."""
        mine = opened(key)
        held = self.state.held(tip_id)
        self.state.record(Act(by=key.name, action=Action.OPENED, subject=tip_id))
        try:
            return open_tip(held.seen(), held.sealed, list(held.additions.values()), mine.secret)
        except Tampered:
            self.state.record(Act(by=key.name, action=Action.UNREADABLE, subject=tip_id))
            raise

    async def move(
        self, row: TipRow, to: Status, *, by: str, note: str, claim_until: datetime | None
    ) -> TipRow:
        """Set a status if nobody changed the tip since ``row`` was read."""
        held = self.state.unchanged(row)
        today = self.state.clock.now().date()
        held.row = after_move(held.row, to, by=by, claim_until=claim_until, today=today)
        self.state.record(Act(by=by, action=moved(to), subject=row.id, note=note))
        return held.seen()

    async def set_priority(self, row: TipRow, to: Priority, *, by: str, note: str) -> TipRow:
        """Overrule the priority; the machine's stays beside it."""
        held = self.state.unchanged(row)
        held.row = after_priority(held.row, to)
        self.state.record(Act(by=by, action=prioritised(to), subject=row.id, note=note))
        return held.seen()

    async def keep_longer(self, row: TipRow, until: date, *, by: str, note: str) -> TipRow:
        """Decide that a tip is kept until another review day."""
        held = self.state.unchanged(row)
        held.row = after_keeping(held.row, until)
        self.state.record(Act(by=by, action=Action.KEPT_LONGER, subject=row.id, note=note))
        return held.seen()

    async def answer(self, tip_id: str, text: str, *, by: str) -> None:
        """Seal an answer to the receipt's key."""
        held = self.state.held(tip_id)
        if held.row.status is Status.JUNK:
            raise AnswerRefused(AnswerProblem.NO_MAILBOX)
        today = self.state.clock.now().date()
        held.answers.append((today, seal_answer(text, held.reply_public)))
        self.state.record(Act(by=by, action=Action.ANSWERED, subject=tip_id))

    def _wanted(self, wanted: Wanted) -> Iterator[TipRow]:
        rows = (held.seen() for held in self.state.tips.values())
        return (row for row in rows if _fits(row, wanted))


@dataclass(frozen=True, slots=True)
class MemoryShredder:
    """Destroys tips and answers (core.desk_ports.Shredder)."""

    state: State

    async def due(self, today: date, *, count: int) -> tuple[str, ...]:
        """Ids of at most ``count`` tips whose review date has come, longest due first."""
        rows = (held.row for held in self.state.tips.values() if held.row.review_on <= today)
        return tuple(
            row.id for row in sorted(rows, key=lambda row: (row.review_on, row.id))[:count]
        )

    async def shred(self, tip_id: str, *, by: str, note: str) -> None:
        """Destroy everything of a tip."""
        self.state.held(tip_id)
        del self.state.tips[tip_id]
        self.state.record(Act(by=by, action=Action.SHREDDED, subject=tip_id, note=note))

    async def expire_answers(self, before: date) -> int:
        """Destroy answers written before a day; how many there were."""
        count = 0
        for held in self.state.tips.values():
            kept = [each for each in held.answers if each[0] >= before]
            count += len(held.answers) - len(kept)
            held.answers = kept
        return count


@dataclass(frozen=True, slots=True)
class MemoryNews:
    """Reads and writes the news (core.ports.NewsBoard)."""

    state: State

    async def latest(self, count: int) -> tuple[str, ...]:
        """The newest items, newest first."""
        return tuple(reversed(self.state.news))[:count]

    async def publish(self, text: str, *, by: str, subject: str = "") -> None:
        """Tell the public, and write so into the audit."""
        self.state.news.append(text)
        self.state.record(Act(by=by, action=Action.PUBLISHED, subject=subject))

    async def withdraw(self, text: str, *, by: str, note: str) -> bool:
        """Take back every item with this text; whether there was one."""
        if text not in self.state.news:
            return False
        self.state.news[:] = [item for item in self.state.news if item != text]
        self.state.record(Act(by=by, action=Action.WITHDRAWN, note=note))
        return True


@dataclass(frozen=True, slots=True)
class MemoryAudit:
    """The record of what staff did (core.desk_ports.Audit)."""

    state: State

    async def latest(self, count: int) -> tuple[Entry, ...]:
        """The newest entries, newest first."""
        return tuple(reversed(self.state.entries))[:count]

    async def history(self, subject: str) -> tuple[Entry, ...]:
        """What was done to a tip or an account, oldest first."""
        return tuple(entry for entry in self.state.entries if entry.subject == subject)

    async def first_break(self, newest: int | None = None) -> int | None:
        """Number of the first entry that the chain does not hold, or None when all do."""
        del newest  # there are few
        return first_break(self.state.entries, self.state.head, self.state.audit_key)


@dataclass(frozen=True, slots=True)
class MemoryOutbox:
    """Reads and clears notices (core.desk_ports.Outbox)."""

    state: State

    async def pending(self, count: int) -> tuple[Notice, ...]:
        """The oldest notices not yet said."""
        return tuple(self.state.notices[:count])

    async def done(self, numbers: tuple[int, ...]) -> None:
        """Mark notices as said."""
        self.state.notices[:] = [n for n in self.state.notices if n.number not in numbers]


def _fits(row: TipRow, wanted: Wanted) -> bool:
    return (
        (not wanted.statuses or row.status in wanted.statuses)
        and (not wanted.priorities or row.priority in wanted.priorities)
        and wanted.drug_group in ("", row.drug_group)
        and wanted.area in ("", row.area)
        and row.area.lower().startswith(wanted.area_starts.lower())
        and wanted.is_safeguarding in (None, row.safeguarding)
        and (wanted.since is None or row.arrived >= wanted.since)
        and (wanted.before is None or row.arrived < wanted.before)
        and wanted.has_answers in (None, row.answers_waiting > 0)
        and wanted.has_additions in (None, row.additions > 0)
    )


def _place(row: TipRow) -> tuple[int, datetime, str]:
    return (_RANKS[row.priority], row.arrived, row.id)

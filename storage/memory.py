"""The whole store in memory, for demos and tests: sealed like the real one, gone with the process.

It passes the same contract tests as the database. One asyncio loop uses it, and nothing waits
between looking and writing, so that every call is a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.ports import Clock
from core.receipt import Receipt, dedupe_of, of_secret
from core.tip import Answer, Part, Tip
from storage.keys import OpenKey
from storage.memory_line import MemoryPulses, MemorySteering
from storage.memory_staff import (
    MemoryAudit,
    MemoryDesk,
    MemoryNews,
    MemoryOutbox,
    MemoryShredder,
)
from storage.memory_state import Held, State
from storage.moving import MAX_ADDITIONS, new_row
from storage.sealed_tips import open_answers, seal_parts, seal_tip
from storage.store import PublicSide
from storage.stretching import Cost

CHEAP = Cost(passes=1, memory_kib=64)
"""What is gone with the process needs no costly receipts."""


class MemoryStore:
    """Every port of the store but the keyring."""

    def __init__(self, clock: Clock, *, cost: Cost = CHEAP) -> None:
        self._state = State(clock, cost)
        self.news = MemoryNews(self._state)
        self.steering = MemorySteering(self._state)
        self.pulses = MemoryPulses()
        self.public = PublicSide(
            intake=MemoryIntake(self._state),
            mailbox=MemoryMailbox(self._state),
            news=self.news,
            steering=self.steering,
            pulses=self.pulses,
        )
        self.desk = MemoryDesk(self._state)
        self.shredder = MemoryShredder(self._state)
        self.audit = MemoryAudit(self._state)
        self.outbox = MemoryOutbox(self._state)

    def unlocked(self, name: str) -> OpenKey:
        """The desk's key, open for whoever asks: the process that has it has the tips too."""
        return OpenKey(name, self._state.desk.secret)


@dataclass(frozen=True, slots=True)
class MemoryIntake:
    """Keeps reports (core.ports.Intake)."""

    state: State

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        """Seal and keep a tip; the same secret again gives the same receipt."""
        receipt = of_secret(secret, self.state.pepper)
        keys = await self.state.receipts.of(receipt)
        dedupe = dedupe_of(secret, self.state.pepper)
        if not self._is_known(dedupe):
            row = new_row(tip)
            sealed = seal_tip(tip, self.state.desk.public)
            self.state.tips[tip.id] = Held(row, sealed, dedupe, keys.lookup, keys.reply.public)
            self.state.notify(row)
        return receipt

    async def recall(self, secret: bytes) -> Receipt | None:
        """The receipt of a tip kept under this secret, or None when none was."""
        known = self._is_known(dedupe_of(secret, self.state.pepper))
        return of_secret(secret, self.state.pepper) if known else None

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:
        """Seal and keep an addition; once for each secret."""
        held = self.state.by_lookup((await self.state.receipts.of(receipt)).lookup)
        dedupe = dedupe_of(secret, self.state.pepper)
        if held is None:
            return False
        if dedupe in held.additions:
            return True
        taken = any(dedupe in other.additions for other in self.state.tips.values())
        if taken or len(held.additions) >= MAX_ADDITIONS:
            return False
        held.additions[dedupe] = seal_parts(parts, self.state.desk.public)
        return True

    def _is_known(self, dedupe: bytes) -> bool:
        return any(held.dedupe == dedupe for held in self.state.tips.values())


@dataclass(frozen=True, slots=True)
class MemoryMailbox:
    """Reads answers (core.ports.Mailbox)."""

    state: State

    async def read(self, receipt: Receipt) -> tuple[Answer, ...]:
        """Answers for a receipt, oldest first; none for an unknown receipt."""
        keys = await self.state.receipts.of(receipt)
        held = self.state.by_lookup(keys.lookup)
        sealed = [answer for _, answer in held.answers] if held else []
        return open_answers(sealed, keys.reply.secret)

    async def burn(self, receipt: Receipt, answers: tuple[Answer, ...]) -> None:
        """Destroy answers that have been shown."""
        held = self.state.by_lookup((await self.state.receipts.of(receipt)).lookup)
        shown = {answer.id for answer in answers}
        if held is not None:
            held.answers = [each for each in held.answers if each[1].id not in shown]

"""What the store in memory holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from nacl.utils import random

from core.desk_ports import Entry, Notice
from core.errors import NoSuchTip, TipChanged
from core.ports import Clock
from core.tip import TipRow
from storage.chain import START, Act, Action, Head, head_seal, link
from storage.keys import KeyPair
from storage.receipts import ReceiptKeys
from storage.sealed_tips import Sealed
from storage.stretching import Cost, Stretcher


@dataclass(slots=True)
class Held:
    """Everything of one tip."""

    row: TipRow
    sealed: Sealed
    dedupe: bytes
    lookup: bytes
    reply_public: bytes
    additions: dict[bytes, Sealed] = field(default_factory=dict)
    answers: list[tuple[date, Sealed]] = field(default_factory=list)

    def seen(self) -> TipRow:
        """The row with its counts."""
        return replace(self.row, answers_waiting=len(self.answers), additions=len(self.additions))


class State:
    """What the ports in memory share; a desk is founded with it."""

    def __init__(self, clock: Clock, cost: Cost) -> None:
        self.clock = clock
        self.desk = KeyPair.draw()
        self.pepper = random(32)
        self.audit_key = random(32)
        self.receipts = ReceiptKeys(
            stretcher=Stretcher(), cost=cost, salt=random(32), pepper=self.pepper
        )
        self.tips: dict[str, Held] = {}
        self.news: list[str] = []
        self.notices: list[Notice] = []
        self._noticed = 0
        self.entries: list[Entry] = []
        self.head: Head | None = None
        self.record(Act(by="system", action=Action.FOUNDED))

    def held(self, tip_id: str) -> Held:
        """A tip.

        Raises:
            NoSuchTip: none has this id.
        """
        if tip_id not in self.tips:
            raise NoSuchTip
        return self.tips[tip_id]

    def unchanged(self, row: TipRow) -> Held:
        """The tip of a row, if nobody changed it since.

        Raises:
            NoSuchTip: it is gone.
            TipChanged: somebody did.
        """
        held = self.held(row.id)
        if held.row.version != row.version:
            raise TipChanged
        return held

    def by_lookup(self, lookup: bytes) -> Held | None:
        """The tip that a receipt leads to."""
        return next((held for held in self.tips.values() if held.lookup == lookup), None)

    def notify(self, row: TipRow) -> None:
        """Put a notice into the outbox."""
        self._noticed += 1
        self.notices.append(
            Notice(
                number=self._noticed,
                priority=row.priority,
                area=row.area,
                is_safeguarding=row.safeguarding,
            )
        )

    def record(self, act: Act) -> None:
        """Add an act at the end of the audit."""
        before = self.entries[-1].digest if self.entries else START
        number = len(self.entries) + 1
        entry = link(act, number=number, at=self.clock.now(), before=before)
        self.entries.append(entry)
        self.head = Head(number, head_seal(self.audit_key, number, entry.digest))

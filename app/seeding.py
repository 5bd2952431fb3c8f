"""How sample tips come into a practice desk: through the whole conversation, as real ones do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.clock import EarlierClock
from app.samples import SampleTip
from core.flood import Flood
from core.outside import Outside
from core.ports import Intake
from core.receipt import Receipt
from core.reporter import Reporter
from core.tip import Part, Tip
from core.turn import Chose, Event, Option, Reply, Said
from storage.sessions import MemorySessions

_ANSWERS = ("no", "leave_anyway", "leave", "skip", "done", "send")
"""What a sample sender taps, the first of these that is offered."""

_MOST_TAPS = 12


@dataclass(slots=True)
class _Sender:
    """A sender without a screen: remembers the buttons of the last question (a Stage)."""

    chat: str
    how: str = ""
    incoming: tuple[int, ...] = ()
    options: dict[str, Option] = field(default_factory=dict)
    has_receipt: bool = False

    async def show(self, reply: Reply) -> tuple[int, ...]:
        if reply.options:
            self.options = {option.name: option for option in reply.options}
        self.has_receipt = self.has_receipt or reply.key == "receipt"
        return ()

    async def erase(self, messages: Sequence[int]) -> bool:
        return not messages

    def next_tap(self) -> Event | None:
        name = next((name for name in (self.how, *_ANSWERS) if name in self.options), None)
        return None if name is None else Chose(name, self.options[name].ticket)


@dataclass(slots=True)
class _Watched:
    """An intake that remembers the id of the last tip it kept (core.ports.Intake)."""

    intake: Intake
    tip_id: str = ""

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        receipt = await self.intake.keep(secret, tip)
        self.tip_id = tip.id
        return receipt

    async def recall(self, secret: bytes) -> Receipt | None:
        return await self.intake.recall(secret)

    async def add(self, receipt: Receipt, secret: bytes, parts: tuple[Part, ...]) -> bool:
        return await self.intake.add(receipt, secret, parts)


async def seed(
    outside: Outside, tips: Iterable[SampleTip], told: Callable[[int], None] = lambda _: None
) -> dict[str, SampleTip]:
    """Send sample tips.

    Args:
        outside: the line they are sent to; its clock, sessions and count of floods are replaced.
        tips: what is sent, and how long ago it counts as sent.
        told: called with the number of tips done so far.

    Returns:
        What was sent, by the id of the tip that it became; those without a receipt are left out.
    """
    kept: dict[str, SampleTip] = {}
    for number, tip in enumerate(tips, 1):
        clock, intake = EarlierClock(tip.ago), _Watched(outside.intake)
        earlier = replace(
            outside,
            clock=clock,
            sessions=MemorySessions(clock),
            intake=intake,
            flood=Flood(),  # a year of them within a minute is none
        )
        if await _send(Reporter(earlier), _Sender(f"sample-{number}", tip.how), tip.text):
            kept[intake.tip_id] = tip
        told(number)
    return kept


async def _send(reporter: Reporter, sender: _Sender, text: str) -> bool:
    event: Event | None = Said(text)
    for _ in range(_MOST_TAPS):
        if event is None or sender.has_receipt:
            break
        sender.options = {}
        await reporter.talk(event, sender)
        event = sender.next_tap()
    return sender.has_receipt

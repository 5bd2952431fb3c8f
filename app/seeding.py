"""How sample tips come into a practice desk: through the whole conversation, as real ones do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.clock import EarlierClock
from app.samples import SampleTip
from app.wiring import Line
from core.reporter import Reporter
from core.turn import Chose, Event, Option, Reply, Said
from storage.sessions import MemorySessions

_ANSWERS = ("no", "leave_anyway", "leave", "done", "send")
"""What a sample sender taps, the first of these that is offered."""

_MOST_TAPS = 8


@dataclass(slots=True)
class _Sender:
    """A sender without a screen: remembers the buttons of the last question (a Stage)."""

    chat: str
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
        name = next((name for name in _ANSWERS if name in self.options), None)
        return None if name is None else Chose(name, self.options[name].ticket)


async def seed(
    line: Line, tips: Iterable[SampleTip], told: Callable[[int], None] = lambda _: None
) -> int:
    """Send sample tips.

    Args:
        line: the line they are sent to.
        tips: what is sent, and how long ago it counts as sent.
        told: called with the number of tips done so far.

    Returns:
        How many ended with a receipt.
    """
    kept = 0
    for number, tip in enumerate(tips, 1):
        clock = EarlierClock(tip.ago)
        outside = replace(line.outside, clock=clock, sessions=MemorySessions(clock))
        kept += await _send(Reporter(outside), _Sender(f"sample-{number}"), tip.text)
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

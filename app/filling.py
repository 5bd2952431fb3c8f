"""How an empty practice desk gets its samples, and how that is shown.

The tips that wait for work come first, so that there is a queue within seconds. The rest, and what
a desk has done with them, may follow beside whatever goes on meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from rich.progress import Progress

from app.beside import beside
from app.clock import SystemClock
from app.line import Line
from app.sample_outreach import SampleOutreach
from app.sample_work import SampleDesk
from app.samples import SampleTip, sample_tips
from app.seeding import seed
from app.settings import Settings
from app.wiring import Office
from core.desk_ports import Wanted
from core.errors import TiplineError
from core.tip import Status
from storage.store import Limits, open_public
from storage.stretching import Cost

_COST = Cost(passes=1, memory_kib=64)
"""Nobody sees the receipts of samples: they need not withstand guessing, and 300 come quickly."""


@dataclass(slots=True)
class Filling:
    """The samples of one desk, and how many of them are there.

    Attributes:
        tips: all of them, the oldest first.
        kept: their ids, of those that were sent.
    """

    settings: Settings
    line: Line
    office: Office
    tips: tuple[SampleTip, ...]
    kept: dict[SampleTip, str] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """How much there is to do: each tip is sent, and worked on."""
        return 2 * len(self.tips)

    async def send_waiting(self, told: Callable[[int], None] = lambda _: None) -> None:
        """Send those that nobody has worked on; ``told`` counts them."""
        await self._send([tip for tip in self.tips if not tip.status], told)

    async def go_on(self, told: Callable[[int], None] = lambda _: None) -> None:
        """Send the others, work on them, refer them and lead operations; ``told`` counts steps."""
        sent = len(self.kept)
        await self._send([tip for tip in self.tips if tip.status], lambda done: told(sent + done))
        kept = {self.kept[tip]: tip for tip in self.tips if tip in self.kept}
        await SampleDesk(self.office).work(kept, lambda done: told(len(self.tips) + done))
        await SampleOutreach(self.office).fill(kept)

    async def _send(self, tips: Iterable[SampleTip], told: Callable[[int], None]) -> None:
        database, folder = self.settings.database, self.settings.data_dir
        limits = Limits(receipt=_COST)
        async with open_public(database, folder, clock=SystemClock(), limits=limits) as public:
            outside = replace(self.line.outside, intake=public.intake)
            self.kept |= {tip: name for name, tip in (await seed(outside, tips, told)).items()}


async def filling_of(settings: Settings, line: Line, office: Office) -> Filling | None:
    """The samples for an empty practice desk, none of them sent; None for any other desk."""
    if not await office.staff.keyring.is_practice():
        return None
    if await office.desk.queue(Wanted(statuses=tuple(Status)), count=1):
        return None
    return Filling(settings, line, office, sample_tips(SystemClock().now()))


@asynccontextmanager
async def filled(settings: Settings, line: Line, office: Office) -> AsyncIterator[None]:
    """A desk with the samples that wait for work; the rest comes while the block runs.

    What is missing at the end of the block is waited for.
    """
    filling = await filling_of(settings, line, office)
    if filling is None:
        yield
        return
    with Progress(transient=True) as progress:
        waiting = sum(not tip.status for tip in filling.tips)
        task = progress.add_task(f"Sending {waiting} sample tips", total=waiting)
        await filling.send_waiting(lambda done: progress.update(task, completed=done))
    others = len(filling.tips) - waiting
    sys.stdout.write(f"{waiting} sample tips wait in the queue; {others} more come meanwhile.\n")
    sys.stdout.flush()
    rest = Progress(transient=True)
    steps = rest.add_task("Sending the other sample tips", total=filling.steps)
    try:
        work = _rest(filling, lambda done: rest.update(steps, completed=done))
        async with beside(work, end=rest.start):
            yield
    finally:
        rest.stop()


async def _rest(filling: Filling, told: Callable[[int], None]) -> None:
    """The rest, which whoever chats can do without."""
    try:
        await filling.go_on(told)
    except TiplineError as error:
        sys.stderr.write(f"The other sample tips are missing. {error}\n")

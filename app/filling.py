"""How an empty practice desk gets its samples, and how that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from rich.progress import Progress

from app.clock import SystemClock
from app.line import Line
from app.sample_outreach import SampleOutreach
from app.sample_work import SampleDesk
from app.samples import SampleTip, sample_tips
from app.seeding import seed
from app.settings import Settings
from app.wiring import Office
from core.desk_ports import Wanted
from core.tip import Status
from storage.store import Limits, open_public
from storage.stretching import Cost

_COST = Cost(passes=1, memory_kib=64)
"""Nobody sees the receipts of samples: they need not withstand guessing, and 300 come quickly."""


async def fill(settings: Settings, line: Line, office: Office) -> bool:
    """Put the sample tips into an empty practice desk; whether that was done.

    A real desk gets none, whatever is in it.
    """
    if not await office.staff.keyring.is_practice():
        return False
    if await office.desk.queue(Wanted(statuses=tuple(Status)), count=1):
        return False
    tips = sample_tips(SystemClock().now())
    with Progress(transient=True) as progress:
        task = progress.add_task(f"Sending {len(tips)} sample tips", total=len(tips))
        kept = await _send(settings, line, tips, lambda done: progress.update(task, completed=done))
        task = progress.add_task("Working on them", total=len(kept))
        await SampleDesk(office).work(kept, lambda done: progress.update(task, completed=done))
        await SampleOutreach(office).fill(kept)
    return True


async def _send(
    settings: Settings, line: Line, tips: Iterable[SampleTip], told: Callable[[int], None]
) -> dict[str, SampleTip]:
    limits = Limits(receipt=_COST)
    async with open_public(
        settings.database, settings.data_dir, clock=SystemClock(), limits=limits
    ) as public:
        return await seed(replace(line.outside, intake=public.intake), tips, told)

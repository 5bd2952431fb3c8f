"""How the staff bot's side is put together: use cases without any key."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.settings import Settings
from app.wiring import Office as Desk
from app.wiring import open_office, refuse_practice
from bot.staff.parts import Office
from bot.texts import LOCALES


@asynccontextmanager
async def open_staff_office(settings: Settings) -> AsyncIterator[Office]:
    """Open what the staff bot works with.

    Raises:
        BadInput: it is a practice desk.
        TiplineError: there is no desk, or it cannot be used.
    """
    async with open_office(settings) as office:
        await refuse_practice(office)
        yield staff_office(office, settings.data_dir)


def staff_office(office: Desk, data_dir: Path) -> Office:
    """What the staff bot works with, over an open office."""
    staff = office.staff

    def free_disk() -> float:
        usage = shutil.disk_usage(data_dir)
        return usage.free / usage.total

    return Office(
        desk=office.desk,
        notebook=office.notebook,
        seats=staff.seats,
        alerts=staff.alerts,
        pending=staff.pending,
        watchbook=staff.watchbook,
        steering=staff.steering,
        pulses=staff.pulses,
        audit=staff.audit,
        shredder=staff.shredder,
        news=staff.news,
        operating=office.operating,
        tallies=staff.work.tallies,
        clock=office.desk.clock,
        languages=tuple(sorted(path.name for path in LOCALES.iterdir() if path.is_dir())),
        free_disk=free_disk,
    )

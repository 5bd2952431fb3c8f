"""Does the picture of the rate show tens of ten minutes, and where a flood begins?"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from PIL import Image

from bench.botapi import Fault
from bot.staff.rate import COLUMNS, Words, columns_of, rate
from bot.staff.texts import StaffTexts
from core.people import Role
from core.steering import Pulse, Slot, Traffic
from tests.bot.staff.room import Room

SAY = StaffTexts.load().say
NOW = datetime(2026, 3, 27, 22, 47, 31, tzinfo=UTC)
LAST = NOW.replace(minute=40, second=0)
WORDS = Words(title="t", reports="r", copies="c", flood="f", echoes="e")
BLUE, ORANGE = (0x1F, 0x5F, 0xA8), (0xC2, 0x6A, 0x00)


def colours(png: bytes) -> dict[tuple[int, ...], int]:
    """How many points there are of each colour."""
    found = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1_000_000)
    assert found is not None
    return {colour: count for count, colour in found if isinstance(colour, tuple)}


def test_a_column_is_ten_minutes_on_the_clock_of_the_force() -> None:
    slots = (
        Slot(LAST - timedelta(hours=7), Traffic(reports=990)),
        Slot(LAST - timedelta(minutes=10), Traffic(reports=30, echoes=10)),
        Slot(LAST, Traffic(reports=10)),
    )
    columns = columns_of(slots, NOW, NOW.replace(tzinfo=None) + timedelta(hours=1))
    assert len(columns) == COLUMNS
    assert [(c.at, c.reports, c.copies) for c in columns[-2:]] == [
        (datetime(2026, 3, 27, 23, 30), 30, 10),
        (datetime(2026, 3, 27, 23, 40), 10, 0),
    ]
    assert sum(column.reports for column in columns) == 40


def test_the_lines_of_a_flood_are_there_on_a_quiet_day_and_in_a_flood() -> None:
    quiet = colours(rate(columns_of((), NOW, NOW.replace(tzinfo=None)), WORDS))
    assert quiet[BLUE] > 1_000
    assert quiet[ORANGE] > 1_000
    flood = columns_of(
        (Slot(LAST, Traffic(reports=9_000, echoes=6_000)),), NOW, NOW.replace(tzinfo=None)
    )
    busy = colours(rate(flood, WORDS))
    assert busy[ORANGE] > quiet[ORANGE]


async def test_limits_come_with_the_picture_and_without_it_where_pictures_fail(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    pulse = Pulse(process="one", at=room.clock.now())
    await room.store.public.pulses.beat(pulse, Traffic(messages=80, reports=37, echoes=12))
    said = await room.ask(mo, "/limits")
    assert "80 messages, 30 reports" in said
    assert len(room.api.called("sendPhoto")) == 1
    refused = Fault(code=400, description="Bad Request: not enough rights to send photos")
    room.api.fail("sendPhoto", refused)
    assert await room.ask(mo, "/limits") == said
    assert len(room.api.called("sendPhoto")) == 2

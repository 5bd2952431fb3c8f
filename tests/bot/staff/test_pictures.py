"""Do the pictures of docs/moderators.md show what the bot really says?

    TIPLINE_DRAW=1 uv run pytest tests/bot/staff/test_pictures.py

draws them anew.
"""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageChops

from bot.staff import steer
from bot.staff.calling import Call
from bot.staff.texts import StaffTexts
from core.people import Role
from core.steering import Pulse, Traffic
from core.tip import Priority
from storage.pulses import SqlPulseBoard, SqlPulses
from tests.bot.public.running import until
from tests.bot.staff.drawing import draw
from tests.bot.staff.room import LEAD, Room, shown

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
IDS = (
    "3f2a81c0-5b1d-4c6e-9a37-0d2f4b6c8e10",
    "a90c4e7d-2f35-4b8a-8c11-7e5d3a1b9f42",
    "c71e0b58-94da-4f06-b2c3-6a8e1d5f7093",
)


FLOOD = ((60, 40), (110, 80), (90, 60), (20, 0))
"""Reports and near copies of the last slots, the newest first."""


def _compare(name: str, svg: str) -> None:
    path = PICTURES / name
    if os.environ.get("TIPLINE_DRAW"):
        path.write_text(svg, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == svg


async def test_the_queue_and_a_tip(room: Room) -> None:
    await room.tip(Priority.URGENT, id=IDS[0], safeguarding=True)
    await room.tip(Priority.HIGH, id=IDS[1], area="CM1", drug_group="cannabis")
    await room.tip(Priority.NORMAL, id=IDS[2], area="SS9")
    mo = await room.seat("mo", Role.MODERATOR)
    await until(lambda: any(text.startswith("Urgent") for text in shown(mo)))
    before = len(mo.sees())
    for typed in ("/queue", "/tip 3f2a", "/claim 3f2a"):
        await room.ask(mo, typed)
    chat = [seen for seen in mo.sees() if seen.text.startswith("Urgent")] + mo.sees()[before:]
    _compare("staff-queue.svg", draw(chat, "The staff bot: an alert, the queue and a tip"))


async def test_junk_and_a_wrong_argument(room: Room) -> None:
    await room.tip(Priority.NORMAL, id=IDS[2], area="SS9")
    mo = await room.seat("mo", Role.MODERATOR)
    before = len(mo.sees())
    for typed in ("/flood", "/flood auto", "/ban", "/junk c71e automatic"):
        await room.ask(mo, typed)
    _compare("staff-steer.svg", draw(mo.sees()[before:], "The staff bot: steering the line"))


async def test_what_takes_a_tap_in_the_console(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    before = len(mo.sees())
    await room.ask(mo, "/notice Answers may take a week.")
    (pending,) = await room.store.staff.pending.of("mo")
    await room.store.staff.pending.carry_out(pending.id, by="mo")
    await until(lambda: mo.sees()[-1].text.startswith("Done"))
    await room.ask(mo, "/resume")
    _compare("staff-tap.svg", draw(mo.sees()[before:], "The staff bot: what takes a tap"))


async def test_the_rate_of_reports(room: Room) -> None:
    """A quiet evening with a flood of copies at its end."""
    board = room.office.pulses
    assert isinstance(board, SqlPulseBoard)
    for back in range(36):
        at = room.clock.now() - timedelta(minutes=10 * back)
        reports, echoes = FLOOD[back] if back < len(FLOOD) else (10 * (back % 3), 0)
        pulse, traffic = Pulse(process="one", at=at), Traffic(reports=reports, echoes=echoes)
        await SqlPulses(board.database).beat(pulse, traffic)
    member = await room.store.staff.people.member(LEAD)
    assert member is not None
    said = await steer.limits(Call(member, (), "", room.office, StaffTexts.load()))
    assert said.picture is not None
    path = PICTURES / "staff-rate.png"
    if os.environ.get("TIPLINE_DRAW"):
        path.write_bytes(said.picture)
    drawn, kept = Image.open(io.BytesIO(said.picture)), Image.open(path)
    assert ImageChops.difference(drawn.convert("RGB"), kept.convert("RGB")).getbbox() is None

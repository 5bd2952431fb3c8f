"""What the desk asked and the sender added, as it is read beside an open tip."""

from __future__ import annotations

from datetime import timedelta

from core.thread import Added, Asked, Reading
from tests.storage.office import Office
from tests.storage.samples import a_part, stored


async def thread(office: Office, tip_id: str) -> tuple[Asked | Added, ...]:
    opened = await office.opened(tip_id)
    notes = await office.notebook.read(opened, office.key)
    return await office.notebook.thread(opened, notes)


async def test_a_question_waits_until_the_sender_reads_it(office: Office) -> None:
    tip = await office.tip()
    left = await office.desk.answer(tip.id, "vehicle", office.key)
    (asked,) = await thread(office, tip.id)
    assert isinstance(asked, Asked)
    assert (asked.text, asked.by, asked.reading) == (left, "ann", Reading.WAITING)

    mailbox, receipt = office.store.public.mailbox, await office.receipt(1)
    await mailbox.burn(receipt, await mailbox.read(receipt))
    (asked,) = await thread(office, tip.id)
    assert isinstance(asked, Asked)
    assert (asked.text, asked.reading) == (left, Reading.READ)


async def test_what_the_sender_adds_stands_after_what_was_asked(office: Office) -> None:
    tip = await office.tip()
    await office.desk.answer(tip.id, "vehicle", office.key)
    office.clock.wait(timedelta(days=1))
    receipt = await office.receipt(1)
    assert await office.store.public.intake.add(receipt, b"n" * 16, (a_part(),))
    asked, added = await thread(office, tip.id)
    assert isinstance(asked, Asked)
    assert isinstance(added, Added)
    assert added.on == office.clock.now().date()
    assert added.parts == (a_part(),)


async def test_the_copy_of_a_question_is_destroyed_with_its_tip(office: Office) -> None:
    tip = await office.tip()
    await office.desk.answer(tip.id, "Was it raining on Tuesday?", office.key)
    await office.store.staff.shredder.shred(tip.id, by="system", note="review date")
    counted = "SELECT (SELECT count(*) FROM notes) + (SELECT count(*) FROM tip_keys)"
    assert await office.number(counted) == 0


async def test_what_was_asked_lies_sealed(office: Office) -> None:
    tip = await office.tip()
    await office.desk.answer(tip.id, "Was it raining on Tuesday?", office.key)
    assert b"raining" not in await stored(office.database)

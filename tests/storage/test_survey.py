"""Opening many tips in one act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.picture import Period, Seen
from core.tip import Status
from storage.keys import KeyClosed
from tests.storage.office import ANN, Office
from tests.storage.samples import START

TODAY = START.date()
WEEK = Period(TODAY - timedelta(days=6), TODAY)


async def survey(office: Office, *, count: int = 99, **narrowed: str) -> int:
    seen = Seen(period=WEEK, **narrowed)
    found = await office.store.staff.work.surveyor.survey(seen, office.key, count=count)
    return len(found)


async def test_the_newest_tips_of_a_period_are_opened_in_one_act(office: Office) -> None:
    at = office.clock.moment
    for days in (8, 7, 6, 1, 0):
        office.clock.moment = at - timedelta(days=days)
        await office.tip(area="SS1" if days else "SS2", drug_group="crack")
    office.clock.moment = at
    before = len(await office.store.staff.audit.latest(99))
    assert await survey(office) == 3
    assert await survey(office, count=2) == 2
    assert await survey(office, area="SS1") == 2
    assert await survey(office, drug="heroin") == 0
    entries = (await office.store.staff.audit.latest(99))[: -before or None][::-1]
    assert [(e.by, e.action, e.subject) for e in entries] == [("ann", "surveyed", "")] * 4
    assert [e.note for e in entries] == [
        "3 tips, 2026-03-21 to 2026-03-27",
        "2 tips, 2026-03-21 to 2026-03-27",
        "2 tips, 2026-03-21 to 2026-03-27, SS1",
        "0 tips, 2026-03-21 to 2026-03-27, heroin",
    ]
    assert await office.store.staff.audit.first_break() is None


async def test_junk_is_not_opened_and_damage_is_left_out(office: Office) -> None:
    junk, damaged, _ = [await office.tip() for _ in range(3)]
    await office.notebook.set_aside(junk.id, Status.JUNK, "test", member=ANN)

    async def spoil(session: AsyncSession) -> None:
        query = text("UPDATE tips SET body = :body WHERE id = :id")
        await session.execute(query, {"body": b"spoiled", "id": damaged.id})

    await office.store.staff.desk.database.write(spoil)
    assert await survey(office) == 1


async def test_a_closed_key_opens_nothing_and_writes_nothing(office: Office) -> None:
    await office.tip()
    before = await office.store.staff.audit.latest(99)
    office.key.close()
    with pytest.raises(KeyClosed):
        await survey(office)
    assert await office.store.staff.audit.latest(99) == before

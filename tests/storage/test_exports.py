"""Requests to let tips leave: two at once, what they name, and what is left of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_ports import Wanted
from core.errors import ExportGone, ExportRefused, NotReleased
from core.exports import Exporting, ExportRequest, Format
from core.grading import Grade
from core.people import Role
from core.reports import ReportForm
from storage.exports import SqlExports
from tests.storage.office import ANN, BEN, Office, a_member

GRADE = Grade(source="2", assessment="D", handling="P")
CAT = a_member("cat", Role.LEAD)
ANY = Wanted(statuses=())


def exporting(office: Office) -> Exporting:
    return Exporting(
        exports=office.store.staff.work.exports, form=ReportForm.shipped(), clock=office.clock
    )


async def released(office: Office, **changes: object) -> str:
    row = await office.claimed(**changes)
    await office.grading.grade(row.id, GRADE, member=ANN)
    await office.grading.release(row.id, member=BEN)
    return row.id


async def asked(office: Office, wanted: Wanted = ANY) -> ExportRequest:
    return await exporting(office).ask(
        wanted, Format.CSV, purpose="police", recipient="Essex Police", member=ANN
    )


async def taken(office: Office, export: ExportRequest) -> list[str]:
    await exporting(office).approve(export.id, member=BEN)
    _, leaving = await exporting(office).take(export.id, office.key, member=ANN)
    return [tip.opened.row.id async for tip in leaving]


async def count(office: Office, table: str) -> int:
    async def work(session: AsyncSession) -> int:
        return await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608

    return await office.store.staff.desk.database.read(work)


async def test_what_was_asked_for_leaves_with_its_grade_and_is_forgotten(office: Office) -> None:
    names = {await released(office) for _ in range(3)}
    await office.tip()
    export = await asked(office)
    assert (export.tips, await count(office, "export_tips")) == (3, 3)
    await exporting(office).approve(export.id, member=BEN)
    _, leaving = await exporting(office).take(export.id, office.key, member=ANN)
    tips = [tip async for tip in leaving]
    assert {tip.opened.row.id for tip in tips} == names
    assert {tip.decided.grade for tip in tips} == {GRADE}
    assert await count(office, "export_tips") == 0
    assert await office.store.staff.audit.first_break() is None


async def test_two_who_take_at_once_get_it_once(office: Office) -> None:
    await released(office)
    export = await asked(office)
    await exporting(office).approve(export.id, member=BEN)
    got = await asyncio.gather(
        *(exporting(office).take(export.id, office.key, member=ANN) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, tuple) for each in got) == 1
    assert sum(isinstance(each, ExportRefused) for each in got) == 3


async def test_two_who_decide_at_once_decide_once(office: Office) -> None:
    await released(office)
    export = await asked(office)
    use = exporting(office)
    got = await asyncio.gather(
        use.approve(export.id, member=BEN),
        use.refuse(export.id, member=CAT),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ExportRequest) for each in got) == 1
    assert sum(isinstance(each, ExportRefused) for each in got) == 1


async def test_more_tips_than_a_lot_all_leave(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.exports._LOT", 3)
    names = [await released(office) for _ in range(7)]
    assert sorted(await taken(office, await asked(office))) == sorted(names)


async def test_a_shredded_tip_is_no_part_of_it_and_does_not_stand_in_the_way(
    office: Office,
) -> None:
    kept, gone = await released(office), await released(office)
    export = await asked(office)
    await office.store.staff.shredder.shred(gone, by="ann", note="")
    assert await count(office, "export_tips") == 1
    assert await taken(office, export) == [kept]


async def test_a_tip_that_was_tampered_with_is_left_out_and_told(office: Office) -> None:
    good, bad = await released(office), await released(office)
    export = await asked(office)

    async def work(session: AsyncSession) -> None:
        change = text(
            "UPDATE tips SET body = (SELECT body FROM tips WHERE id = :good) WHERE id = :bad"
        )
        await session.execute(change, {"good": good, "bad": bad})

    await office.store.staff.desk.database.write(work)
    assert await taken(office, export) == [good]
    assert (await office.actions(bad))[-2:] == ["exported", "unreadable"]


async def test_old_requests_are_forgotten_when_another_is_asked_for(office: Office) -> None:
    await released(office)
    old = await asked(office)
    office.clock.wait(timedelta(days=4))
    await asked(office)
    assert (await count(office, "exports"), await count(office, "export_tips")) == (2, 1)
    office.clock.wait(timedelta(days=40))
    await asked(office)
    with pytest.raises(ExportGone):
        await exporting(office).find(old.id, member=ANN)


async def test_another_desk_sees_nothing_of_it(office: Office) -> None:
    await released(office)
    export = await asked(office)
    real = office.store.staff.work.exports
    assert isinstance(real, SqlExports)
    other = SqlExports(database=real.database, recorder=real.recorder, desk="0" * 16)
    assert await other.latest(9) == ()
    with pytest.raises(ExportGone):
        await other.find(export.id)
    today = office.clock.now().date()
    assert await other.count(ANY, today=today, most=9) == 0


async def test_nothing_that_may_leave_is_no_request(office: Office) -> None:
    await office.claimed()
    with pytest.raises(NotReleased):
        await asked(office)
    assert await count(office, "exports") == 0


async def test_a_filter_narrows_what_leaves(office: Office) -> None:
    first = await released(office, area="SS1", drug_group="crack")
    await released(office, area="CM2", drug_group="cannabis")
    export = await asked(office, Wanted(statuses=(), area_starts="ss", drug_group="crack"))
    assert await taken(office, export) == [first]

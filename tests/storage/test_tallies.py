"""The counts of the picture: always what the tips that are there add up to."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import TipChanged
from core.grading import Grade
from core.picture import Period, Seen, Tallies
from core.tip import Priority, Status
from tests.storage.office import ANN, BEN, Office
from tests.storage.samples import START

TODAY = START.date()
YEAR = Period(TODAY - timedelta(days=364), TODAY)
WEEK = Period(TODAY - timedelta(days=6), TODAY)


async def counted(office: Office, period: Period = WEEK, **narrowed: str) -> Tallies:
    return await office.store.staff.work.tallies.count(Seen(period=period, **narrowed))


async def test_a_new_tip_counts_at_once_in_days_and_months(office: Office) -> None:
    for area, drug in (("SS1", "crack"), ("SS1", "crack"), ("SS2", "")):
        await office.tip(area=area, drug_group=drug)
    for period in (WEEK, YEAR):
        tallies = await counted(office, period)
        assert tallies.places == {("SS1", "crack"): 2, ("SS2", ""): 1}
        assert Counter({t.drug: t.count for t in tallies.days}) == {"crack": 2, "": 1}
    assert {t.day for t in (await counted(office)).days} == {TODAY}
    assert (await counted(office, area="SS1")).places == {("SS1", "crack"): 2}
    assert (await counted(office, drug="crack", area="SS2")).places == {}


async def test_a_year_is_put_together_from_its_months_and_its_edges(office: Office) -> None:
    at = office.clock.moment
    days = [at - timedelta(days=n) for n in (0, 1, 20, 27, 30, 100, 363, 364, 365, 400)]
    for moment in days:
        office.clock.moment = moment
        await office.tip(area="SS1", drug_group="crack")
    office.clock.moment = at
    assert (await counted(office, YEAR)).places == {("SS1", "crack"): 8}
    uneven = Period(TODAY - timedelta(days=363), TODAY - timedelta(days=1))
    assert (await counted(office, uneven)).places == {("SS1", "crack"): 6}


async def test_what_happens_to_a_tip_is_counted(office: Office) -> None:
    tip = await office.claimed(area="SS1", drug_group="crack")
    await office.grading.grade(tip.id, Grade(source="2", assessment="A", handling="P"), member=ANN)
    await office.grading.release(tip.id, member=BEN)
    await office.grading.close(tip.id, "arrest", member=ANN)
    assert (await counted(office)).places == {("SS1", "crack"): 1}
    junk = await office.tip(area="SS1", drug_group="crack")
    await office.desk.overrule(junk.id, Priority.LOW, by="ann", note="")
    assert (await counted(office)).places == {("SS1", "crack"): 2}
    await office.notebook.set_aside(junk.id, Status.JUNK, "test", member=ANN)
    assert (await counted(office)).places == {("SS1", "crack"): 1}
    await office.desk.put_back(junk.id, member=ANN)
    assert (await counted(office)).places == {("SS1", "crack"): 2}
    await office.store.staff.shredder.shred(tip.id, by="system", note="")
    await office.store.staff.shredder.shred(junk.id, by="system", note="")
    assert await counted(office) == await counted(office, YEAR) == Tallies((), {})


async def test_a_cut_that_takes_the_area_away_is_counted(office: Office) -> None:
    tip = await office.tip(area="SS1", drug_group="crack")
    opened = await office.opened(tip.id)
    row = opened.row.__replace__(area="")
    rewriter = office.store.staff.work.rewriter
    await rewriter.rewrite(opened, row, opened.details, opened.additions, by="ann")
    assert (await counted(office)).places == {("", "crack"): 1}


async def test_a_change_that_is_refused_is_not_counted(office: Office) -> None:
    tip = await office.tip(area="SS1", drug_group="crack")
    await office.desk.claim(tip.id, member=ANN)
    desk = office.store.staff.desk
    with pytest.raises(TipChanged):
        await desk.move(tip, Status.JUNK, by="ann", note="", claim_until=None)
    assert (await counted(office)).places == {("SS1", "crack"): 1}


async def test_the_counts_are_those_of_the_tips(office: Office) -> None:
    """The sum by hand over the table of tips, after much has happened."""
    for number in range(12):
        office.clock.wait(timedelta(days=5))
        tip = await office.tip(area=f"SS{number % 3}", drug_group=("crack", "")[number % 2])
        if number % 4 == 0:
            await office.notebook.set_aside(tip.id, Status.JUNK, "test", member=ANN)
        if number % 5 == 0:
            await office.store.staff.shredder.shred(tip.id, by="system", note="")

    async def by_hand(session: AsyncSession) -> Counter[tuple[str, str]]:
        query = text("SELECT area, drug_group FROM tips WHERE status <> 'junk'")
        return Counter((area, drug) for area, drug in await session.execute(query))

    expected = await office.store.staff.desk.database.read(by_hand)
    whole = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert (await counted(office, whole)).places == expected

"""The queue as the database finds it: filters, counts, and no sorting of what is not shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

import storage.rows
from core.desk_ports import Wanted
from core.errors import AnswerRefused
from core.tip import Priority, Status, TipRow
from storage.rows import counts_query, page_query
from storage.store import Store
from tests.storage.samples import START, Line, a_part, a_tip

HOUR = START.replace(minute=0, second=0, microsecond=0)
ALL = Wanted(statuses=())


async def fill(line: Line) -> list[str]:
    """Six tips; the first has an answer waiting, the last an addition."""
    ids = []
    for number in range(6):
        priority = (Priority.HIGH, Priority.LOW)[number % 2]
        arrived = HOUR + timedelta(days=number)
        tip = a_tip(priority=priority, arrived=arrived, area=("SS1", "SS17", "Grays")[number % 3])
        receipt = await line.public.intake.keep(bytes([number]) * 16, tip)
        ids.append(tip.id)
    await line.public.intake.add(receipt, bytes(16), (a_part(),))
    await line.desk.answer(ids[0], "Thank you.", by="ann")
    row = await line.desk.row(ids[1])
    await line.desk.move(row, Status.JUNK, by="ann", note="", claim_until=None)
    return ids


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        pytest.param(replace(ALL, area_starts="ss"), {0, 1, 3, 4}, id="area begins, any case"),
        pytest.param(replace(ALL, area_starts="SS17"), {1, 4}, id="area begins"),
        pytest.param(replace(ALL, area_starts="%"), set(), id="no wildcard"),
        pytest.param(replace(ALL, area="SS1"), {0, 3}, id="area"),
        pytest.param(replace(ALL, area="SS1", drug_group="crack"), {0, 3}, id="area and drug"),
        pytest.param(replace(ALL, area="SS1", drug_group="heroin"), set(), id="no such drug"),
        pytest.param(replace(ALL, since=HOUR + timedelta(days=4)), {4, 5}, id="since"),
        pytest.param(replace(ALL, before=HOUR + timedelta(days=2)), {0, 1}, id="before"),
        pytest.param(
            replace(ALL, since=HOUR + timedelta(days=2), before=HOUR + timedelta(days=3)),
            {2},
            id="period",
        ),
        pytest.param(replace(ALL, has_answers=True), {0}, id="answers waiting"),
        pytest.param(replace(ALL, has_answers=False), {1, 2, 3, 4, 5}, id="no answers"),
        pytest.param(replace(ALL, has_additions=True), {5}, id="additions"),
        pytest.param(replace(ALL, has_additions=False), {0, 1, 2, 3, 4}, id="no additions"),
        pytest.param(Wanted(), {0, 2, 3, 4, 5}, id="open"),
        pytest.param(Wanted(statuses=(Status.JUNK, Status.JUNK)), {1}, id="named twice"),
        pytest.param(replace(ALL, priorities=(Priority.URGENT,)), set(), id="none urgent"),
    ],
)
async def test_pages_and_counts_agree(line: Line, wanted: Wanted, numbers: set[int]) -> None:
    ids = await fill(line)
    rows = await line.desk.page(wanted, after=None, count=99)
    assert {row.id for row in rows} == {ids[number] for number in numbers}
    assert (await line.desk.counts(wanted)).total == len(numbers)


async def test_counts_by_priority_and_status(line: Line) -> None:
    await fill(line)
    counts = await line.desk.counts(ALL)
    assert dict(counts.cells) == {
        (Priority.HIGH, Status.NEW): 3,
        (Priority.LOW, Status.NEW): 2,
        (Priority.LOW, Status.JUNK): 1,
    }
    assert (counts.of(Priority.LOW), counts.of(Status.NEW), counts.of(Status.HELD)) == (3, 5, 0)


async def test_behind_the_last_row_there_is_nothing(line: Line) -> None:
    await fill(line)
    low = Wanted(priorities=(Priority.HIGH,))
    last = (await line.desk.page(Wanted(), after=None, count=99))[-1]
    assert await line.desk.page(low, after=last, count=9) == ()


async def test_tips_with_answers_are_paged_in_order_too(line: Line) -> None:
    ids = await fill(line)
    for tip_id in ids[1:]:
        with suppress(AnswerRefused):
            await line.desk.answer(tip_id, "Thank you.", by="ann")
    wanted = replace(ALL, has_answers=True)
    expected = [row.id for row in await line.desk.page(Wanted(), after=None, count=9)]
    seen, last = [], None
    while rows := await line.desk.page(wanted, after=last, count=2):
        seen += [row.id for row in rows]
        last = rows[-1]
    assert seen == expected


async def plan(store: Store, query: str) -> list[str]:
    async def work(session: AsyncSession) -> list[str]:
        return [row[3] for row in await session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]

    return await store.staff.desk.database.read(work)


AFTER = TipRow(
    id="5f2f",
    arrived=HOUR,
    priority=Priority.HIGH,
    machine_priority=Priority.HIGH,
    safeguarding=False,
    drug_group="",
    area="",
    status=Status.NEW,
    claimed_by="",
    claim_until=None,
    version=1,
    review_on=HOUR.date(),
)


@pytest.mark.backends("sqlite")
@pytest.mark.parametrize("after", [None, AFTER], ids=["first", "next"])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        pytest.param(Wanted(), "ix_tips_queue", id="open"),
        pytest.param(ALL, "ix_tips_queue", id="all"),
        pytest.param(replace(ALL, since=HOUR), "ix_tips_queue", id="period"),
        pytest.param(replace(ALL, area_starts="ss"), "ix_tips_queue", id="area begins"),
        pytest.param(replace(ALL, is_safeguarding=True), "ix_tips_queue", id="safeguarding"),
        pytest.param(replace(ALL, area="SS1"), "ix_tips_area", id="area"),
        pytest.param(replace(ALL, drug_group="crack"), "ix_tips_drug", id="drug"),
    ],
)
async def test_pages_walk_an_index_in_its_order(
    store: Store, wanted: Wanted, index: str, after: TipRow | None
) -> None:
    """Each stretch is read in order and only from an index, and nothing is sorted."""
    query = page_query(store.staff.desk.desk, wanted, after, 50)
    dialect = sqlite.dialect()
    compiled = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    steps = await plan(store, compiled)
    searches = [step for step in steps if index in step]
    assert len(searches) >= 2
    assert all("COVERING INDEX" in step for step in searches)
    assert not any(step.startswith("SCAN tips") for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.backends("sqlite")
@pytest.mark.parametrize("after", [None, AFTER], ids=["first", "next"])
async def test_answers_waiting_are_looked_up_from_their_side(
    store: Store, after: TipRow | None
) -> None:
    query = page_query(store.staff.desk.desk, replace(ALL, has_answers=True), after, 50)
    compiled = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    steps = await plan(store, compiled)
    assert [step for step in steps if "ix_tips_" in step or step.startswith("SCAN tips")] == []


@pytest.mark.backends("sqlite")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        pytest.param(Wanted(), "ix_tips_queue", id="open"),
        pytest.param(replace(ALL, since=HOUR, before=HOUR), "ix_tips_queue", id="period"),
        pytest.param(replace(ALL, area_starts="ss"), "ix_tips_queue", id="area begins"),
        pytest.param(replace(ALL, area="SS1"), "ix_tips_area", id="area"),
        pytest.param(replace(ALL, drug_group="crack"), "ix_tips_drug", id="drug"),
        pytest.param(replace(ALL, area="SS1", drug_group="crack"), "ix_tips_area", id="both"),
    ],
)
async def test_counts_read_only_an_index_in_its_order(
    store: Store, wanted: Wanted, index: str
) -> None:
    query = counts_query(store.staff.desk.desk, wanted)
    compiled = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    steps = [step for step in await plan(store, compiled) if "tips" in step]
    assert len(steps) >= 2
    assert all(f"COVERING INDEX {index} " in step and "priority=?" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


async def test_counting_stops_and_says_so(
    line: Line, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell is looked at no further than agreed, whether its tips are wanted or not."""
    monkeypatch.setattr(storage.rows, "MOST_COUNTED", 2)
    await fill(line)
    every, low = await line.desk.counts(ALL), await line.desk.counts(replace(ALL, area="Grays"))
    if backend == "memory":
        assert (every.total, every.cut) == (6, frozenset())
        return
    assert every.cut == {(Priority.HIGH, Status.NEW)}
    assert (every.of(Priority.HIGH), every.is_cut(Priority.HIGH)) == (2, True)
    assert (every.of(Priority.LOW), every.is_cut(Priority.LOW)) == (3, False)
    assert (every.total, every.is_cut(Status.NEW), every.is_cut(Status.JUNK)) == (5, True, False)
    assert (low.total, low.cut) == (2, frozenset())
    begins = await line.desk.counts(replace(ALL, area_starts="gr"))
    assert (begins.of(Priority.HIGH), begins.is_cut(Priority.HIGH)) == (1, True)

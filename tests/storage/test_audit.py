from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import Anchor, BadAnchor, Verdict
from core.desk_ports import Entry
from storage.chain import START as CHAIN_START
from storage.chain import Act, Head, first_break, head_seal, link
from storage.faults import BrokenAnchor
from storage.store import Store
from tests.storage.samples import START, Line, a_tip

KEY = bytes(range(32))
CHANGE = "UPDATE audit SET \"by\" = 'eve' WHERE number = :number"
SECRET = bytes(16)


def a_chain(length: int) -> tuple[list[Entry], Head]:
    entries: list[Entry] = []
    before = CHAIN_START
    for number in range(1, length + 1):
        act = Act(by="ann", action="opened", subject=f"tip{number}", note="because")
        entries.append(
            link(act, number=number, at=START + timedelta(minutes=number), before=before)
        )
        before = entries[-1].digest
    return entries, Head(length, head_seal(KEY, length, before))


@settings(deadline=None)
@given(st.integers(1, 12))
def test_a_chain_as_written_holds(length: int) -> None:
    entries, head = a_chain(length)
    assert first_break(entries, head, KEY) is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"by": "ben"}, id="who"),
        pytest.param({"action": "shredded"}, id="what"),
        pytest.param({"subject": "tip9"}, id="to what"),
        pytest.param({"note": ""}, id="why"),
        pytest.param({"at": START}, id="when"),
        pytest.param({"digest": bytes(32)}, id="digest"),
        pytest.param({"number": 7}, id="number"),
    ],
)
@settings(deadline=None)
@given(at=st.integers(0, 5))
def test_every_change_breaks_the_chain_where_it_was_made(
    change: dict[str, object], at: int
) -> None:
    entries, head = a_chain(6)
    entries[at] = replace(entries[at], **change)  # type: ignore[arg-type]
    if entries == a_chain(6)[0]:
        return
    assert first_break(entries, head, KEY) == at + 1


@settings(deadline=None)
@given(st.integers(0, 5))
def test_a_missing_entry_is_where_the_chain_breaks(at: int) -> None:
    entries, head = a_chain(6)
    del entries[at]
    assert first_break(entries, head, KEY) == at + 1


@settings(deadline=None)
@given(st.integers(1, 6))
def test_a_cut_tail_shows(cut: int) -> None:
    entries, head = a_chain(6)
    assert first_break(entries[:-cut], head, KEY) == 7 - cut


def test_a_head_moved_back_with_the_tail_shows_without_the_key() -> None:
    entries, head = a_chain(6)
    assert first_break(entries[:4], replace(head, number=4), KEY) == 4
    forged = Head(4, head_seal(bytes(32), 4, entries[3].digest))
    assert first_break(entries[:4], forged, KEY) == 4


def test_a_chain_written_anew_shows_without_the_key() -> None:
    entries, _ = a_chain(3)
    forged = link(forged_act(), number=3, at=START, before=entries[1].digest)
    head = Head(3, head_seal(bytes(32), 3, forged.digest))
    assert first_break([*entries[:2], forged], head, KEY) == 3


def forged_act() -> Act:
    return Act(by="eve", action="opened")


def test_entries_behind_the_head_show() -> None:
    entries, _ = a_chain(4)
    _, head = a_chain(3)
    assert first_break(entries, head, KEY) == 4


def test_no_head_is_a_break() -> None:
    entries, _ = a_chain(2)
    assert first_break(entries, None, KEY) == 3
    assert first_break([], None, KEY) == 1


def test_fields_cannot_run_into_one_another() -> None:
    one = link(Act(by="a", action="b", subject="cd"), number=1, at=START, before=CHAIN_START)
    two = link(Act(by="a", action="bc", subject="d"), number=1, at=START, before=CHAIN_START)
    assert one.digest != two.digest


def test_known_answer() -> None:
    act = Act(by="ann", action="opened", subject="tip1", note="because")
    entry = link(act, number=1, at=START, before=CHAIN_START)
    assert entry.digest.hex() == "89c24edaf56f42ae553d2a6540a2cb4c82c9ad1fbd2a216909fcdcf07699cf49"


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        pytest.param("UPDATE audit SET by = 'ben' WHERE number = 3", 3, id="changed"),
        pytest.param("UPDATE audit SET note = 'x' WHERE number = 2", 2, id="note"),
        pytest.param("DELETE FROM audit WHERE number = 2", 2, id="one gone"),
        pytest.param("DELETE FROM audit WHERE number > 3", 4, id="tail cut"),
        pytest.param("DELETE FROM audit_head", 5, id="head gone"),
        pytest.param("DELETE FROM audit", 1, id="all gone"),
        pytest.param("UPDATE audit_head SET number = 3", 4, id="head moved back"),
    ],
)
async def test_what_is_done_behind_the_stores_back_shows(
    store_line: Line, store: Store, statement: str, number: int
) -> None:
    tip = a_tip()
    await store_line.public.intake.keep(SECRET, tip)
    await store_line.desk.open(tip.id, store_line.key)
    await store_line.desk.open(tip.id, store_line.key)
    assert await store_line.audit.first_break() is None
    assert len(await store_line.audit.latest(9)) == 4

    async def work(session: AsyncSession) -> None:
        await session.execute(text(statement))

    await store.staff.desk.database.write(work)
    assert await store_line.audit.first_break() == number


async def test_a_refused_move_writes_no_entry(store_line: Line) -> None:
    before = await store_line.audit.latest(1)
    with pytest.raises(Exception, match="no tip"):
        await store_line.shredder.shred("nowhere", by="ann", note="")
    assert await store_line.audit.latest(1) == before


async def test_the_clock_going_back_does_not_break_the_chain(line: Line) -> None:
    await line.news.publish("one", by="ann")
    line.clock.wait(timedelta(days=-1))
    await line.news.publish("two", by="ann")
    assert await line.audit.first_break() is None
    newest, older = await line.audit.latest(2)
    assert newest.number == older.number + 1
    assert newest.at < older.at


async def test_a_check_tells_how_far_it_is_and_where_the_record_ends(
    store_line: Line, store: Store
) -> None:
    line, desk = store_line, store.staff.desk

    async def work(session: AsyncSession) -> None:
        for number in range(1100):
            await desk.recorder.record(session, Act(by="ann", action="noted", subject=str(number)))

    await desk.database.write(work)
    told: list[tuple[int, int]] = []
    verdict = await line.audit.verify(on_lot=lambda done, total: told.append((done, total)))
    newest = (await line.audit.latest(1))[0]
    assert verdict == Verdict(entries=newest.number, end=Anchor(newest.number, newest.digest))
    assert told == [(1000, newest.number), (newest.number, newest.number)]


async def test_a_page_looks_at_the_newest_alone(store_line: Line, store: Store) -> None:
    for name in ("one", "two", "three", "four"):
        await store_line.news.publish(name, by="ann")
    audit = store.staff.audit
    last = (await audit.latest(1))[0].number

    async def work(session: AsyncSession) -> None:
        await session.execute(text(CHANGE), {"number": last - 2})

    await store.staff.desk.database.write(work)
    assert await audit.first_break() == last - 2
    assert await audit.first_break(3) == last - 2
    assert await audit.first_break(2) is None
    assert await audit.first_break(99) == last - 2


async def test_an_older_copy_of_the_database_shows_by_the_note_in_the_data_directory(
    store_line: Line, store: Store
) -> None:
    audit = store.staff.audit
    await store_line.news.publish("one", by="ann")
    old = await _copied(store)
    await store_line.news.publish("two", by="ann")
    audit.remember((await audit.verify()).end)
    await _put_back(store, old)
    verdict = await audit.verify()
    assert (verdict.entries, verdict.broken_at) == (old[0], old[0] + 1)
    assert await audit.first_break() == old[0] + 1


async def test_an_end_that_was_kept_elsewhere_finds_a_record_written_anew(
    store_line: Line, store: Store
) -> None:
    """Even whoever has the audit's key cannot write an entry that somebody noted."""
    audit = store.staff.audit
    await store_line.news.publish("one", by="ann")
    end = (await audit.verify()).end
    assert (await audit.verify([Anchor.parse(str(end))])).broken_at is None
    other = Anchor(end.number, bytes(32))
    assert (await audit.verify([other])).broken_at == end.number
    later = Anchor(end.number + 3, bytes(32))
    assert (await audit.verify([later])).broken_at == end.number + 1


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "x:" + "0" * 64, "12:" + "0" * 63, "-1:" + "0" * 64]
)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(BadAnchor):
        Anchor.parse(text)


async def test_a_note_that_somebody_changed_is_told(store: Store, data_dir: Path) -> None:
    (data_dir / "audit-anchor").write_text("whole, honestly")
    with pytest.raises(BrokenAnchor):
        await store.staff.audit.verify()


async def _copied(store: Store) -> tuple[int, bytes]:
    """Number of the last entry, and the head's seal, as an old copy would have them."""

    async def work(session: AsyncSession) -> tuple[int, bytes]:
        found = (await session.execute(text("SELECT number, seal FROM audit_head"))).one()
        return found[0], found[1]

    return await store.staff.desk.database.read(work)


async def _put_back(store: Store, old: tuple[int, bytes]) -> None:
    async def work(session: AsyncSession) -> None:
        await session.execute(text("DELETE FROM audit WHERE number > :number"), {"number": old[0]})
        await session.execute(
            text("UPDATE audit_head SET number = :number, seal = :seal"),
            {"number": old[0], "seal": old[1]},
        )

    await store.staff.desk.database.write(work)

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.desk_ports import Entry
from storage.chain import START as CHAIN_START
from storage.chain import Act, Head, first_break, head_seal, link
from storage.store import Store
from tests.storage.samples import START, Line, a_tip

KEY = bytes(range(32))
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
    sqlite_line: Line, store: Store, statement: str, number: int
) -> None:
    tip = a_tip()
    await sqlite_line.public.intake.keep(SECRET, tip)
    await sqlite_line.desk.open(tip.id, sqlite_line.key)
    await sqlite_line.desk.open(tip.id, sqlite_line.key)
    assert await sqlite_line.audit.first_break() is None
    assert len(await sqlite_line.audit.latest(9)) == 4

    async def work(session: AsyncSession) -> None:
        await session.execute(text(statement))

    await store.staff.desk.database.write(work)
    assert await sqlite_line.audit.first_break() == number


async def test_a_refused_move_writes_no_entry(sqlite_line: Line) -> None:
    before = await sqlite_line.audit.latest(1)
    with pytest.raises(Exception, match="no tip"):
        await sqlite_line.shredder.shred("nowhere", by="ann", note="")
    assert await sqlite_line.audit.latest(1) == before


async def test_the_clock_going_back_does_not_break_the_chain(line: Line) -> None:
    await line.news.publish("one", by="ann")
    line.clock.wait(timedelta(days=-1))
    await line.news.publish("two", by="ann")
    assert await line.audit.first_break() is None
    newest, older = await line.audit.latest(2)
    assert newest.number == older.number + 1
    assert newest.at < older.at

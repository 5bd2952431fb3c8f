"""Searching sealed tips: newest first, a lot at a time, in the audit, and no further than said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core import desk_search
from core.analysis import Analysis, Triage
from core.desk_ports import Unlocked, Wanted
from core.desk_search import LIMIT, Looked, Search, Searched
from core.people import NotAllowed
from core.searching import Sought
from core.tip import Details, Part, Priority, Question, Status, TipRow
from storage.faults import KeyClosed
from storage.keys import OpenKey
from storage.searching import SqlLots
from tests.storage.office import ANN, STEERS, Office
from tests.storage.samples import HandClock, a_part, stored

EVERY = Wanted(statuses=tuple(Status))


@dataclass
class SlowLots:
    """The same lots, each of which takes the clock two seconds on."""

    lots: SqlLots
    clock: HandClock

    async def newest(
        self, wanted: Wanted, key: Unlocked, *, before: TipRow | None, count: int
    ) -> Looked:
        self.clock.wait(timedelta(seconds=2))
        return await self.lots.newest(wanted, key, before=before, count=count)

    async def record(self, key: Unlocked, looked_at: int, found: list[str]) -> None:
        await self.lots.record(key, looked_at, found)


def details(words: str) -> Details:
    analysis = Analysis(text=words, triage=Triage.QUEUE, sanitised=words)
    parts = (Part(Question.REPORT, analysis),)
    return Details(parts=parts, triage=Triage.QUEUE, reported_on=date(2026, 3, 27))


async def keep(office: Office, count: int, *, every: int = 2) -> list[str]:
    """Tips an hour apart, oldest first; each second one speaks of a heron."""
    ids = []
    for n in range(count):
        words = "a heron on the roof" if n % every == 0 else "nothing of the kind"
        priority = tuple(Priority)[n % 4]
        ids.append((await office.tip(details=details(words), priority=priority)).id)
        office.clock.wait(timedelta(hours=1))
    return ids


def search(office: Office, lots: object = None) -> Search:
    return Search(lots=lots or office.store.staff.work.lots, clock=office.clock)  # type: ignore[arg-type]


async def find(
    office: Office, typed: str, wanted: Wanted = EVERY, before: TipRow | None = None
) -> Searched:
    sought = Sought.of(typed)
    return await search(office).find(sought, wanted, office.key, member=ANN, before=before)


def ids(found: Searched) -> list[str]:
    return [hit.row.id for hit in found.hits]


async def test_the_newest_stand_first_whatever_their_priority_and_status(office: Office) -> None:
    kept = await keep(office, 8)
    await office.notebook.set_aside(kept[4], Status.JUNK, "test", member=ANN)
    found = await find(office, "heron")
    assert ids(found) == [kept[6], kept[4], kept[2], kept[0]]
    assert (found.looked_at, found.shut, found.last) == (8, 0, None)
    assert ids(await find(office, "heron", Wanted())) == [kept[6], kept[2], kept[0]]


async def test_lots_go_on_where_the_one_before_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "_LOT", 3)
    kept = await keep(office, 8, every=1)
    assert ids(await find(office, "heron")) == kept[::-1]


async def test_a_search_stops_in_time_and_says_how_far_it_came(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "_LOT", 3)
    kept = await keep(office, 8)
    lots = office.store.staff.work.lots
    assert isinstance(lots, SqlLots)
    slow = search(office, SlowLots(lots, office.clock))
    first = await slow.find(Sought.of("heron"), EVERY, office.key, member=ANN)
    assert LIMIT == 3.0
    assert (ids(first), first.looked_at) == ([kept[6], kept[4], kept[2]], 6)
    assert first.last is not None
    assert first.last.id == kept[2]
    then = await find(office, "heron", before=first.last)
    assert (ids(then), then.looked_at, then.last) == ([kept[0]], 2, None)


async def test_no_hit_is_lost_where_there_are_more_than_are_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_search, "_MOST", 2)
    kept = await keep(office, 7)
    seen, before = [], None
    while True:
        found = await find(office, "heron", before=before)
        seen += ids(found)
        before = found.last
        if before is None:
            break
    assert seen == [kept[6], kept[4], kept[2], kept[0]]


async def test_the_audit_says_how_many_and_which_were_shown_and_not_for_what(
    office: Office,
) -> None:
    kept = await keep(office, 3)
    await find(office, "heron")
    entries = await office.store.staff.audit.latest(3)
    said = [(e.action, e.subject, e.note) for e in entries[::-1]]
    assert said == [
        ("searched", "", "3 looked through, 2 found"),
        ("found", kept[2], ""),
        ("found", kept[0], ""),
    ]
    assert b"heron" not in await stored(office.database)


async def test_additions_are_searched_and_what_was_changed_is_counted(office: Office) -> None:
    kept = await keep(office, 2)
    await office.store.public.intake.add(
        await office.receipt(2), b"n" * 16, (a_part("they sell crack from the old mill"),)
    )
    assert ids(await find(office, "mill")) == [kept[1]]

    async def spoil(session: AsyncSession) -> None:
        query = "UPDATE tips SET body = (SELECT body FROM additions) WHERE id = :id"
        await session.execute(text(query), {"id": kept[0]})

    await office.database.write(spoil)
    found = await find(office, "heron")
    assert (ids(found), found.looked_at, found.shut) == ([], 2, 1)


async def test_whoever_reads_nothing_searches_nothing(office: Office) -> None:
    await keep(office, 1)
    sought = Sought.of("heron")
    with pytest.raises(NotAllowed):
        await search(office).find(sought, EVERY, office.key, member=STEERS)
    closed = OpenKey("ann", bytes(32))
    closed.close()
    with pytest.raises(KeyClosed):
        await search(office).find(sought, EVERY, closed, member=ANN)
    other = await search(office).find(
        sought, EVERY, OpenKey("ann", bytes(range(32))), member=replace(ANN)
    )
    assert (other.hits, other.shut) == ((), 1)

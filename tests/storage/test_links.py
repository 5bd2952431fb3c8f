"""The blind index: it finds tips alike with the desk's key, and tells nothing without it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.analysis import Analysis, Phone, Triage, Vehicle
from core.links import Thing, Trace
from core.people import NotAllowed
from core.tip import Details, Part, Question, TipRow
from storage.faults import KeyClosed
from storage.keys import OpenKey
from storage.links import MARK_BYTES, mark
from tests.storage.office import ANN, STEERS, Office
from tests.storage.samples import stored

PLATE, NUMBER = "AB12 CDE", "+447700900123"


def details(words: str, *, plate: str = "", number: str = "") -> Details:
    analysis = Analysis(
        text=words,
        triage=Triage.QUEUE,
        vehicles=(Vehicle(start=0, end=1, text=words[:1], plate=plate),) if plate else (),
        phones=(Phone(start=0, end=1, text=words[:1], number=number),) if number else (),
        sanitised=words,
    )
    parts = (Part(Question.REPORT, analysis),)
    return Details(parts=parts, triage=Triage.QUEUE, reported_on=date(2026, 3, 27))


async def indexed(office: Office, words: str, **found: str) -> TipRow:
    row = await office.tip(details=details(words, **found))
    await office.opened(row.id)
    return row


async def marks(office: Office, tip_id: str) -> list[bytes]:
    async def work(session: AsyncSession) -> list[bytes]:
        query = text("SELECT mark FROM traces WHERE tip = :tip")
        return [row[0] for row in await session.execute(query, {"tip": tip_id})]

    return await office.store.staff.desk.database.read(work)


async def find(office: Office, tip_id: str) -> list[str]:
    links = await office.linking.find(await office.opened(tip_id), office.key, member=ANN)
    return [link.row.id for link in links.found]


async def test_tips_that_share_a_thing_find_one_another(office: Office) -> None:
    first = await indexed(office, "van by the shop all night", plate=PLATE, number=NUMBER)
    second = await indexed(office, "dealer drives this one", plate=PLATE)
    third = await indexed(office, "ring him for pills", number=NUMBER)
    await indexed(office, "somebody else altogether", plate="XY34 ZZZ")
    assert set(await find(office, first.id)) == {second.id, third.id}
    assert await find(office, second.id) == [first.id]


async def test_tips_in_nearly_the_same_words_find_one_another(office: Office) -> None:
    words = "two lads on bikes sell wraps outside the chicken shop on the corner every evening"
    first = await indexed(office, words)
    second = await indexed(office, words.replace("every evening", "most evenings"))
    await indexed(office, "a man in a red car sells pills at the station on the corner")
    assert await find(office, first.id) == [second.id]


async def test_only_opened_tips_are_found(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE)
    other = await office.tip(details=details("same van elsewhere", plate=PLATE))
    assert await find(office, first.id) == []
    await office.opened(other.id)
    assert await find(office, first.id) == [other.id]


async def test_comparing_stands_in_the_audit(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE)
    second = await indexed(office, "same van elsewhere", plate=PLATE)
    await find(office, first.id)
    assert await office.actions(second.id) == ["opened", "compared"]
    assert await office.store.staff.audit.first_break() is None


async def test_repeat_reports_are_noticed_across_the_desk(office: Office) -> None:
    words = "black van {} sells weed by the station to kids after school every friday night"
    rows = []
    for when in ("usually", "again", "still"):
        rows.append(await indexed(office, words.format(when), plate=PLATE))
        office.clock.wait(timedelta(days=5))
    links = await office.linking.find(await office.opened(rows[-1].id), office.key, member=ANN)
    (repeat,) = links.repeats
    assert repeat.tips == tuple(row.id for row in rows)
    assert links.corroboration == ((Trace(Thing.PLATE, "AB12CDE"), 1),)


async def test_the_database_alone_tells_nothing(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE, number=NUMBER)
    second = await indexed(office, "same van elsewhere", plate=PLATE)
    disk = await stored(office.store.staff.desk.database)
    for needle in (b"AB12", b"7700900123", b"van by", b"plate"):
        assert needle not in disk
    trace = Trace(Thing.PLATE, "AB12CDE")
    guesses = {mark(key, trace) for key in (b"", bytes(32), b"tipline/1/traces")}
    kept = [*await marks(office, first.id), *await marks(office, second.id)]
    assert guesses.isdisjoint(kept)
    assert Counter(kept).most_common(1)[0][1] == 2


async def test_how_many_things_a_tip_has_is_hidden_in_lots_of_eight(office: Office) -> None:
    for words, found in (("x", {}), ("x", {"plate": PLATE}), ("a b c d e f g", {})):
        row = await indexed(office, words, **found)
        kept = await marks(office, row.id)
        assert (len(kept), {len(each) for each in kept}) == (8, {MARK_BYTES})


async def test_opening_again_writes_nothing_new(office: Office) -> None:
    row = await indexed(office, "van by the shop", plate=PLATE)
    before = await marks(office, row.id)
    await office.opened(row.id)
    assert await marks(office, row.id) == before


async def test_what_is_cut_is_no_longer_found(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE)
    row = await indexed(office, "Van of theirs", plate=PLATE)
    assert await find(office, first.id) == [row.id]
    await office.notebook.cut(await office.opened(row.id), ("van",), member=ANN)
    assert await marks(office, row.id) == []
    await office.opened(row.id)
    assert await find(office, first.id) == []


async def test_whoever_still_has_the_old_words_open_does_not_bring_them_back(
    office: Office,
) -> None:
    row = await indexed(office, "Van of theirs", plate=PLATE)
    old = await office.opened(row.id)
    await office.notebook.cut(old, ("van",), member=ANN)
    await office.linking.index(old, office.key)
    assert await marks(office, row.id) == []


async def test_a_tip_that_is_gone_is_not_indexed(office: Office) -> None:
    row = await indexed(office, "van by the shop", plate=PLATE)
    opened = await office.opened(row.id)
    await office.store.staff.shredder.shred(row.id, by="system", note="")
    await office.linking.index(opened, office.key)
    assert await marks(office, row.id) == []


async def test_a_damaged_tip_does_not_stop_the_comparing(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE)
    second = await indexed(office, "same van elsewhere", plate=PLATE)
    third = await indexed(office, "that van once more", plate=PLATE)

    async def damage(session: AsyncSession) -> None:
        query = text("UPDATE tips SET body = :body WHERE id = :tip")
        await session.execute(query, {"tip": second.id, "body": b"1"})

    await office.store.staff.desk.database.write(damage)
    assert await find(office, first.id) == [third.id]


async def test_it_takes_an_open_key_and_the_right_to_read(office: Office) -> None:
    row = await indexed(office, "van by the shop", plate=PLATE)
    opened = await office.opened(row.id)
    with pytest.raises(NotAllowed):
        await office.linking.find(opened, office.key, member=STEERS)
    closed = OpenKey("ann", office.key.secret)
    closed.close()
    with pytest.raises(KeyClosed):
        await office.linking.find(opened, closed, member=ANN)


async def test_another_desks_key_finds_nothing(office: Office) -> None:
    first = await indexed(office, "van by the shop", plate=PLATE)
    await indexed(office, "same van elsewhere", plate=PLATE)
    opened = await office.opened(first.id)
    links = await office.linking.find(opened, OpenKey("ann", bytes(range(32))), member=ANN)
    assert links.found == ()

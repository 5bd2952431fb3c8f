"""What every store must do for staff, whatever it stands on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.desk_ports import Wanted
from core.errors import NoSuchTip, Tampered, TipChanged
from core.tip import Priority, Status
from storage.faults import KeyClosed
from storage.keys import KeyPair, OpenKey
from tests.storage.samples import START, Line, a_part, a_tip

SECRET = bytes(range(16))
OTHER = bytes(range(16, 32))
EVERYTHING = Wanted(statuses=())
HOUR = START.replace(minute=0, second=0, microsecond=0)


class TestQueue:
    async def fill(self, line: Line) -> list[str]:
        order = [
            (Priority.LOW, 0, "SS1"),
            (Priority.URGENT, 5, "SS1"),
            (Priority.NORMAL, 3, "CM1"),
            (Priority.URGENT, 1, "CM1"),
            (Priority.HIGH, 2, "SS1"),
            (Priority.NORMAL, 1, "SS1"),
        ]
        ids = []
        for number, (priority, hours, area) in enumerate(order):
            tip = a_tip(priority=priority, arrived=HOUR + timedelta(hours=hours), area=area)
            await line.public.intake.keep(bytes([number]) * 16, tip)
            ids.append(tip.id)
        return [ids[3], ids[1], ids[4], ids[5], ids[2], ids[0]]

    async def test_most_pressing_first_then_oldest(self, line: Line) -> None:
        order = await self.fill(line)
        rows = await line.desk.page(Wanted(), after=None, count=99)
        assert [row.id for row in rows] == order

    @pytest.mark.parametrize("size", [1, 2, 4])
    async def test_pages_join_without_gap_or_overlap(self, line: Line, size: int) -> None:
        order = await self.fill(line)
        seen: list[str] = []
        last = None
        while rows := await line.desk.page(Wanted(), after=last, count=size):
            assert len(rows) <= size
            seen += [row.id for row in rows]
            last = rows[-1]
        assert seen == order

    async def test_equal_rows_are_paged_by_id(self, line: Line) -> None:
        for number in range(7):
            await line.public.intake.keep(bytes([number]) * 16, a_tip())
        first = await line.desk.page(Wanted(), after=None, count=3)
        rest = await line.desk.page(Wanted(), after=first[-1], count=9)
        ids = [row.id for row in (*first, *rest)]
        assert ids == sorted(set(ids))
        assert len(ids) == 7

    @pytest.mark.parametrize(
        ("wanted", "count"),
        [
            pytest.param(Wanted(area="SS1"), 4, id="area"),
            pytest.param(Wanted(priorities=(Priority.URGENT, Priority.LOW)), 3, id="priorities"),
            pytest.param(Wanted(statuses=(Status.JUNK,)), 0, id="status"),
            pytest.param(Wanted(drug_group="heroin"), 0, id="drug"),
            pytest.param(Wanted(is_safeguarding=False), 6, id="not safeguarding"),
            pytest.param(Wanted(is_safeguarding=True), 0, id="safeguarding"),
            pytest.param(EVERYTHING, 6, id="everything"),
        ],
    )
    async def test_only_what_is_wanted(self, line: Line, wanted: Wanted, count: int) -> None:
        await self.fill(line)
        assert len(await line.desk.page(wanted, after=None, count=99)) == count


class TestMoves:
    async def test_claim_names_the_analyst_and_raises_the_version(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        until = START + timedelta(minutes=30)
        row = await line.desk.row(tip.id)
        claimed = await line.desk.move(row, Status.CLAIMED, by="ann", note="", claim_until=until)
        assert claimed == await line.desk.row(tip.id)
        assert (claimed.status, claimed.claimed_by) == (Status.CLAIMED, "ann")
        assert (claimed.claim_until, claimed.version) == (until, 2)

    async def test_of_ten_moves_at_once_exactly_one_wins(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        moves = [
            line.desk.move(row, Status.CLAIMED, by=f"analyst{n}", note="", claim_until=None)
            for n in range(10)
        ]
        ends = await asyncio.gather(*moves, return_exceptions=True)
        assert sum(isinstance(end, TipChanged) for end in ends) == 9
        (won,) = [end for end in ends if not isinstance(end, BaseException)]
        assert await line.desk.row(tip.id) == won
        moved = [e for e in await line.audit.latest(99) if e.action == "moved_claimed"]
        assert [entry.by for entry in moved] == [won.claimed_by]

    async def test_grading_keeps_the_name_and_release_clears_it(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        names = []
        for status in (Status.CLAIMED, Status.GRADED, Status.RELEASED):
            row = await line.desk.move(row, status, by="ann", note="", claim_until=None)
            names.append(row.claimed_by)
        assert names == ["ann", "ann", ""]

    async def test_closing_keeps_only_the_day_of_arrival(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        closed = await line.desk.move(row, Status.CLOSED, by="ann", note="", claim_until=None)
        assert closed.arrived == HOUR.replace(hour=0)
        assert await line.desk.row(tip.id) == closed

    async def test_overruled_priority_stands_beside_the_machines(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        raised = await line.desk.set_priority(row, Priority.URGENT, by="ann", note="known house")
        assert (raised.priority, raised.machine_priority) == (Priority.URGENT, Priority.NORMAL)
        assert await line.desk.row(tip.id) == raised
        with pytest.raises(TipChanged):
            await line.desk.set_priority(row, Priority.LOW, by="ben", note="")

    @pytest.mark.parametrize("deed", ["move", "set_priority", "keep_longer"])
    async def test_a_tip_that_is_gone_cannot_change(self, line: Line, deed: str) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = replace(await line.desk.row(tip.id), id="gone")
        deeds = {
            "move": lambda: line.desk.move(row, Status.JUNK, by="a", note="", claim_until=None),
            "set_priority": lambda: line.desk.set_priority(row, Priority.LOW, by="a", note=""),
            "keep_longer": lambda: line.desk.keep_longer(row, date(2030, 1, 1), by="a", note=""),
        }
        with pytest.raises(NoSuchTip):
            await deeds[deed]()


class TestSeal:
    async def test_opening_is_audited(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        await line.desk.open(tip.id, line.key)
        (entry,) = await line.audit.latest(1)
        assert (entry.by, entry.action, entry.subject) == ("ann", "opened", tip.id)

    async def test_another_key_opens_nothing_and_the_audit_says_so(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        with pytest.raises(Tampered):
            await line.desk.open(tip.id, OpenKey("eve", KeyPair.draw().secret))
        assert [e.action for e in await line.audit.latest(2)] == ["unreadable", "opened"]

    async def test_a_closed_key_opens_nothing(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        line.key.close()
        with pytest.raises(KeyClosed):
            await line.desk.open(tip.id, line.key)

    async def test_opening_what_is_not_there(self, line: Line) -> None:
        with pytest.raises(NoSuchTip):
            await line.desk.open("nowhere", line.key)


class TestShredder:
    async def test_shredded_tip_is_gone_with_its_mailbox(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        await line.public.intake.add(receipt, OTHER, (a_part(),))
        await line.desk.answer(tip.id, "hello", by="ann")
        await line.shredder.shred(tip.id, by="ann", note="its day has come")
        with pytest.raises(NoSuchTip):
            await line.desk.row(tip.id)
        with pytest.raises(NoSuchTip):
            await line.desk.open(tip.id, line.key)
        assert await line.public.mailbox.read(receipt) == ()
        assert not await line.public.intake.add(receipt, bytes(16), (a_part(),))
        assert await line.public.intake.recall(SECRET) is None
        (entry,) = await line.audit.latest(1)
        assert (entry.action, entry.subject) == ("shredded", tip.id)

    async def test_shredding_twice(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        await line.shredder.shred(tip.id, by="ann", note="")
        with pytest.raises(NoSuchTip):
            await line.shredder.shred(tip.id, by="ann", note="")

    async def test_due_are_those_whose_day_has_come_oldest_first(self, line: Line) -> None:
        new, old = a_tip(arrived=START + timedelta(days=3)), a_tip()
        await line.public.intake.keep(SECRET, new)
        await line.public.intake.keep(OTHER, old)
        day = date(2027, 3, 27)
        assert await line.shredder.due(day - timedelta(days=1), count=9) == ()
        assert await line.shredder.due(day, count=9) == (old.id,)
        assert await line.shredder.due(day + timedelta(days=3), count=9) == (old.id, new.id)
        assert await line.shredder.due(day + timedelta(days=3), count=1) == (old.id,)

    async def test_junk_is_due_in_thirty_days(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        await line.desk.move(row, Status.JUNK, by="ann", note="", claim_until=None)
        assert await line.shredder.due(date(2026, 4, 25), count=9) == ()
        assert await line.shredder.due(date(2026, 4, 26), count=9) == (tip.id,)

    async def test_a_recorded_decision_keeps_a_tip(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        kept = await line.desk.keep_longer(row, date(2028, 1, 1), by="ann", note="court")
        assert kept.review_on == date(2028, 1, 1)
        assert await line.shredder.due(date(2027, 12, 31), count=9) == ()
        (entry,) = await line.audit.latest(1)
        assert (entry.action, entry.note) == ("kept_longer", "court")


class TestNewsAndAudit:
    async def test_news_is_read_newest_first(self, line: Line) -> None:
        for item in ("one", "two", "three"):
            await line.news.publish(item, by="ann")
        assert await line.public.news.latest(2) == ("three", "two")

    async def test_withdrawn_news_is_gone(self, line: Line) -> None:
        await line.news.publish("wrong", by="ann")
        assert await line.news.withdraw("wrong", by="ben", note="names a street")
        assert not await line.news.withdraw("wrong", by="ben", note="")
        assert await line.public.news.latest(9) == ()
        assert [e.action for e in await line.audit.latest(2)] == ["withdrawn", "published"]

    async def test_entries_count_up_from_the_founding_and_hold(self, line: Line) -> None:
        await line.news.publish("one", by="ann")
        entries = await line.audit.latest(99)
        assert [e.number for e in entries] == list(range(len(entries), 0, -1))
        assert entries[-1].action == "founded"
        assert all(e.at == START.replace(microsecond=0) for e in entries)
        assert await line.audit.first_break() is None

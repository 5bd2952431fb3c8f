"""What every store must do for the sender, whatever it stands on."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from core.desk_ports import Wanted
from core.errors import AnswerProblem, AnswerRefused, NoSuchTip
from core.receipt import of_number
from core.tip import Priority, Status
from storage.moving import MAX_ADDITIONS
from tests.storage.samples import START, Line, a_part, a_tip

SECRET = bytes(range(16))
OTHER = bytes(range(16, 32))
EVERYTHING = Wanted(statuses=())
HOUR = START.replace(minute=0, second=0, microsecond=0)


class TestIntake:
    async def test_opened_tip_is_what_was_kept(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        opened = await line.desk.open(tip.id, line.key)
        assert opened.details == tip.details
        assert opened.additions == ()

    async def test_row_has_the_plain_columns_and_the_hour_only(self, line: Line) -> None:
        tip = a_tip(priority=Priority.HIGH, safeguarding=True)
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        assert (row.arrived, row.arrived.tzinfo) == (HOUR, UTC)
        assert (row.priority, row.machine_priority) == (Priority.HIGH, Priority.HIGH)
        assert (row.safeguarding, row.drug_group, row.area) == (True, "crack", "SS1")
        assert (row.status, row.claimed_by, row.claim_until) == (Status.NEW, "", None)
        assert (row.version, row.review_on) == (1, date(2027, 3, 27))
        assert (row.answers_waiting, row.additions) == (0, 0)

    async def test_arrival_is_kept_in_utc(self, line: Line) -> None:
        summer = datetime.fromisoformat("2026-07-01T00:30:00+01:00")
        tip = a_tip(arrived=summer)
        await line.public.intake.keep(SECRET, tip)
        arrived = (await line.desk.row(tip.id)).arrived
        assert arrived == datetime(2026, 6, 30, 23, tzinfo=UTC)

    async def test_same_secret_again_keeps_nothing_and_gives_the_same_receipt(
        self, line: Line
    ) -> None:
        first = await line.public.intake.keep(SECRET, a_tip())
        again = await line.public.intake.keep(SECRET, a_tip())
        assert first == again
        assert len(await line.desk.page(EVERYTHING, after=None, count=9)) == 1
        assert len(await line.outbox.pending(9)) == 1

    async def test_same_secret_at_once_keeps_one_tip(self, line: Line) -> None:
        keeps = [line.public.intake.keep(SECRET, a_tip()) for _ in range(10)]
        assert len(set(await asyncio.gather(*keeps))) == 1
        assert len(await line.desk.page(EVERYTHING, after=None, count=99)) == 1

    async def test_other_secrets_keep_other_tips(self, line: Line) -> None:
        one = await line.public.intake.keep(SECRET, a_tip())
        two = await line.public.intake.keep(OTHER, a_tip())
        assert one != two
        assert len(await line.desk.page(EVERYTHING, after=None, count=9)) == 2

    async def test_recall_finds_the_receipt_of_what_was_kept(self, line: Line) -> None:
        receipt = await line.public.intake.keep(SECRET, a_tip())
        assert await line.public.intake.recall(SECRET) == receipt
        assert await line.public.intake.recall(OTHER) is None

    async def test_outbox_tells_of_a_tip_until_it_is_done(self, line: Line) -> None:
        await line.public.intake.keep(SECRET, a_tip(priority=Priority.URGENT, safeguarding=True))
        (notice,) = await line.outbox.pending(9)
        assert (notice.priority, notice.area, notice.is_safeguarding) == ("urgent", "SS1", True)
        await line.outbox.done((notice.number,))
        assert await line.outbox.pending(9) == ()

    async def test_notice_numbers_are_never_used_again(self, line: Line) -> None:
        await line.public.intake.keep(SECRET, a_tip())
        (old,) = await line.outbox.pending(9)
        await line.outbox.done((old.number,))
        await line.public.intake.keep(OTHER, a_tip())
        await line.outbox.done((old.number,))
        assert len(await line.outbox.pending(9)) == 1


class TestAdditions:
    async def test_additions_are_opened_with_the_tip_in_order(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        parts = [(a_part(f"number {n} also from the same place"),) for n in range(3)]
        for number, added in enumerate(parts):
            assert await line.public.intake.add(receipt, bytes([number]) * 16, added)
        opened = await line.desk.open(tip.id, line.key)
        assert opened.additions == tuple(parts)
        assert opened.row.additions == 3

    async def test_same_secret_adds_once(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        adds = [line.public.intake.add(receipt, OTHER, (a_part(),)) for _ in range(5)]
        assert await asyncio.gather(*adds) == [True] * 5
        assert (await line.desk.row(tip.id)).additions == 1

    async def test_different_additions_at_once_are_all_kept(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        adds = [line.public.intake.add(receipt, bytes([n]) * 16, (a_part(),)) for n in range(8)]
        assert await asyncio.gather(*adds) == [True] * 8
        assert (await line.desk.row(tip.id)).additions == 8

    async def test_unknown_receipt_takes_no_addition(self, line: Line) -> None:
        await line.public.intake.keep(SECRET, a_tip())
        assert not await line.public.intake.add(of_number(7), OTHER, (a_part(),))

    async def test_a_tip_takes_so_many_additions_and_no_more(self, line: Line) -> None:
        receipt = await line.public.intake.keep(SECRET, a_tip())
        done = [
            await line.public.intake.add(receipt, bytes([n]) * 16, (a_part(),))
            for n in range(MAX_ADDITIONS + 1)
        ]
        assert done == [True] * MAX_ADDITIONS + [False]


class TestMailbox:
    async def test_receipt_reads_what_the_desk_answered_in_order(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        await line.desk.answer(tip.id, "Which day was it?", by="ann")
        await line.desk.answer(tip.id, "Thank you.", by="ben")
        read = await line.public.mailbox.read(receipt)
        assert [answer.text for answer in read] == ["Which day was it?", "Thank you."]
        assert (await line.desk.row(tip.id)).answers_waiting == 2

    async def test_burnt_answers_are_gone_and_later_ones_stay(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        await line.desk.answer(tip.id, "first", by="ann")
        shown = await line.public.mailbox.read(receipt)
        await line.desk.answer(tip.id, "second", by="ann")
        await line.public.mailbox.burn(receipt, shown)
        assert [a.text for a in await line.public.mailbox.read(receipt)] == ["second"]

    async def test_another_receipt_neither_reads_nor_burns(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        other = await line.public.intake.keep(OTHER, a_tip())
        await line.desk.answer(tip.id, "for one only", by="ann")
        shown = await line.public.mailbox.read(receipt)
        assert await line.public.mailbox.read(other) == ()
        await line.public.mailbox.burn(other, shown)
        assert await line.public.mailbox.read(receipt) == shown

    async def test_unknown_receipt_reads_nothing(self, line: Line) -> None:
        assert await line.public.mailbox.read(of_number(1)) == ()

    async def test_old_answers_expire_and_are_counted(self, line: Line) -> None:
        tip = a_tip()
        receipt = await line.public.intake.keep(SECRET, tip)
        await line.desk.answer(tip.id, "old", by="ann")
        line.clock.wait(timedelta(days=2))
        await line.desk.answer(tip.id, "new", by="ann")
        assert await line.shredder.expire_answers(date(2026, 3, 28)) == 1
        assert [a.text for a in await line.public.mailbox.read(receipt)] == ["new"]

    async def test_junk_is_not_answered(self, line: Line) -> None:
        tip = a_tip()
        await line.public.intake.keep(SECRET, tip)
        row = await line.desk.row(tip.id)
        await line.desk.move(row, Status.JUNK, by="ann", note="", claim_until=None)
        with pytest.raises(AnswerRefused) as refused:
            await line.desk.answer(tip.id, "hello", by="ann")
        assert refused.value.problem is AnswerProblem.NO_MAILBOX

    async def test_answering_a_tip_that_is_not_there(self, line: Line) -> None:
        with pytest.raises(NoSuchTip):
            await line.desk.answer("nowhere", "hello", by="ann")

"""The desk's work over a store in memory: moves, claims that run out, answers, the janitor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.answers import AnswerRules
from core.desk import CLAIM_LIFE, Desk
from core.errors import AnswerRefused, MoveRefused, NoSuchTip, StepNeeded
from core.janitor import sweep
from core.retention import TIP_LIFE, cut_to_hour
from core.tip import Priority, Status, TipRow
from storage.keys import OpenKey
from storage.memory import MemoryStore
from tests.storage.samples import WORDS, HandClock, a_tip

SECRET = bytes(range(16))


class Office:
    """A desk with its store, and the key of one account."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.store = MemoryStore(self.clock)
        self.desk = Desk(self.store.desk, AnswerRules.shipped(), self.clock)
        self.key: OpenKey = self.store.unlocked("ann")

    async def tip(self, secret: bytes = SECRET) -> TipRow:
        tip = a_tip(arrived=cut_to_hour(self.clock.now()))
        await self.store.public.intake.keep(secret, tip)
        return await self.store.desk.row(tip.id)


@pytest.fixture
def office() -> Office:
    return Office()


async def test_a_tip_is_claimed_given_back_and_set_aside(office: Office) -> None:
    tip = await office.tip()
    for status in (Status.CLAIMED, Status.NEW, Status.HELD, Status.CLAIMED, Status.JUNK):
        tip = await office.desk.move(tip.id, status, by="ann")
        assert tip.status is status


async def test_grading_takes_more_than_a_move(office: Office) -> None:
    """Every step of a tip's way out of the desk: tests/storage/test_grading.py."""
    tip = await office.tip()
    await office.desk.move(tip.id, Status.CLAIMED, by="ann")
    with pytest.raises(StepNeeded):
        await office.desk.move(tip.id, Status.GRADED, by="ann")
    row = await office.store.desk.row(tip.id)
    for done, refused in ((Status.GRADED, Status.RELEASED), (Status.RELEASED, Status.CLOSED)):
        row = await office.store.desk.move(row, done, by="ann", note="", claim_until=None)
        with pytest.raises(StepNeeded):
            await office.desk.move(tip.id, refused, by="ben")


@pytest.mark.parametrize("status", [Status.RELEASED, Status.CLOSED, Status.GRADED, Status.NEW])
async def test_a_new_tip_cannot_skip_the_way(office: Office, status: Status) -> None:
    tip = await office.tip()
    with pytest.raises(MoveRefused):
        await office.desk.move(tip.id, status, by="ann")


async def test_a_claimed_tip_cannot_be_claimed_by_another(office: Office) -> None:
    tip = await office.tip()
    await office.desk.move(tip.id, Status.CLAIMED, by="ann")
    with pytest.raises(MoveRefused):
        await office.desk.move(tip.id, Status.CLAIMED, by="bob")


async def test_a_claim_that_ran_out_can_be_taken_over(office: Office) -> None:
    tip = await office.tip()
    await office.desk.move(tip.id, Status.CLAIMED, by="ann")
    office.clock.wait(CLAIM_LIFE)
    assert (await office.desk.move(tip.id, Status.CLAIMED, by="bob")).claimed_by == "bob"


async def test_overruling_keeps_what_the_machine_said(office: Office) -> None:
    tip = await office.tip()
    after = await office.desk.overrule(tip.id, Priority.LOW, by="ann", note="old news")
    assert (after.priority, after.machine_priority) == (Priority.LOW, tip.machine_priority)


async def test_an_answer_waits_for_the_receipt(office: Office) -> None:
    tip = await office.tip()
    left = await office.desk.answer(tip.id, "vehicle", office.key)
    receipt = await office.store.public.intake.recall(SECRET)
    assert receipt is not None
    answers = await office.store.public.mailbox.read(receipt)
    assert [answer.text for answer in answers] == [left]


async def test_an_answer_that_quotes_the_tip_does_not_reach_the_mailbox(office: Office) -> None:
    tip = await office.tip()
    with pytest.raises(AnswerRefused):
        await office.desk.answer(tip.id, f"Is it {WORDS}?", office.key)
    receipt = await office.store.public.intake.recall(SECRET)
    assert receipt is not None
    assert await office.store.public.mailbox.read(receipt) == ()


async def test_whatever_staff_do_stands_in_the_audit(office: Office) -> None:
    tip = await office.tip()
    await office.desk.move(tip.id, Status.CLAIMED, by="ann", note="mine")
    await office.desk.answer(tip.id, "thanks", office.key)
    entries = await office.store.audit.latest(10)
    assert {entry.by for entry in entries if entry.subject == tip.id} == {"ann"}
    assert await office.store.audit.first_break() is None


async def test_the_janitor_destroys_what_is_due_and_nothing_else(office: Office) -> None:
    old = await office.tip()
    office.clock.wait(timedelta(days=10))
    young = await office.tip(bytes(16))
    day = office.clock.now().date() - timedelta(days=10) + TIP_LIFE
    swept = await sweep(office.store.shredder, day)
    assert swept.tips == 1
    with pytest.raises(NoSuchTip):
        await office.desk.open(old.id, office.key)
    assert (await office.desk.open(young.id, office.key)).row.id == young.id
    assert (await sweep(office.store.shredder, day)).tips == 0

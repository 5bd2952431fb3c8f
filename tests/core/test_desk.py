"""The desk's work over a store in memory: moves, claims that run out, answers, the janitor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.answers import AnswerRules
from core.desk import CLAIM_LIFE, Desk
from core.errors import AnswerRefused, ClaimHeld, MoveRefused, NoSuchTip
from core.janitor import sweep
from core.people import Member, NotAllowed, Role
from core.retention import TIP_LIFE, cut_to_hour
from core.tip import Priority, Status, TipRow
from storage.keys import OpenKey
from storage.memory import MemoryStore
from tests.storage.office import ANN, BEN, STEERS, a_member
from tests.storage.samples import WORDS, HandClock, a_tip

SECRET = bytes(range(16))
LEAD = a_member("lea", Role.LEAD)


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


async def put_at(office: Office, tip: TipRow, status: Status) -> TipRow:
    """A tip where the desk's other steps would leave it."""
    return await office.store.desk.move(tip, status, by="ann", note="", claim_until=None)


async def test_a_tip_is_claimed_and_given_back(office: Office) -> None:
    tip = await office.tip()
    assert (await office.desk.claim(tip.id, member=ANN)).claimed_by == "ann"
    back = await office.desk.put_back(tip.id, member=ANN)
    assert (back.status, back.claimed_by) == (Status.NEW, "")


@pytest.mark.parametrize("status", [Status.HELD, Status.JUNK, Status.DUPLICATE])
async def test_anybody_who_steers_brings_back_what_was_set_aside(
    office: Office, status: Status
) -> None:
    tip = await put_at(office, await office.tip(), status)
    assert (await office.desk.put_back(tip.id, member=STEERS)).status is Status.NEW


@pytest.mark.parametrize("status", [Status.NEW, Status.GRADED, Status.RELEASED, Status.CLOSED])
async def test_what_is_neither_claimed_nor_set_aside_is_not_put_back(
    office: Office, status: Status
) -> None:
    tip = await office.tip()
    if status is not Status.NEW:
        tip = await put_at(office, tip, status)
    with pytest.raises(MoveRefused):
        await office.desk.put_back(tip.id, member=ANN)


@pytest.mark.parametrize("member", [BEN, STEERS])
async def test_nobody_gives_up_the_claim_of_another(office: Office, member: Member) -> None:
    tip = await office.tip()
    await office.desk.claim(tip.id, member=ANN)
    with pytest.raises(ClaimHeld):
        await office.desk.put_back(tip.id, member=member)
    assert (await office.store.desk.row(tip.id)).claimed_by == "ann"


async def test_a_lead_gives_up_any_claim_and_anybody_one_that_ran_out(office: Office) -> None:
    tip = await office.tip()
    await office.desk.claim(tip.id, member=ANN)
    assert (await office.desk.put_back(tip.id, member=LEAD)).status is Status.NEW
    await office.desk.claim(tip.id, member=ANN)
    office.clock.wait(CLAIM_LIFE)
    assert (await office.desk.put_back(tip.id, member=STEERS)).status is Status.NEW


async def test_whoever_only_audits_steers_nothing(office: Office) -> None:
    tip = await office.tip()
    auditor = a_member("ada", Role.AUDITOR)
    with pytest.raises(NotAllowed):
        await office.desk.claim(tip.id, member=auditor)
    with pytest.raises(NotAllowed):
        await office.desk.put_back(tip.id, member=auditor)


async def test_a_claimed_tip_cannot_be_claimed_by_another(office: Office) -> None:
    tip = await office.tip()
    await office.desk.claim(tip.id, member=ANN)
    with pytest.raises(MoveRefused):
        await office.desk.claim(tip.id, member=BEN)


async def test_a_claim_that_ran_out_can_be_taken_over(office: Office) -> None:
    tip = await office.tip()
    await office.desk.claim(tip.id, member=ANN)
    office.clock.wait(CLAIM_LIFE)
    assert (await office.desk.claim(tip.id, member=BEN)).claimed_by == "ben"


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
    await office.desk.claim(tip.id, member=ANN)
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

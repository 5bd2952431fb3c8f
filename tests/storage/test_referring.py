"""Referring a tip to a partner: past two people, sealed with the tip, followed to an answer."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import NoSuchTip, Outreach, OutreachRefused
from core.grading import Grade
from core.partners import Extract, Partner, ReferralState, answers_of
from core.people import NotAllowed, Role
from core.tip import TipRow
from tests.storage.office import ANN, BEN, Office, a_member
from tests.storage.samples import stored

LEE = a_member("lee", Role.LEAD)
OPEN = Grade(source="2", assessment="A", handling="P")
BOUND = Grade(source="2", assessment="A", handling="C", conditions=("A2", "S2"))
WORDS = "Crack is sold from Gullwing Road."


async def released(office: Office, grade: Grade = OPEN) -> TipRow:
    tip = await office.claimed()
    await office.grading.grade(tip.id, grade, member=ANN)
    return await office.grading.release(tip.id, member=BEN)


async def a_partner(office: Office, name: str = "South Essex Homes") -> Partner:
    return await office.referring.add_partner(name, "housing", member=LEE)


async def refer(office: Office, tip: TipRow, partner: Partner, *, text: str = WORDS) -> str:
    opened = await office.opened(tip.id)
    return await office.referring.refer(opened, partner.id, text, office.key, member=ANN)


async def test_a_released_tip_is_referred_and_followed_to_an_answer(office: Office) -> None:
    tip, partner = await released(office), await a_partner(office)
    referral_id = await refer(office, tip, partner)
    [(sent, extract)] = await office.referring.referrals.of_tip(
        await office.opened(tip.id), office.key
    )
    assert extract
    assert (sent.id, sent.state, sent.sent_by) == (referral_id, ReferralState.SENT, "ann")
    assert (extract.text, extract.grade) == (WORDS, OPEN)
    for state in (ReferralState.ACKNOWLEDGED, ReferralState.ACTED):
        await office.referring.answer(referral_id, state, member=BEN)
    assert (await office.referring.referrals.find(referral_id)).state is ReferralState.ACTED
    ours = [e for e in await office.notebook.history(tip.id) if "refer" in e.action]
    assert [(e.by, e.action, e.note) for e in ours] == [
        ("ann", "referred", "South Essex Homes"),
        ("ben", "referral_acknowledged", "South Essex Homes"),
        ("ben", "referral_acted", "South Essex Homes"),
    ]
    assert await office.store.staff.audit.first_break() is None


async def test_nothing_goes_out_before_two_people_let_it(office: Office) -> None:
    partner, tip = await a_partner(office), await office.claimed()
    with pytest.raises(OutreachRefused) as refused:
        await refer(office, tip, partner)
    assert refused.value.problem is Outreach.NOT_RELEASED
    await office.grading.grade(tip.id, OPEN, member=ANN)
    with pytest.raises(OutreachRefused):
        await refer(office, tip, partner)
    assert await office.referring.referrals.latest(9) == ()


async def test_where_the_sender_would_have_to_be_asked_a_lead_decides(office: Office) -> None:
    tip, partner = await released(office, BOUND), await a_partner(office)
    with pytest.raises(OutreachRefused) as refused:
        await refer(office, tip, partner)
    assert refused.value.problem is Outreach.CONSULT
    opened = await office.opened(tip.id)
    await office.referring.refer(opened, partner.id, WORDS, office.key, member=LEE)
    [(_, extract)] = await office.referring.referrals.of_tip(opened, office.key)
    assert extract
    assert extract.grade.conditions == ("A2", "S2")


@pytest.mark.parametrize("text", ["", " \n ", "...", "x" * 4001])
async def test_an_extract_says_something_and_not_too_much(office: Office, text: str) -> None:
    tip, partner = await released(office), await a_partner(office)
    with pytest.raises(OutreachRefused):
        await refer(office, tip, partner, text=text)


async def test_a_paused_partner_gets_nothing_new(office: Office) -> None:
    tip, partner = await released(office), await a_partner(office)
    await office.referring.set_active(partner.id, is_active=False, member=LEE)
    with pytest.raises(OutreachRefused):
        await refer(office, tip, partner)
    await office.referring.set_active(partner.id, is_active=True, member=LEE)
    assert await refer(office, tip, partner)


async def test_partners_are_a_leads_matter_and_their_names_their_own(office: Office) -> None:
    with pytest.raises(NotAllowed):
        await office.referring.add_partner("X homes", "housing", member=ANN)
    partner = await a_partner(office)
    with pytest.raises(NotAllowed):
        await office.referring.set_active(partner.id, is_active=False, member=ANN)
    for name, kind, problem in (
        ("South  Essex Homes ", "housing", Outreach.TAKEN),
        ("!!", "housing", Outreach.EMPTY),
        ("Kent Police", "friends", Outreach.UNKNOWN),
    ):
        with pytest.raises(OutreachRefused) as refused:
            await office.referring.add_partner(name, kind, member=LEE)
        assert refused.value.problem is problem
    assert await office.referring.partners.all() == (partner,)


async def test_of_two_answers_at_once_one_is_noted(office: Office) -> None:
    referral_id = await refer(office, await released(office), await a_partner(office))
    final = (ReferralState.ACTED, ReferralState.NOTHING_DONE)
    ends = await asyncio.gather(
        *(office.referring.answer(referral_id, state, member=ANN) for state in final),
        return_exceptions=True,
    )
    assert sum(isinstance(end, OutreachRefused) for end in ends) == 1
    for state in ReferralState:
        with pytest.raises(OutreachRefused):
            await office.referring.answer(referral_id, state, member=ANN)


def test_every_state_leads_forward_only() -> None:
    order = list(ReferralState)
    for state in ReferralState:
        assert all(order.index(to) > order.index(state) for to in answers_of(state))


async def test_open_referrals_stand_before_answered_ones(office: Office) -> None:
    partner = await a_partner(office)
    first = await refer(office, await released(office), partner)
    second = await refer(office, await released(office), partner)
    await office.referring.answer(first, ReferralState.NOTHING_DONE, member=ANN)
    assert [each.id for each in await office.referring.referrals.latest(9)] == [second, first]


async def test_what_was_sent_is_on_no_disk_and_dies_with_its_tip(office: Office) -> None:
    tip = await released(office)
    opened = await office.opened(tip.id)
    referral_id = await refer(office, tip, await a_partner(office))
    assert b"Gullwing" not in await stored(office.store.staff.desk.database)
    await office.store.staff.shredder.shred(tip.id, by="system", note="")
    assert await office.referring.referrals.latest(9) == ()
    with pytest.raises(OutreachRefused):
        await office.referring.referrals.find(referral_id)
    assert await office.referring.referrals.of_tip(opened, office.key) == ()
    with pytest.raises(NoSuchTip):
        await office.store.staff.work.referrals.send(
            tip.id,
            (await office.referring.partners.all())[0],
            Extract(text=WORDS, grade=OPEN),
            by="ann",
        )

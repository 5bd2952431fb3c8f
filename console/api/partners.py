"""Partners over the API: who they are, what is referred to them, and what came back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.api import outreach_answers as answers
from console.api.entry import LeadingProgram, PartnerId, ReferralId, TipId, WorkingProgram
from console.api.given import Active, Answered, NewPartner, Refer
from console.api.rendering import grade
from console.parts import Parts
from core.partners import Extract, Partner, Referral

router = APIRouter(tags=["partners"])

_SHOWN = 200


@router.get("/partners")
async def show_partners(request: Request, entrant: WorkingProgram) -> answers.Partners:
    """List everybody to whom tips are referred."""
    del entrant
    parts: Parts = request.app.state.parts
    found = await parts.referring.partners.all()
    return answers.Partners(partners=[_partner(each) for each in found])


@router.post("/partners", status_code=201)
async def add_partner(
    request: Request, entrant: LeadingProgram, given: NewPartner
) -> answers.Partner:
    """Keep a new partner."""
    parts: Parts = request.app.state.parts
    return _partner(
        await parts.referring.add_partner(given.name, given.kind, member=entrant.member)
    )


@router.post("/partners/{partner_id}/active", status_code=204)
async def set_active(
    request: Request, entrant: LeadingProgram, partner_id: PartnerId, given: Active
) -> Response:
    """Let new referrals go to a partner, or no longer."""
    parts: Parts = request.app.state.parts
    await parts.referring.set_active(partner_id, is_active=given.active, member=entrant.member)
    return Response(status_code=204)


@router.get("/referrals")
async def show_referrals(request: Request, entrant: WorkingProgram) -> answers.Referrals:
    """List what was referred, without a word of it."""
    del entrant
    parts: Parts = request.app.state.parts
    found = await parts.referring.referrals.latest(_SHOWN)
    return answers.Referrals(referrals=[_referral(each) for each in found])


@router.post("/referrals/{referral_id}/answer")
async def note_answer(
    request: Request, entrant: WorkingProgram, referral_id: ReferralId, given: Answered
) -> answers.Referral:
    """Note what a partner answered."""
    parts: Parts = request.app.state.parts
    await parts.referring.answer(referral_id, given.state, member=entrant.member)
    return _referral(await parts.referring.referrals.find(referral_id))


@router.get("/tips/{tip_id}/referrals")
async def show_referrals_of_tip(
    request: Request, entrant: WorkingProgram, tip_id: TipId
) -> answers.SentReferrals:
    """Open a tip, and give what was sent of it and to whom; the audit says that it was opened."""
    parts: Parts = request.app.state.parts
    opened = await parts.desk.open(tip_id, entrant.key)
    found = await parts.referring.referrals.of_tip(opened, entrant.key)
    return answers.SentReferrals(referrals=[_sent(*each) for each in found])


@router.post("/tips/{tip_id}/refer", status_code=201)
async def refer(
    request: Request, entrant: WorkingProgram, tip_id: TipId, given: Refer
) -> answers.Referral:
    """Send an extract of a released tip to a partner, under the grade of the tip."""
    parts: Parts = request.app.state.parts
    opened = await parts.desk.open(tip_id, entrant.key)
    referral_id = await parts.referring.refer(
        opened, given.partner, given.extract, entrant.key, member=entrant.member
    )
    return _referral(await parts.referring.referrals.find(referral_id))


def _partner(partner: Partner) -> answers.Partner:
    return answers.Partner(
        id=partner.id, name=partner.name, kind=partner.kind, is_active=partner.is_active
    )


def _referral(referral: Referral) -> answers.Referral:
    return answers.Referral(
        id=referral.id,
        tip=referral.tip,
        partner=_partner(referral.partner),
        state=referral.state,
        sent=referral.sent,
        changed=referral.changed,
        sent_by=referral.sent_by,
    )


def _sent(referral: Referral, extract: Extract | None) -> answers.SentReferral:
    return answers.SentReferral(
        referral=_referral(referral),
        extract=extract.text if extract else None,
        grade=grade(extract.grade) if extract else None,
    )

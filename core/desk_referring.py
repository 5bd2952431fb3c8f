"""How a released tip is referred to a partner, and followed until there is an answer."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk_ports import Opened, Unlocked
from core.desk_work_ports import Grades
from core.errors import Outreach, OutreachRefused
from core.partner_ports import Partners, Referrals
from core.partners import (
    CONSULT_FIRST,
    MAX_EXTRACT,
    Extract,
    Partner,
    PartnerTerms,
    Referral,
    ReferralState,
    check_name,
    check_words,
)
from core.people import Member, Right
from core.tip import Status

PASSED = frozenset({Status.RELEASED, Status.CLOSED})
"""Only what two people let out of the desk goes to a partner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """Partners, and referrals to them."""

    partners: Partners
    referrals: Referrals
    grades: Grades
    terms: PartnerTerms

    async def add_partner(self, name: str, kind: str, *, member: Member) -> Partner:
        """Keep a new partner.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: the name says nothing or is taken, or there is no such kind.
        """
        member.must(Right.LEAD)
        if kind not in self.terms.kinds:
            raise OutreachRefused(Outreach.UNKNOWN)
        return await self.partners.add(check_name(name), kind, by=member.name)

    async def set_active(self, partner_id: str, *, is_active: bool, member: Member) -> None:
        """Let new referrals go to a partner, or no longer.

        Raises:
            NotAllowed: the member is no lead.
            OutreachRefused: there is none.
        """
        member.must(Right.LEAD)
        await self.partners.set_active(partner_id, is_active=is_active, by=member.name)

    async def refer(
        self, opened: Opened, partner_id: str, text: str, key: Unlocked, *, member: Member
    ) -> str:
        """Send an extract of a released tip to a partner; the id of the referral.

        The grade goes with it: its handling code and conditions say what the partner may do.

        Args:
            opened: the tip.
            partner_id: to whom.
            text: the words that somebody chose for this partner.
            key: the desk's, to read the grade.
            member: who sends it.

        Raises:
            NotAllowed: the member may not.
            OutreachRefused: the tip is not released, its grade lets only a lead refer it, the
                partner takes nothing, or the extract says nothing or is too long.
            NoSuchTip: the tip is gone.
        """
        member.must(Right.WORK)
        if opened.row.status not in PASSED:
            raise OutreachRefused(Outreach.NOT_RELEASED)
        decided = await self.grades.decided(opened, key)
        if decided is None:
            raise OutreachRefused(Outreach.NOT_RELEASED)
        if CONSULT_FIRST in decided.grade.conditions and not member.may(Right.LEAD):
            raise OutreachRefused(Outreach.CONSULT)
        partner = await self.partners.find(partner_id)
        if not partner.is_active:
            raise OutreachRefused(Outreach.UNKNOWN)
        extract = Extract(text=check_words(text, MAX_EXTRACT), grade=decided.grade)
        return await self.referrals.send(opened.row.id, partner, extract, by=member.name)

    async def answer(self, referral_id: str, to: ReferralState, *, member: Member) -> Referral:
        """Note what a partner answered; the referral as it was before.

        Raises:
            NotAllowed: the member may not.
            OutreachRefused: there is no such referral, or it is answered already.
        """
        member.must(Right.WORK)
        referral = await self.referrals.find(referral_id)
        referral.check_answer(to)
        await self.referrals.answer(referral, to, by=member.name)
        return referral

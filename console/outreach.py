"""What the page of a tip shows of partners and operations."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.parts import Parts
from console.rights import Entrant
from core.desk_ports import Opened
from core.desk_referring import PASSED
from core.operations import Operation
from core.partners import Extract, Partner, PartnerTerms, Referral
from core.people import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Outreach:
    """Referrals of a tip and its operations, and where else it may go.

    Attributes:
        referrals: oldest first, each with what was sent; None where that does not open.
        attached: operations that it is attached to.
        operations: those that it is not.
        may_refer: whether two people let it out of the desk.
        words: what the tip says, as a first draft of an extract.
    """

    referrals: tuple[tuple[Referral, Extract | None], ...] = ()
    partners: tuple[Partner, ...] = ()
    attached: tuple[Operation, ...] = ()
    operations: tuple[Operation, ...] = ()
    terms: PartnerTerms
    may_refer: bool = False
    words: str = field(default="", repr=False)


async def outreach_of(parts: Parts, opened: Opened, entrant: Entrant) -> Outreach:
    """What whoever works on tips is shown; nothing for others."""
    terms = parts.referring.terms
    if not entrant.may(Right.WORK):
        return Outreach(terms=terms)
    attached = await parts.operating.views.of_tip(opened.row.id)
    every = await parts.operating.operations.all()
    partners = await parts.referring.partners.all()
    lots = (opened.details.parts, *opened.additions)
    return Outreach(
        referrals=await parts.referring.referrals.of_tip(opened, entrant.key),
        partners=tuple(partner for partner in partners if partner.is_active),
        attached=attached,
        operations=tuple(each for each in every if each not in attached),
        terms=terms,
        may_refer=opened.row.status in PASSED,
        words="\n".join(part.analysis.text for lot in lots for part in lot),
    )

"""What the API answers of partners and referrals, with the description of every field."""

from __future__ import annotations

from datetime import date

from console.api.answers import Answer
from console.api.given import Grade
from core.partners import ReferralState


class Partner(Answer):
    """Somebody outside the desk who acts on tips."""

    id: str
    """Random."""
    name: str
    """Who they are."""
    kind: str
    """A key of the list."""
    is_active: bool
    """Whether new referrals may go there."""


class Partners(Answer):
    """Everybody to whom tips are referred."""

    partners: list[Partner]
    """By name; those that take nothing any more too."""


class Referral(Answer):
    """That a tip was referred, without a word of it."""

    id: str
    """Random."""
    tip: str
    """Id of the tip."""
    partner: Partner
    """To whom."""
    state: ReferralState
    """How far it has come."""
    sent: date
    """When, a day in UTC."""
    changed: date
    """The day of the last answer, or of the sending."""
    sent_by: str
    """The account."""


class Referrals(Answer):
    """What was referred."""

    referrals: list[Referral]
    """The newest 200, those without a final answer first."""


class SentReferral(Answer):
    """A referral with what was sent."""

    referral: Referral
    """To whom, when, and how far it has come."""
    extract: str | None
    """The words that were sent; null where they do not open."""
    grade: Grade | None
    """The grade that went with them and binds the partner; null where it does not open."""


class SentReferrals(Answer):
    """The referrals of one tip."""

    referrals: list[SentReferral]
    """The oldest first."""

"""What referring needs from the outside, as small protocols.

Everything is written to the audit in the same transaction. An extract is sealed with its tip and
shredded with it.
"""

from __future__ import annotations

from typing import Protocol

from core.desk_ports import Opened, Unlocked
from core.partners import Extract, Partner, Referral, ReferralState


class Partners(Protocol):
    """Who else acts on tips."""

    async def all(self) -> tuple[Partner, ...]:
        """Every partner, by name; those that are no longer active too."""

    async def find(self, partner_id: str) -> Partner:
        """A partner.

        Raises:
            OutreachRefused: there is none.
        """

    async def add(self, name: str, kind: str, *, by: str) -> Partner:
        """Keep a new partner.

        Raises:
            OutreachRefused: there is one of this name.
        """

    async def set_active(self, partner_id: str, *, is_active: bool, by: str) -> None:
        """Let new referrals go to a partner, or no longer.

        Raises:
            OutreachRefused: there is none.
        """


class Referrals(Protocol):
    """What was referred, and what came back."""

    async def send(self, tip_id: str, partner: Partner, extract: Extract, *, by: str) -> str:
        """Seal an extract with its tip; the id of the referral.

        Raises:
            NoSuchTip: the tip is gone.
            OutreachRefused: the tip is not released any more.
        """

    async def find(self, referral_id: str) -> Referral:
        """A referral.

        Raises:
            OutreachRefused: there is none.
        """

    async def latest(self, count: int) -> tuple[Referral, ...]:
        """The newest referrals, those without a final answer first."""

    async def of_tip(
        self, opened: Opened, key: Unlocked
    ) -> tuple[tuple[Referral, Extract | None], ...]:
        """The referrals of an opened tip, oldest first; None where an extract does not open."""

    async def answer(self, referral: Referral, to: ReferralState, *, by: str) -> None:
        """Note what came back, if nobody did since ``referral`` was read.

        Raises:
            OutreachRefused: somebody did, or the referral is gone.
        """

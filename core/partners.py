"""Who else acts on tips, what they are sent of one, and what comes back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib.resources import files

from core.errors import Outreach, OutreachRefused
from core.grading import Grade
from core.tidy import says_something, tidy

MAX_NAME = 80
"""Characters of the name of a partner or an operation."""

MAX_EXTRACT = 4_000
"""Characters of what a partner is sent."""

CONSULT_FIRST = "S2"
"""The originator is to be asked before words go further (core/grading.toml). Nobody can ask an
anonymous sender, so that a lead decides in their place."""


class ReferralState(StrEnum):
    """How far a referral has come."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACTED = "acted"
    NOTHING_DONE = "nothing_done"


_ANSWERS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.SENT: frozenset(
        {ReferralState.ACKNOWLEDGED, ReferralState.ACTED, ReferralState.NOTHING_DONE}
    ),
    ReferralState.ACKNOWLEDGED: frozenset({ReferralState.ACTED, ReferralState.NOTHING_DONE}),
    ReferralState.ACTED: frozenset(),
    ReferralState.NOTHING_DONE: frozenset(),
}


def answers_of(state: ReferralState) -> tuple[ReferralState, ...]:
    """What may follow a state, in order."""
    return tuple(each for each in ReferralState if each in _ANSWERS[state])


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody outside the desk who acts on tips.

    Attributes:
        kind: a key of `PartnerTerms.kinds`.
        is_active: whether new referrals may go there.
    """

    id: str
    name: str
    kind: str
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a partner is sent: words that somebody chose, under the grade of the tip.

    Attributes:
        grade: with the handling code and its conditions, which bind the partner.
    """

    text: str = field(repr=False)
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """That a tip was referred, without a word of it.

    Attributes:
        sent: UTC day.
        changed: UTC day of the last answer, or of the sending.
        sent_by: name of the account.
    """

    id: str
    tip: str
    partner: Partner
    state: ReferralState
    sent: date
    changed: date
    sent_by: str

    def check_answer(self, to: ReferralState) -> None:
        """Refuse an answer that cannot follow.

        Raises:
            OutreachRefused: the referral is answered already.
        """
        if to not in _ANSWERS[self.state]:
            raise OutreachRefused(Outreach.ANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTerms:
    """Wordings by key, in the order they are offered."""

    kinds: Mapping[str, str]
    states: Mapping[str, str]

    @classmethod
    def shipped(cls) -> PartnerTerms:
        """The terms in `partners.toml`."""
        content = tomllib.loads(files("core").joinpath("partners.toml").read_text("utf-8"))
        return cls(kinds=content["kinds"], states=content["states"])


def check_name(name: str) -> str:
    """A name as it is kept, on one line.

    Raises:
        OutreachRefused: it says nothing, or is too long.
    """
    kept = " ".join(tidy(name).split())
    if not says_something(kept):
        raise OutreachRefused(Outreach.EMPTY)
    if len(kept) > MAX_NAME:
        raise OutreachRefused(Outreach.TOO_LONG)
    return kept


def check_words(text: str, most: int) -> str:
    """Words as they leave the desk.

    Raises:
        OutreachRefused: they say nothing, or are too long.
    """
    kept = tidy(text)
    if not says_something(kept):
        raise OutreachRefused(Outreach.EMPTY)
    if len(kept) > most:
        raise OutreachRefused(Outreach.TOO_LONG)
    return kept

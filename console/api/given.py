"""What the API takes, with the description of every field. Anything else is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.exports import Format
from core.operations import MAX_AREA, MAX_AREAS, MAX_NEWS, MOST_OF_ONE
from core.partners import MAX_EXTRACT, MAX_NAME, ReferralState
from core.tip import Priority

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]


class Given(BaseModel):
    """What a program sends: nothing but what is described."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class SignIn(Given):
    """Name, passphrase and a code that is good once."""

    name: Annotated[str, Field(max_length=40)]
    """Name of the account."""
    passphrase: Annotated[str, Field(max_length=1000)]
    """Passphrase of the account. It opens the desk's key for this session."""
    code: Annotated[str, Field(max_length=40)] = ""
    """The six digits of the account's authenticator, which a program works out itself (RFC 6238)
    from the secret that the account was given; a practice desk does not look at them. A security
    key signs in nobody here: it asks for somebody's touch."""
    device: Annotated[str, Field(max_length=200)] = ""
    """What `device` was at the last sign-in of this program, or "". Its tries are counted apart."""


class Grade(Given):
    """Codes of 3x5x2."""

    source: Annotated[str, Field(max_length=8)]
    """Source evaluation, such as 2."""
    assessment: Annotated[str, Field(max_length=8)]
    """Intelligence assessment, such as A."""
    handling: Annotated[str, Field(max_length=8)]
    """Handling, P or C."""
    conditions: Annotated[list[Annotated[str, Field(max_length=8)]], Field(max_length=4)] = []
    """Conditions, under C alone: at most one of A1 to A3 and one of S1 and S2."""


class Reasoned(Given):
    """A new priority and why."""

    priority: Priority
    """What it becomes; the machine's stays beside it."""
    reason: Annotated[str, Field(min_length=3, max_length=300, pattern=r"\S")]
    """Kept in the audit. It must not repeat words of the tip."""


class SetAside(Given):
    """Why a tip is taken out of the queue."""

    to: Literal["junk", "held", "duplicate"]
    """The status it gets."""
    reason: Annotated[str, Field(max_length=40)]
    """A key of the list for that status."""
    of: Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] = ""
    """Id of the tip that a duplicate repeats."""


class Text(Given):
    """A note."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]
    """Sealed with the tip, and destroyed with it."""


class Label(Given):
    """A label."""

    label: Annotated[str, Field(max_length=40)]
    """A key of the list."""


class Question(Given):
    """What the sender is asked."""

    question: Annotated[str, Field(max_length=40)]
    """A key of the closed list: nobody is sent to find something out."""


class Outcome(Given):
    """What a tip led to."""

    outcome: Annotated[str, Field(max_length=40)]
    """A key of the list."""


class Recipient(Given):
    """Who gets a report."""

    recipient: Annotated[str, Field(min_length=1, max_length=80)]
    """Printed on it, and kept in the audit."""


class AskExport(Given):
    """What is to leave, what for and for whom; the query says which tips."""

    format: Format
    """What it is written as."""
    purpose: Annotated[str, Field(max_length=40)]
    """A key of the list."""
    recipient: Annotated[str, Field(min_length=1, max_length=80)]
    """Who gets it; kept in the audit."""


class Passphrase(Given):
    """The passphrase again, for what takes a second look."""

    passphrase: Annotated[str, Field(max_length=1000)]
    """Of the account whose session it is."""


class NewPartner(Given):
    """Somebody outside the desk who acts on tips."""

    name: _Name
    """Who they are."""
    kind: Annotated[str, Field(max_length=40)]
    """A key of the list."""


class Active(Given):
    """Whether new referrals may go to a partner."""

    active: bool
    """False: nothing more goes there."""


class Refer(Given):
    """What a partner is sent of a tip."""

    partner: Annotated[str, Field(max_length=64)]
    """Id of the partner."""
    extract: Annotated[str, Field(min_length=1, max_length=MAX_EXTRACT)]
    """Only what this partner needs, and nothing that shows how it is known. Sealed with the tip."""


class Answered(Given):
    """What a partner answered."""

    state: ReferralState
    """How far the referral has come; a final answer stays."""


class NewOperation(Given):
    """Work of the force on some areas."""

    name: _Name
    """What it is called; it is not secret."""
    areas: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=MAX_AREA, pattern="^[^,]+$")]],
        Field(min_length=1, max_length=MAX_AREAS),
    ]
    """Coarse areas, as tips have them."""
    starts: _Day
    """First day."""
    ends: _Day | None = None
    """Last day, if it is known."""


class LastDay(Given):
    """When an operation ends."""

    ends: _Day
    """Its last day."""


class NewResult(Given):
    """What came of an operation on a day."""

    kind: Annotated[str, Field(max_length=40)]
    """A key of the list."""
    count: Annotated[int, Field(ge=1, le=MOST_OF_ONE)]
    """How many."""
    on: _Day
    """The day."""


class News(Given):
    """What the public is told."""

    news: Annotated[str, Field(min_length=1, max_length=MAX_NEWS)]
    """Numbers and the area, and no words of a tip."""


class OneTip(Given):
    """A tip."""

    tip: Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
    """Its id."""

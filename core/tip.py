"""What a tip is: the sealed details, the plain columns, and the way it may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.analysis import Analysis, Danger, Safeguarding, Triage
from core.errors import MoveRefused


class Priority(StrEnum):
    """Order of the queue, most pressing first.

    High, medium and low are an intelligence unit's own words (threat to life or serious harm;
    time critical; all other); urgent stands before them for what needed 999.
    """

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Status(StrEnum):
    """Where a tip stands on its way through the desk."""

    NEW = "new"
    CLAIMED = "claimed"
    GRADED = "graded"
    RELEASED = "released"
    CLOSED = "closed"
    JUNK = "junk"
    DUPLICATE = "duplicate"
    HELD = "held"


_SET_ASIDE = frozenset({Status.JUNK, Status.DUPLICATE, Status.HELD})
_MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.CLAIMED}) | _SET_ASIDE,
    Status.CLAIMED: frozenset({Status.NEW, Status.GRADED}) | _SET_ASIDE,
    Status.GRADED: frozenset({Status.CLAIMED, Status.RELEASED}) | _SET_ASIDE,
    Status.RELEASED: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset({Status.CLAIMED}),
    Status.JUNK: frozenset({Status.NEW}),
    Status.DUPLICATE: frozenset({Status.NEW}),
    Status.HELD: frozenset({Status.NEW, Status.CLAIMED}),
}


def check_move(old: Status, new: Status) -> None:
    """Refuse a move that the desk's way does not have.

    Raises:
        MoveRefused: ``new`` cannot follow ``old``.
    """
    if new not in _MOVES[old]:
        raise MoveRefused(old, new)


class HowKnown(StrEnum):
    """How the sender says they know it; proposes the intelligence assessment of 3x5x2."""

    SAW = "saw"
    TOLD = "told"
    HEARD = "heard"
    UNSAID = "unsaid"


class OthersKnow(StrEnum):
    """Whether the sender thinks that others could know it too."""

    YES = "others_yes"
    NO = "others_no"
    NOT_SURE = "others_not_sure"
    UNSAID = "unsaid"


class Question(StrEnum):
    """What a part of a report answers."""

    REPORT = "report"
    WHERE = "where"
    TOWN = "town"
    WHEN = "when"
    WHO = "who"
    HOW_KNOWN = "how_known"
    MORE = "more"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the report as approved: ``analysis.text`` is the sanitised text."""

    question: Question
    analysis: Analysis = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is sealed: everything that could say what was reported.

    Attributes:
        parts: approved, sanitised messages in order; spans index the sanitised texts.
        triage: the machine's decision on the whole.
        dangers: why it was urgent, also where the words that showed it were cut.
        happening: the sender's answer to the one question (`yes`, `no`, `not_sure`), or "".
        pin: latitude and longitude of the dealing in WGS 84 degrees, where given.
        reported_on: the sender's local date, against which the times were read.
    """

    parts: tuple[Part, ...] = field(repr=False)
    triage: Triage
    dangers: tuple[Danger, ...] = ()
    safeguarding: tuple[Safeguarding, ...] = ()
    how_known: HowKnown = HowKnown.UNSAID
    others_know: OthersKnow = OthersKnow.UNSAID
    happening: str = ""
    pin: tuple[float, float] | None = field(default=None, repr=False)
    reported_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """A tip as it is handed to the store: plain columns, and the details to seal.

    Attributes:
        id: UUIDv4 as text, without any tie to the sender.
        arrived: UTC, cut to the hour.
        priority: the machine's proposal.
        drug_group: the drug most spoken of (a key of the drug vocabulary), or "".
        area: coarse area: postcode district or town, or "".
        in_scope: whether it is about supply or production of drugs.
    """

    id: str
    arrived: datetime
    priority: Priority
    safeguarding: bool
    drug_group: str
    area: str
    in_scope: bool
    details: Details = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TipRow:
    """What the queue shows of a tip without opening it.

    Attributes:
        arrived: UTC, cut to the hour; to the day once closed.
        machine_priority: what the machine proposed; stays when staff overrule it.
        claimed_by: name of the analyst at work on it, or "".
        claim_until: UTC; after it the claim counts for nothing.
        version: grows by one with every change; moves compare it.
        review_on: the day on which keeping it must be decided again.
    """

    id: str
    arrived: datetime
    priority: Priority
    machine_priority: Priority
    safeguarding: bool
    drug_group: str
    area: str
    status: Status
    claimed_by: str
    claim_until: datetime | None
    version: int
    review_on: date
    answers_waiting: int = 0
    additions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A desk's message to whoever holds the receipt."""

    id: str
    text: str = field(repr=False)

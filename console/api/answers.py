"""What the API answers, with the description of every field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from console.api.given import Grade
from core.exports import ExportState, Format
from core.people import Role
from core.tip import Priority, Status


class Answer(BaseModel):
    """What the API answers."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Problem(Answer):
    """Why something was not done (RFC 9457). Nothing of what was sent is repeated in it."""

    type: Literal["about:blank"] = "about:blank"
    """Always `about:blank`: the status says which kind of problem it is."""
    title: str
    """The kind of problem in a few words."""
    status: int
    """The status of HTTP."""
    detail: str
    """One sentence: what is wrong, and what to do."""


class Session(Answer):
    """An open session."""

    token: str
    """To be sent as `Authorization: Bearer TOKEN`. It is told once and kept nowhere."""
    device: str
    """To be sent at the next sign-in; it opens nothing."""
    idle_seconds: int
    """The session ends when nothing was asked for so long."""
    life_seconds: int
    """The session ends so long after it began."""


class Account(Answer):
    """Whose session it is."""

    name: str
    """Name of the account."""
    role: Role
    """What the account is for."""
    rights: list[str]
    """What it may do now."""


class TipSummary(Answer):
    """A row of the queue. Nothing in it was sealed."""

    id: str
    """Random; it says nothing of the sender."""
    arrived: datetime
    """Hour of arrival, UTC; only the day once the tip is closed."""
    priority: Priority
    """As staff see it now."""
    machine_priority: Priority
    """As the program proposed it."""
    at_risk: bool
    """Whether somebody vulnerable may be exploited."""
    drug: str
    """The drug most spoken of, or ""."""
    area: str
    """Postcode district or town, or ""."""
    status: Status
    """Where it stands on its way through the desk."""
    claimed_by: str
    """The account at work on it, or ""."""
    claim_until: datetime | None
    """Until when that claim counts, UTC."""
    review_on: date
    """The day on which keeping it must be decided again."""
    answers_waiting: int
    """Messages of the desk that the sender has not read."""
    additions: int
    """How often the sender added something."""


class TipPage(Answer):
    """A page of the queue, the most pressing tips first, then the oldest."""

    tips: list[TipSummary]
    """At most `count` of them."""
    after: str
    """What to send as `after` for the next page; "" when this is the last."""


class Found(Answer):
    """Words of a tip that were found to be something."""

    kind: str
    """place, time, drug, vehicle, phone, handle, person, or a danger such as weapon."""
    start: int
    """First code point in the text of its part."""
    end: int
    """The code point behind the last."""
    text: str
    """The words."""
    meaning: str
    """What is known of them, or ""."""


class Part(Answer):
    """One approved message of a tip."""

    question: str
    """What it answers."""
    text: str
    """The approved words; `[…]` stands where something was cut."""
    found: list[Found]
    """What was found in it, in order."""


class DecidedGrade(Answer):
    """A grade that a person decided."""

    grade: Grade
    """The codes."""
    by: str
    """The account that decided."""
    on: date
    """The day."""


class Note(Answer):
    """What the desk wrote beside a tip."""

    kind: str
    """note, label, duplicate_of or has_duplicate."""
    text: str
    """The words, the key of a label, or the id of the other tip."""
    by: str
    """The account."""
    at: datetime
    """When, UTC."""


class Entry(Answer):
    """One line of the audit."""

    number: int
    """Grows by one."""
    at: datetime
    """When, UTC, to the second."""
    by: str
    """The account, or `system`."""
    action: str
    """What was done, of a closed list."""
    subject: str
    """Id of the tip or the export, or name of the account."""
    note: str
    """The reason that staff gave, or ""."""


class Tip(Answer):
    """An opened tip."""

    summary: TipSummary
    """Its row of the queue."""
    parts: list[Part]
    """The report."""
    additions: list[list[Part]]
    """What the sender added later, oldest first."""
    reported_on: date
    """The day against which its times were read."""
    triage: str
    """999, ask or 101: what the machine decided."""
    dangers: list[str]
    """Why it was urgent, also where the words that showed it were cut."""
    safeguarding: list[str]
    """Signs that somebody is exploited."""
    how_known: str
    """How the sender knows it: saw, told, heard or unsaid. It must not leave the desk."""
    proposed: Grade
    """What the sender's answers suggest; never decided."""
    decided: DecidedGrade | None
    """What a person decided, if somebody has."""
    notes: list[Note]
    """Notes and labels, oldest first."""
    history: list[Entry]
    """What was done to it, oldest first, this opening last."""


class Count(Answer):
    """How many tips there are."""

    priority: dict[Priority, int]
    """By priority."""
    total: int
    """All of them."""


class Export(Answer):
    """A request to let tips leave."""

    id: str
    """Random."""
    asked_by: str
    """The account that asked, and that takes it."""
    asked: datetime
    """When, UTC."""
    format: Format
    """What it is written as."""
    purpose: str
    """A key of the list."""
    recipient: str
    """Who gets it."""
    tips: int
    """How many tips were asked for."""
    state: ExportState
    """How far it has come."""
    until: datetime
    """When what it waits for ends, UTC."""
    decided_by: str
    """Who let it go or refused it, or ""."""


class Exports(Answer):
    """Requests to let tips leave."""

    exports: list[Export]
    """The newest of everybody, newest first."""


class Audit(Answer):
    """The newest entries of the audit."""

    entries: list[Entry]
    """Newest first."""
    broken_at: int | None
    """Number of the first of the newest 10,000 entries that does not hold; null: all do."""


class Lists(Answer):
    """Keys that may be sent, each with its wording."""

    reasons: dict[str, dict[str, str]]
    """Why a tip is set aside, by the status it gets."""
    outcomes: dict[str, str]
    """What a tip led to."""
    labels: dict[str, str]
    """What may be marked on a tip."""
    questions: dict[str, str]
    """What a sender may be asked."""
    purposes: dict[str, str]
    """What an export is for."""
    partners: dict[str, str]
    """Kinds of partners."""
    results: dict[str, str]
    """What may come of an operation."""
    grading: dict[str, dict[str, str]]
    """Codes of the grading, by what they are codes of."""

"""What was understood of one message: triage, places, times, things, and what to cut.

Every span is half-open ``[start, end)`` in code points of the text as given.
Nothing here finds anything; the finding is done in ``nlp``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Triage(StrEnum):
    """How urgent a message is; the value is what `tipline analyse` prints."""

    EMERGENCY = "999"
    ASK = "ask"
    QUEUE = "101"


class Danger(StrEnum):
    """Why a message is urgent, or what the one question is about."""

    IN_PROGRESS = "in_progress"
    IMMINENT = "imminent"
    VIOLENCE = "violence"
    WEAPON = "weapon"
    MEDICAL = "medical"
    CAPTIVE = "captive"
    CHILD_DANGER = "child_danger"
    FIRE = "fire"


class Safeguarding(StrEnum):
    """Somebody vulnerable is being exploited, and how."""

    CUCKOOING = "cuckooing"
    COUNTY_LINES = "county_lines"
    CHILD_EXPLOITATION = "child_exploitation"
    FORCED_LABOUR = "forced_labour"
    COERCION = "coercion"


class PlaceKind(StrEnum):
    """What sort of place a span names."""

    ADDRESS = "address"
    STREET = "street"
    VENUE = "venue"
    ESTATE = "estate"
    AREA = "area"
    TOWN = "town"
    POSTCODE = "postcode"
    ROAD = "road"
    TRANSPORT = "transport"
    OTHER = "other"


class Precision(StrEnum):
    """How exact the coordinates of a place are."""

    POINT = "point"
    POSTCODE = "postcode"
    SECTOR = "sector"
    DISTRICT = "district"
    TOWN = "town"


class TimeKind(StrEnum):
    """What sort of time a span states."""

    POINT = "point"
    RECURRING = "recurring"
    NOW = "now"
    VAGUE = "vague"


class Category(StrEnum):
    """What a cut would have told about the sender."""

    HOME = "home"
    WORK = "work"
    RELATIONSHIP = "relationship"
    NAME = "name"
    CONTACT = "contact"
    VANTAGE = "vantage"
    ROUTINE = "routine"
    TRAIT = "trait"
    CONTACT_WITH_POLICE = "contact_with_police"
    PRIVATE_TALK = "private_talk"
    CHOSEN = "chosen"
    """Words the sender asked to have taken out; never proposed by the analysis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A span of the text and the rule that found it.

    Attributes:
        start: first code point of the span.
        end: code point after the last of the span.
        text: the words exactly as they stand in the text.
        rule: name of the rule or component that found it, for the explanation;
            never words of the text.
    """

    start: int
    end: int
    text: str
    rule: str = ""

    def overlaps(self, other: Finding) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Finding):
    """A danger and the words that show it."""

    code: Danger


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Finding):
    """A place of the activity, or one that helps to find it.

    ``latitude`` and ``longitude`` are WGS 84 degrees.
    """

    kind: PlaceKind
    town: str | None = None
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Finding):
    """An expression of when the activity happens or happened.

    Attributes:
        kind: a point (or interval), a habit, the moment of writing, or vague.
        start_at: for a point local ISO in Europe/London, only as precise as the words
            (``2026-03-24`` or ``2026-03-27T22:40``); for a habit the clock time ``HH:MM``
            at which it begins, where said.
        end_at: the end of it, written likewise.
        rrule: for a habit, an RFC 5545 recurrence rule without ``RRULE:``.
    """

    kind: TimeKind
    start_at: str | None = None
    end_at: str | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug(Finding):
    """A drug word and the drug it stands for (a key of the drug vocabulary)."""

    drug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle(Finding):
    """A vehicle. ``plate`` is upper case with one space before the last three where whole."""

    plate: str | None = None
    make: str | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Finding):
    """A telephone number; ``number`` is E.164 where it is valid, else None."""

    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle(Finding):
    """A user name, e-mail address or web address; ``network`` (``snapchat``) where said."""

    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Finding):
    """A person's name or nickname, without a title's owner being judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction(Finding):
    """Words to cut because they tell who wrote."""

    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything understood of one text. Spans index ``text``.

    Attributes:
        text: the text as given.
        triage: what to do now.
        reasons: why; empty for ``101``.
        safeguarding: signs that somebody vulnerable is exploited.
        in_scope: whether it is information about supply or production of drugs.
        language: ISO 639-1 code of the language it is written in.
        degraded: whether the model took no part, so that rules alone decided.
        redactions: what to cut, in order, none overlapping another.
        sanitised: the text with every cut replaced by its label.
    """

    text: str
    triage: Triage
    reasons: tuple[Reason, ...] = ()
    safeguarding: tuple[Safeguarding, ...] = ()
    in_scope: bool = True
    language: str = "en"
    degraded: bool = False
    locations: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    drugs: tuple[Drug, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    phones: tuple[Phone, ...] = ()
    handles: tuple[Handle, ...] = ()
    people: tuple[Person, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    sanitised: str = ""

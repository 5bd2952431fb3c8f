"""Which parts an analysis is put together from, and what each must be able to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from core.analysis import (
    Category,
    Drug,
    Finding,
    Handle,
    Person,
    Phone,
    Place,
    Reason,
    Redaction,
    Safeguarding,
    Time,
    Triage,
    Vehicle,
)
from nlp.document import Document
from nlp.findings import Findings


class Finder[F: Finding](Protocol):
    """Finds one kind of thing."""

    def find(self, doc: Document) -> tuple[F, ...]:
        """What it finds, in order, none overlapping another."""


class VerdictLike(Protocol):
    """What a judge says of a text."""

    @property
    def triage(self) -> Triage:
        """What to do now."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why; empty for `101`."""

    @property
    def safeguarding(self) -> tuple[Safeguarding, ...]:
        """Signs that somebody vulnerable is exploited."""

    @property
    def in_scope(self) -> bool:
        """Whether it is information about supply or production of drugs."""


class JudgeLike(Protocol):
    """Decides how urgent a text is."""

    def judge(self, doc: Document, findings: Findings) -> VerdictLike:
        """The triage of a text."""


class AlarmLike(Protocol):
    """Decides by word rules alone whether a text is a clear emergency."""

    def sounds(self, text: str) -> Reason | None:
        """Why it is one, or None."""


class RedactorLike(Protocol):
    """Finds what tells who wrote."""

    def find(self, doc: Document, findings: Findings, *, strict: bool) -> tuple[Redaction, ...]:
        """What to cut; more of it where ``strict``."""


class TimingLike(Protocol):
    """Tells the times of the activity from those of the sender's life and of other matters."""

    def stated(self, doc: Document, times: tuple[Time, ...]) -> tuple[Time, ...]:
        """Those of the times that are of the activity, and others that were not found before."""


class PlacingLike(Protocol):
    """Tells the places of the activity from those of other matters, and where their names end."""

    def stated(self, doc: Document, findings: Findings) -> tuple[Place, ...]:
        """Those of the places that are of the activity, each with its whole name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of an analysis, each built once and safe for many texts."""

    places: Finder[Place]
    times: Finder[Time]
    drugs: Finder[Drug]
    vehicles: Finder[Vehicle]
    phones: Finder[Phone]
    handles: Finder[Handle]
    people: Finder[Person]
    judge: JudgeLike
    alarm: AlarmLike
    redactor: RedactorLike
    label: Callable[[Category], str]
    timing: TimingLike | None = None
    placing: PlacingLike | None = None


def shipped_parts() -> Parts:
    """Build every part from what is shipped.

    Raises:
        VocabularyError: a data file is broken.
        LearnedPartMissing: a trained part is missing; `tipline train` makes it.
    """
    from nlp.learned.drugs import LearnedDrugs
    from nlp.learned.judge import LearnedJudge
    from nlp.learned.places import LearnedPlaces
    from nlp.learned.redactor import LearnedRedactor
    from nlp.learned.timing import TimesModel

    return replace(
        rule_parts(),
        drugs=LearnedDrugs(),
        judge=LearnedJudge(),
        redactor=LearnedRedactor(),
        timing=TimesModel.shipped(),
        placing=LearnedPlaces(),
    )


def rule_parts() -> Parts:
    """Build every part from the vocabulary and the gazetteer alone, without what is trained.

    Raises:
        VocabularyError: a data file is broken.
    """
    from nlp.places.finder import PlaceFinder
    from nlp.places.gazetteer import Gazetteer
    from nlp.sender.redactor import Redactor, label
    from nlp.things.drugs import DrugFinder
    from nlp.things.handles import HandleFinder
    from nlp.things.people import PersonFinder
    from nlp.things.phones import PhoneFinder
    from nlp.things.vehicles import VehicleFinder
    from nlp.times.finder import TimeFinder
    from nlp.triage.fast import FastCheck
    from nlp.triage.judge import Judge

    return Parts(
        places=PlaceFinder(Gazetteer.shipped()),
        times=TimeFinder(),
        drugs=DrugFinder(),
        vehicles=VehicleFinder(),
        phones=PhoneFinder(),
        handles=HandleFinder(),
        people=PersonFinder(),
        judge=Judge(),
        alarm=FastCheck(),
        redactor=Redactor(),
        label=label,
    )

"""How a released tip becomes an intelligence report: what it may say, and that it was made.

A report stands alone. It prints the approved words and what was found in them, the grade that a
person decided, and fixed sentences. How the sender knows it, when they wrote and what they were
asked are no part of it: the grade says all that may be said of a source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from core.desk_ports import Opened, Unlocked
from core.desk_work_ports import Grades
from core.errors import BadRecipient, NotReleased, UnknownTerm
from core.export_ports import Released
from core.grading import Decided, Grade, Scheme
from core.people import Member, Right
from core.ports import Clock
from core.tidy import says_something, tidy
from core.tip import Part, Priority, Status

MAX_RECIPIENT = 80
"""Characters of the name of whoever gets a report or an export."""

LEFT = frozenset({Status.RELEASED, Status.CLOSED})
"""Statuses of tips that two people let leave the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """What reports print besides a tip (`report.toml`); fields as they are named there."""

    title: str
    caveat: str
    provenance: str
    reference: str
    none: str
    how: str
    band: Mapping[Priority, str]
    bands: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, str]
    purposes: Mapping[str, str]

    @classmethod
    def shipped(cls) -> ReportForm:
        """The form in `report.toml`."""
        content = tomllib.loads(files("core").joinpath("report.toml").read_text("utf-8"))
        band = {Priority(priority): band for priority, band in content.pop("band").items()}
        answers = {name: tuple(kinds) for name, kinds in content.pop("answers").items()}
        return cls(band=band, answers=answers, **content)

    def check_purpose(self, key: str) -> str:
        """A purpose of the list.

        Raises:
            UnknownTerm: it is none.
        """
        if key not in self.purposes:
            raise UnknownTerm
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An intelligence report on one tip.

    Attributes:
        reference: the tip's id: it leads the desk back to the tip, and nobody else anywhere.
        recipient: who gets it, as typed.
        intelligence_on: the day on which the intelligence came in.
        created: the day of the report.
        keep_until: the day on which keeping the tip must be decided again.
        parts: approved words, each an item of its own; additions behind the first report.
    """

    reference: str
    recipient: str
    intelligence_on: date
    created: date
    keep_until: date
    area: str
    band: str
    decided: Decided
    opened: Opened = field(repr=False)

    @property
    def grade(self) -> Grade:
        """The grade of every item."""
        return self.decided.grade

    @property
    def parts(self) -> tuple[Part, ...]:
        """The items, oldest first."""
        more = (part for addition in self.opened.additions for part in addition)
        return (*self.opened.details.parts, *more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Makes reports of released tips."""

    released: Released
    grades: Grades
    scheme: Scheme
    form: ReportForm
    clock: Clock

    async def make(self, tip_id: str, recipient: str, key: Unlocked, *, member: Member) -> Report:
        """A report for somebody; that it was made, by whom and for whom stands in the audit.

        Raises:
            NotAllowed: the member may not.
            BadRecipient: it is not said for whom, or too long.
            NotReleased: nobody has released the tip, or its time is up.
            NoSuchTip, Tampered: see `TipDesk.open`.
        """
        member.must(Right.READ)
        member.must(Right.WORK)
        name = check_recipient(recipient)
        today = self.clock.now().date()
        opened = await self.released.open_for(tip_id, key, recipient=name, today=today)
        decided = await self.grades.decided(opened, key)
        if decided is None:
            raise NotReleased
        return Report(
            reference=opened.row.id,
            recipient=name,
            intelligence_on=opened.details.reported_on,
            created=today,
            keep_until=opened.row.review_on,
            area=opened.row.area,
            band=self.form.band[opened.row.priority],
            decided=decided,
            opened=opened,
        )


def check_recipient(text: str) -> str:
    """Who gets it, in one line without what only disturbs.

    Raises:
        BadRecipient: it says nothing, or is too long.
    """
    kept = " ".join(tidy(text).split())
    if not says_something(kept) or len(kept) > MAX_RECIPIENT:
        raise BadRecipient
    return kept

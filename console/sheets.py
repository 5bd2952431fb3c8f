"""What an intelligence report prints, line by line, for the page and the PDF alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from console.facts import Fact, found_in
from console.wording import Words, day_of
from core.grading import Scheme
from core.reports import Report, ReportForm


@dataclass(frozen=True, slots=True)
class Item:
    """One graded piece of intelligence."""

    number: int
    heading: str
    text: str = field(repr=False)
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A report in words.

    Attributes:
        headings: of its sections, by key (`words.toml`).
        head: what it is, for whom, of when, and how it may be used.
        answers: who, what, where, when, why and how.
        key: the codes of the grading, by what they are codes of.
    """

    form: ReportForm
    headings: Mapping[str, str]
    reference: str
    grade: str
    head: Mapping[str, str]
    answers: Mapping[str, tuple[Fact, ...]] = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    source: tuple[str, str]
    key: Mapping[str, Mapping[str, str]]


def sheet_of(report: Report, form: ReportForm, scheme: Scheme, words: Words) -> Sheet:
    """The words of a report. Nothing else of its tip is looked at."""
    grade = report.grade
    return Sheet(
        form=form,
        headings=words.groups["report"],
        reference=report.reference,
        grade=str(grade),
        head=dict(_head(report, form, scheme, words)),
        answers=_answers(report, form, words),
        items=tuple(
            Item(number, words.of("question", part.question), part.analysis.text, str(grade))
            for number, part in enumerate(report.parts, 1)
        ),
        source=(
            f"{grade.source} {scheme.sources[grade.source]}",
            f"{grade.assessment} {scheme.assessments[grade.assessment]}",
        ),
        key=_key(scheme, words),
    )


def _head(
    report: Report, form: ReportForm, scheme: Scheme, words: Words
) -> Iterator[tuple[str, str]]:
    names = words.groups["report"]
    yield names["reference"], report.reference
    yield names["recipient"], report.recipient
    yield names["intelligence_on"], day_of(report.intelligence_on)
    yield names["created"], day_of(report.created)
    yield names["area"], report.area or form.none
    yield names["threat"], ", ".join(_threats(report, words)) or form.none
    yield names["band"], form.bands[report.band]
    handling = report.grade.handling
    yield names["handling"], f"{handling} {scheme.handlings[handling]}"
    for codes in scheme.groups.values():
        for code in report.grade.conditions:
            if code in codes:
                yield f"{names['condition']} {code}", codes[code]
    yield names["keep_until"], day_of(report.keep_until)


def _threats(report: Report, words: Words) -> Iterator[str]:
    details = report.opened.details
    yield from (words.of("danger", danger) for danger in details.dangers)
    yield from (words.of("safeguarding", sign) for sign in details.safeguarding)


def _answers(report: Report, form: ReportForm, words: Words) -> dict[str, tuple[Fact, ...]]:
    found = found_in(report.opened, words)
    pin = report.opened.details.pin
    if pin is not None:
        marked = Fact(words.of("report", "pin"), f"{pin[0]:.5f}, {pin[1]:.5f}")
        found["place"] = (*found.get("place", ()), marked)
    said = {
        name: tuple(fact for kind in kinds for fact in found.get(kind, ()))
        for name, kinds in form.answers.items()
    } | {"how": (Fact(form.how),)}
    return {
        heading: said.get(name) or (Fact(form.none),) for name, heading in form.questions.items()
    }


def _key(scheme: Scheme, words: Words) -> dict[str, Mapping[str, str]]:
    names = words.groups["report"]
    conditions = {code: text for codes in scheme.groups.values() for code, text in codes.items()}
    return {
        names["sources"]: scheme.sources,
        names["assessments"]: scheme.assessments,
        names["handlings"]: scheme.handlings,
        names["conditions"]: conditions,
    }

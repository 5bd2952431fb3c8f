"""How values of the domain become answers of the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.api import answers, link_answers
from console.api.given import Grade
from console.marking import KINDS
from console.wording import Words, vehicle
from core import exports, grading, notes, tip
from core.analysis import Analysis, Finding, Handle, Phone, Place, Time, Vehicle
from core.desk_ports import Entry, Opened
from core.links import Links, Trace


def summary(row: tip.TipRow) -> answers.TipSummary:
    """A row of the queue."""
    return answers.TipSummary(
        id=row.id,
        arrived=row.arrived,
        priority=row.priority,
        machine_priority=row.machine_priority,
        at_risk=row.safeguarding,
        drug=row.drug_group,
        area=row.area,
        status=row.status,
        claimed_by=row.claimed_by,
        claim_until=row.claim_until,
        review_on=row.review_on,
        answers_waiting=row.answers_waiting,
        additions=row.additions,
    )


def opened_tip(  # each was read by a use case of its own
    opened: Opened,
    words: Words,
    *,
    proposed: grading.Grade,
    decided: grading.Decided | None,
    written: Iterable[notes.Note],
    history: Iterable[Entry],
) -> answers.Tip:
    """An opened tip with all that the desk made of it."""
    details = opened.details
    return answers.Tip(
        summary=summary(opened.row),
        parts=[_part(part, words) for part in details.parts],
        additions=[[_part(part, words) for part in parts] for parts in opened.additions],
        reported_on=details.reported_on,
        triage=details.triage.value,
        dangers=[danger.value for danger in details.dangers],
        safeguarding=[sign.value for sign in details.safeguarding],
        how_known=details.how_known.value,
        proposed=grade(proposed),
        decided=None if decided is None else _decided(decided),
        notes=[_note(note) for note in written],
        history=[entry(each) for each in history],
    )


def grade(codes: grading.Grade) -> Grade:
    """Codes of 3x5x2."""
    return Grade(
        source=codes.source,
        assessment=codes.assessment,
        handling=codes.handling,
        conditions=list(codes.conditions),
    )


def entry(each: Entry) -> answers.Entry:
    """A line of the audit."""
    return answers.Entry(
        number=each.number,
        at=each.at,
        by=each.by,
        action=each.action,
        subject=each.subject,
        note=each.note,
    )


def export(request: exports.ExportRequest, state: exports.ExportState) -> answers.Export:
    """A request to let tips leave."""
    return answers.Export(
        id=request.id,
        asked_by=request.asked_by,
        asked=request.asked,
        format=request.format,
        purpose=request.purpose,
        recipient=request.recipient,
        tips=request.tips,
        state=state,
        until=request.until,
        decided_by=request.decided_by,
    )


def links(found: Links) -> link_answers.Links:
    """What ties a tip to others."""
    return link_answers.Links(
        found=[
            link_answers.Link(
                tip=summary(link.row),
                shared=[_shared(trace) for trace in link.shared],
                likeness=round(link.likeness, 2),
                near_equal=link.near_equal,
            )
            for link in found.found
        ],
        corroboration=[
            link_answers.Corroboration(thing=_shared(trace), tips=tips)
            for trace, tips in found.corroboration
        ],
        repeats=[
            link_answers.Repeat(thing=_shared(repeat.trace), tips=list(repeat.tips))
            for repeat in found.repeats
        ],
    )


def _shared(trace: Trace) -> link_answers.Shared:
    return link_answers.Shared(kind=trace.thing.value, value=trace.shown)


def _decided(decided: grading.Decided) -> answers.DecidedGrade:
    return answers.DecidedGrade(grade=grade(decided.grade), by=decided.by, on=decided.on)


def _note(note: notes.Note) -> answers.Note:
    said = note.said
    return answers.Note(kind=said.kind.value, text=said.text, by=said.by, at=said.at)


def _part(part: tip.Part, words: Words) -> answers.Part:
    found = sorted(_found(part.analysis, words), key=lambda each: (each.start, each.end))
    return answers.Part(question=part.question.value, text=part.analysis.text, found=found)


def _found(analysis: Analysis, words: Words) -> Iterator[answers.Found]:
    for name, kind in KINDS.items():
        for finding in getattr(analysis, name):
            yield _finding(kind, finding, words)
    for reason in analysis.reasons:
        yield _finding(reason.code.value, reason, words)


def _finding(kind: str, finding: Finding, words: Words) -> answers.Found:
    return answers.Found(
        kind=kind,
        start=finding.start,
        end=finding.end,
        text=finding.text,
        meaning=_meaning(finding, words),
    )


def _meaning(finding: Finding, words: Words) -> str:
    match finding:
        case Place():
            return words.place(finding)
        case Time():
            return words.time(finding)
        case Vehicle():
            return vehicle(finding)
        case Phone():
            return finding.number or ""
        case Handle():
            return finding.network or ""
    return ""

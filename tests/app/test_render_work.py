"""What `tipline show` says of the desk's work on a tip."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.render_work import print_work
from core.grading import Decided, Grade
from core.links import Link, Links, Repeat, Thing, Trace
from core.notes import Note, NoteKind, NoteText
from core.tip import Priority, Status, TipRow

AT = datetime(2026, 3, 27, 22, tzinfo=UTC)
PROPOSED = Grade(source="2", assessment="A", handling="P")
NOTHING = Links(found=(), corroboration=(), repeats=())
HOUSE = Trace(Thing.ADDRESS, "9|hill road|leeds")
ROW = TipRow(
    id="other-tip",
    arrived=AT,
    priority=Priority.LOW,
    machine_priority=Priority.LOW,
    safeguarding=False,
    drug_group="",
    area="",
    status=Status.HELD,
    claimed_by="",
    claim_until=None,
    version=1,
    review_on=AT.date(),
)


def a_note(kind: NoteKind, text: str) -> Note:
    return Note(id="n", said=NoteText(kind=kind, text=text, by="ann", at=AT))


def test_a_proposal_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_work(PROPOSED, None, (), NOTHING)
    said = capsys.readouterr().out
    assert "none yet. Proposed from the sender's answers: 2AP" in said
    assert "none among the tips that were opened" in said


def test_what_was_decided_noted_and_found(capsys: pytest.CaptureFixture[str]) -> None:
    decided = Decided(
        grade=Grade(source="2", assessment="E", handling="C", conditions=("S2",)),
        by="ben",
        on=date(2026, 3, 28),
    )
    notes = (
        a_note(NoteKind.NOTE, "ring housing\x1b[2J"),
        a_note(NoteKind.LABEL, "malice"),
        a_note(NoteKind.DUPLICATE_OF, "first-tip"),
    )
    links = Links(
        found=(Link(row=ROW, shared=(HOUSE,), likeness=0.9, near_equal=True),),
        corroboration=((HOUSE, 1),),
        repeats=(Repeat(trace=Trace(Thing.PLATE, "AB12CDE"), tips=("a", "b", "c")),),
    )
    print_work(PROPOSED, decided, notes, links)
    said = capsys.readouterr().out
    for line in (
        "Grade: 2EC S2, decided by ben on 28 Mar 2026",
        "ann, 27 Mar 2026: ring housing",
        "Possibly malicious",
        "repeats tip first-tip",
        "TAKE ADVICE before asking more: 3 tips about one plate",
        "Linked with other-tip (held): address 9, hill road, leeds, nearly the same words",
        "address 9, hill road, leeds: 1 in words of their own",
    ):
        assert line in said
    assert "\x1b[2J" not in said

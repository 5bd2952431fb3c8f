"""The desk's way from a claimed tip to a closed one: graded, released by a second person, ended."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk import CLAIM_LIFE
from core.desk_ports import Opened, TipDesk, Unlocked
from core.desk_work_ports import Grades
from core.errors import NotYours, SecondPerson, StepNeeded
from core.grading import Decided, Grade, Scheme
from core.people import Member, Right
from core.ports import Clock
from core.terms import Terms
from core.tip import Status, TipRow, check_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """Grades, releases and closes tips.

    Attributes:
        releases_alone: whether one person may do both, for desks that have no second one.
    """

    tips: TipDesk
    grades: Grades
    scheme: Scheme
    terms: Terms
    clock: Clock
    releases_alone: bool = False

    def propose(self, opened: Opened) -> Grade:
        """What the sender's answers suggest; to be shown as proposed, never as decided."""
        return self.scheme.propose(opened.details)

    async def decided(self, opened: Opened, key: Unlocked) -> Decided | None:
        """The grade that a person decided, or None when nobody has yet.

        Raises:
            Tampered: it does not open under the desk's key.
        """
        return await self.grades.decided(opened, key)

    async def grade(self, tip_id: str, grade: Grade, *, member: Member) -> TipRow:
        """Decide the grade of a tip that one has claimed.

        Raises:
            NotAllowed: the member may not.
            GradeRefused: the grade is none of the scheme.
            MoveRefused: the tip is not claimed.
            NotYours: somebody else has claimed it.
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        member.must(Right.WORK)
        checked = self.scheme.check(grade)
        row = await self.tips.row(tip_id)
        check_move(row.status, Status.GRADED)
        if row.claimed_by != member.name:
            raise NotYours
        now = self.clock.now()
        decided = Decided(grade=checked, by=member.name, on=now.date())
        return await self.grades.grade(row, decided, claim_until=now + CLAIM_LIFE)

    async def release(self, tip_id: str, *, member: Member) -> TipRow:
        """Let a graded tip leave the desk.

        Raises:
            NotAllowed: the member may not.
            SecondPerson: the member graded it.
            StepNeeded: it came to be graded without a grade.
            MoveRefused: the tip is not graded.
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        member.must(Right.RELEASE)
        row = await self.tips.row(tip_id)
        check_move(row.status, Status.RELEASED)
        # Whoever grades it anew changes the row, so that the move below fails.
        grader = await self.grades.graded_by(tip_id)
        if not grader:
            raise StepNeeded(Status.GRADED)
        if grader == member.name and not self.releases_alone:
            raise SecondPerson
        return await self.tips.move(row, Status.RELEASED, by=member.name, note="", claim_until=None)

    async def close(self, tip_id: str, outcome: str, *, member: Member) -> TipRow:
        """End the work on a released tip with what it led to, a key of `Terms.outcomes`.

        Raises:
            NotAllowed: the member may not.
            UnknownTerm: there is no such outcome.
            MoveRefused: the tip is not released.
            TipChanged: somebody else was faster.
            NoSuchTip: there is none.
        """
        member.must(Right.WORK)
        self.terms.check_outcome(outcome)
        row = await self.tips.row(tip_id)
        check_move(row.status, Status.CLOSED)
        return await self.tips.move(
            row, Status.CLOSED, by=member.name, note=outcome, claim_until=None
        )

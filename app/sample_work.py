"""What a desk has done with the sample tips before the demo: its real steps, by nobody real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.samples import SampleTip
from app.wiring import Office
from core.desk_grading import Grading
from core.grading import Grade
from core.people import Member, Role, Standing
from core.tip import HowKnown, Status

WORKER = "samples"
"""Who stands in the audit. No account has this name, so that whoever is at the demo may release
as the second person what it graded."""

_WAY = (Status.CLAIMED, Status.GRADED, Status.RELEASED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """Works on sample tips."""

    office: Office

    async def work(
        self, tips: Mapping[str, SampleTip], told: Callable[[int], None] = lambda _: None
    ) -> None:
        """Bring each tip as far as its sample says.

        Args:
            tips: by their ids, in the order they came; a duplicate repeats the one before it.
            told: called with the number of tips done so far.
        """
        before = ""
        for number, (tip_id, tip) in enumerate(tips.items(), 1):
            if tip.status:
                await self._bring(tip_id, tip, before)
            before = tip_id
            told(number)

    async def _bring(self, tip_id: str, tip: SampleTip, before: str) -> None:
        status = Status(tip.status)
        if status not in _WAY:
            of = before if status is Status.DUPLICATE else ""
            await self.office.notebook.set_aside(
                tip_id, status, tip.term, member=self._worker, of=of
            )
            return
        for step in _WAY[: _WAY.index(status) + 1]:
            await self._take(step, tip_id, tip)

    async def _take(self, step: Status, tip_id: str, tip: SampleTip) -> None:
        match step:
            case Status.GRADED:
                await self._grading.grade(tip_id, self._grade(tip), member=self._worker)
            case Status.RELEASED:
                await self._grading.release(tip_id, member=self._worker)
            case Status.CLOSED:
                await self._grading.close(tip_id, tip.term, member=self._worker)
            case _:
                await self.office.desk.claim(tip_id, member=self._worker)

    def _grade(self, tip: SampleTip) -> Grade:
        scheme = self._grading.scheme
        how = HowKnown(tip.how) if tip.how else HowKnown.UNSAID
        return replace(scheme.usual, assessment=scheme.assessed[how])

    @property
    def _grading(self) -> Grading:
        """One worker stands for two people here; a real desk decides that by a setting."""
        return replace(self.office.grading, releases_alone=True)

    @property
    def _worker(self) -> Member:
        today = self.office.desk.clock.now().date()
        return Member(name=WORKER, role=Role.LEAD, standing=Standing.ACTIVE, added=today)

"""What the demo's desk has referred, led and told: sample partners, operations and news."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from app.sample_work import WORKER
from app.samples import SampleTip
from app.wiring import Office
from core.operations import Operation, Result
from core.partners import Extract, Partner, ReferralState
from core.tip import TipRow

_AROUND = timedelta(weeks=8)
"""Tips that came so long before an operation belong to it."""


_MOST = 24
"""Tips of one operation, so that the demo begins soon."""


@dataclass(frozen=True, slots=True)
class SampleOutreach:
    """Fills partners, referrals, operations and news."""

    office: Office

    async def fill(self, tips: Mapping[str, SampleTip]) -> None:
        """Fill them from tips that are there already, by their ids."""
        content = tomllib.loads(files("app.samples").joinpath("outreach.toml").read_text("utf-8"))
        work = self.office.staff.work
        partners = {
            row["kind"]: await work.partners.add(row["name"], row["kind"], by=WORKER)
            for row in content["partner"]
        }
        rows = {tip_id: await self.office.desk.tips.row(tip_id) for tip_id in tips}
        for row in content["referral"]:
            for tip_id, tip in tips.items():
                if row["of"] in (tip.term, tip.status):
                    await self._refer(rows[tip_id], row, partners[row["to"]])
        for row in content["operation"]:
            await self._lead(row, rows)

    async def _refer(self, tip: TipRow, row: dict[str, Any], partner: Partner) -> None:
        scheme, referrals = self.office.grading.scheme, self.office.staff.work.referrals
        grade = scheme.check(replace(scheme.usual, assessment="A"))
        extract = Extract(text=row["text"].format(area=tip.area or "the district"), grade=grade)
        referral_id = await referrals.send(tip.id, partner, extract, by=WORKER)
        state = ReferralState(row["state"])
        if state is not ReferralState.SENT:
            await referrals.answer(await referrals.find(referral_id), state, by=WORKER)

    async def _lead(self, row: dict[str, Any], tips: Mapping[str, TipRow]) -> None:
        work = self.office.staff.work
        starts = self.office.desk.clock.now().date() - timedelta(weeks=row["begins"])
        ends = starts + timedelta(days=row["days"]) if row["days"] else None
        operation = await work.operations.begin(
            row["name"], tuple(row["areas"]), starts, ends, by=WORKER
        )
        near = [tip for tip in tips.values() if _belongs(tip, operation, starts)]
        for tip in near[-_MOST:]:
            await work.operations.attach(operation.id, tip.id, by=WORKER)
        for kind, count, day in row["results"]:
            result = Result(kind=kind, count=count, on=starts + timedelta(days=day))
            await work.operations.add_result(operation.id, result, by=WORKER)
        story = await self.office.operating.story(operation.id)
        news = self.office.operating.terms.propose(story)
        await self.office.staff.news.publish(news, by=WORKER, subject=operation.id)


def _belongs(tip: TipRow, operation: Operation, starts: date) -> bool:
    came = tip.arrived.date()
    until = (operation.ends or date.max - _AROUND) + _AROUND / 4
    return tip.area in operation.areas and starts - _AROUND <= came <= until

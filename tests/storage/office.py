"""A whole desk over SQLite: every use case of staff, and tips to work on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from core.answers import AnswerRules
from core.desk import Desk
from core.desk_grading import Grading
from core.desk_links import Linking
from core.desk_notes import Notebook
from core.desk_operations import Operating
from core.desk_ports import Opened
from core.desk_referring import Referring
from core.grading import Scheme
from core.links import LinkRules
from core.operations import OperationTerms
from core.partners import PartnerTerms
from core.people import Member, Role, Standing
from core.receipt import Receipt
from core.terms import Terms
from core.tip import TipRow
from nlp.likeness import WordLikeness
from storage.engine import Database
from storage.keys import OpenKey
from storage.store import Store
from tests.storage.samples import START, HandClock, a_tip


def a_member(name: str, role: Role = Role.ANALYST) -> Member:
    return Member(name=name, role=role, standing=Standing.ACTIVE, added=START.date())


ANN, BEN = a_member("ann"), a_member("ben")
STEERS = a_member("mo", Role.MODERATOR)


class Office:
    """The use cases as `app` puts them together, with the key of one account."""

    def __init__(self, store: Store, clock: HandClock, key: OpenKey) -> None:
        staff, terms = store.staff, Terms.shipped()
        self.store, self.clock, self.key = store, clock, key
        self.linking = Linking(
            traces=staff.work.traces, likeness=WordLikeness(), rules=LinkRules.shipped()
        )
        self.desk = Desk(staff.desk, AnswerRules.shipped(), clock, self.linking)
        self.grading = Grading(
            tips=staff.desk,
            grades=staff.work.grades,
            scheme=Scheme.shipped(),
            terms=terms,
            clock=clock,
        )
        self.notebook = Notebook(
            tips=staff.desk,
            notes=staff.work.notes,
            post=staff.work.post,
            rewriter=staff.work.rewriter,
            audit=staff.audit,
            terms=terms,
            clock=clock,
        )
        self.referring = Referring(
            partners=staff.work.partners,
            referrals=staff.work.referrals,
            grades=staff.work.grades,
            terms=PartnerTerms.shipped(),
        )
        self.operating = Operating(
            operations=staff.work.operations,
            views=staff.work.operation_views,
            news=staff.news,
            traces=staff.work.traces,
            terms=OperationTerms.shipped(),
        )
        self._kept = 0

    async def tip(self, **changes: Any) -> TipRow:
        """A new tip."""
        tip = a_tip(arrived=self.clock.now(), **changes)
        self._kept += 1
        await self.store.public.intake.keep(self._kept.to_bytes(16, "big"), tip)
        return await self.store.staff.desk.row(tip.id)

    async def claimed(self, by: Member = ANN, **changes: Any) -> TipRow:
        """A tip that somebody has claimed."""
        row = await self.tip(**changes)
        return await self.desk.claim(row.id, member=by)

    async def opened(self, tip_id: str) -> Opened:
        """A tip, opened."""
        return await self.desk.open(tip_id, self.key)

    async def actions(self, tip_id: str) -> list[str]:
        """What the audit says of a tip, oldest first."""
        return [entry.action for entry in await self.notebook.history(tip_id)]

    async def receipt(self, number: int) -> Receipt:
        """The receipt of the tip that `tip` made as the first, second, third."""
        found = await self.store.public.intake.recall(number.to_bytes(16, "big"))
        assert found is not None
        return found

    async def number(self, query: str) -> int:
        """What a query counts."""
        found = await self.database.read(lambda session: session.scalar(text(query)))
        assert isinstance(found, int)
        return found

    @property
    def database(self) -> Database:
        """Where everything lies."""
        return self.store.staff.desk.database

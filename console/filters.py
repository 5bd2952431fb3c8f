"""Which tips a page of the queue shows: read from its link, and written into the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from console.wording import midnight
from core.desk_ports import Wanted
from core.tip import Priority, Status

_Text = Annotated[str, Query(max_length=60)]
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)
_Known = Annotated[date, Field(ge=_FIRST, le=_LAST)]
_Day = Annotated[_Known | None, BeforeValidator(lambda day: day or None), Query()]
type YesNo = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was chosen. Empty fields do not narrow the queue.

    Attributes:
        since: first day of arrival, on the clock of the force.
        until: last day of arrival.
        told_more: whether the sender must have added something.
        after: id of the last tip of the page before, or "".
    """

    priorities: tuple[Priority, ...] = ()
    statuses: tuple[Status, ...] = ()
    drug: str = ""
    area: str = ""
    at_risk: YesNo = ""
    since: date | None = None
    until: date | None = None
    told_more: bool = False
    after: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything was chosen."""
        return replace(self, after="") != Filters()

    def wanted(self) -> Wanted:
        """The same for the desk; without a status, what waits for work."""
        return Wanted(
            statuses=self.statuses or Wanted().statuses,
            priorities=self.priorities,
            drug_group=self.drug,
            area_starts=self.area.strip(),
            is_safeguarding={"yes": True, "no": False}.get(self.at_risk),
            since=midnight(self.since) if self.since else None,
            before=midnight(self.until + timedelta(days=1)) if self.until else None,
            has_additions=True if self.told_more else None,
        )

    def query(self, *, after: str = "") -> str:
        """The part of a link behind `?`; whoever opens it sees the same tips."""
        pairs = [("priority", each.value) for each in self.priorities]
        pairs += [("status", each.value) for each in self.statuses]
        single = {
            "drug": self.drug,
            "area": self.area,
            "at_risk": self.at_risk,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "told_more": "yes" if self.told_more else "",
            "after": after,
        }
        return urlencode(pairs + [(name, value) for name, value in single.items() if value])


def _filters(  # noqa: PLR0913  # each is a field of the form
    *,
    priority: Annotated[list[Priority], Query(default_factory=list)],
    status: Annotated[list[Status], Query(default_factory=list)],
    drug: _Text = "",
    area: _Text = "",
    at_risk: Annotated[YesNo, Query()] = "",
    since: _Day = None,
    until: _Day = None,
    told_more: Annotated[Literal["", "yes"], Query()] = "",
    after: _Text = "",
) -> Filters:
    return Filters(
        priorities=tuple(dict.fromkeys(priority)),
        statuses=tuple(dict.fromkeys(status)),
        drug=drug,
        area=area,
        at_risk=at_risk,
        since=since,
        until=until,
        told_more=told_more == "yes",
        after=after,
    )


AskedFilters = Annotated[Filters, Depends(_filters)]

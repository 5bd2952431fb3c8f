"""Which tips a page of the queue shows: read from its link, and written into the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, Field

from console.parts import Parts
from console.wording import local_day, midnight
from core.desk_ports import Wanted
from core.tip import Priority, Status

PERIODS = (1, 7, 30, 90)
"""Days that a view may look back, today among them."""

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
        days: how many days back it looks, today among them; 0 when it does not.
        earliest: the day that comes of it.
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
    days: int = 0
    earliest: date | None = None
    told_more: bool = False
    after: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything was chosen."""
        return replace(self, after="") != Filters()

    def wanted(self) -> Wanted:
        """The same for the desk; without a status, what waits for work."""
        since = max(filter(None, (self.since, self.earliest)), default=None)
        return Wanted(
            statuses=self.statuses or Wanted().statuses,
            priorities=self.priorities,
            drug_group=self.drug,
            area_starts=self.area.strip(),
            is_safeguarding={"yes": True, "no": False}.get(self.at_risk),
            since=midnight(since) if since else None,
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
            "days": str(self.days or ""),
            "told_more": "yes" if self.told_more else "",
            "after": after,
        }
        return urlencode(pairs + [(name, value) for name, value in single.items() if value])


def _filters(  # noqa: PLR0913  # each is a field of the form
    request: Request,
    *,
    priority: Annotated[list[Priority], Query(default_factory=list)],
    status: Annotated[list[Status], Query(default_factory=list)],
    drug: _Text = "",
    area: _Text = "",
    at_risk: Annotated[YesNo, Query()] = "",
    since: _Day = None,
    until: _Day = None,
    days: Annotated[Literal["", "1", "7", "30", "90"], Query()] = "",
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
        days=int(days or 0),
        earliest=_back(request, int(days)) if days else None,
        told_more=told_more == "yes",
        after=after,
    )


def _back(request: Request, days: int) -> date:
    parts: Parts = request.app.state.parts
    return local_day(parts.clock.now()) - timedelta(days=days - 1)


AskedFilters = Annotated[Filters, Depends(_filters)]

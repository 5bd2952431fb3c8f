"""Which picture is asked for: read from its link, and written into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Query
from pydantic import BeforeValidator

from core.picture import LONGEST, Period, Seen

_Text = Annotated[str, Query(max_length=60)]
_Day = Annotated[
    date | None,
    BeforeValidator(lambda day: day or None),
    Query(ge=date(2000, 1, 1), le=date(2200, 1, 1)),
]
_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was chosen. Empty days stand for the year that ends today.

    Attributes:
        against: first day of the period that it is compared with; None: the one before it.
        is_public: whether it is shown as it may leave the desk.
    """

    since: date | None = None
    until: date | None = None
    against: date | None = None
    area: str = ""
    drug: str = ""
    is_public: bool = False

    def seen(self, today: date) -> Seen:
        """What it is a picture of."""
        until = self.until or today
        return Seen(
            period=Period(self.since or until - _YEAR, until),
            area=self.area.strip(),
            drug=self.drug,
        )

    def compared(self, seen: Seen) -> Seen:
        """What it is compared with: as many days from another day on."""
        period = seen.period.before
        if self.against:
            until = self.against + timedelta(days=seen.period.days - 1)
            period = Period(self.against, until)
        return Seen(period=period, area=seen.area, drug=seen.drug)

    def query(self, **changes: str) -> str:
        """The part of a link behind `?`; whoever opens it sees the same picture."""
        values = {
            "since": str(self.since or ""),
            "until": str(self.until or ""),
            "against": str(self.against or ""),
            "area": self.area,
            "drug": self.drug,
            "leaves": "yes" if self.is_public else "",
        }
        chosen = {name: value for name, value in (values | changes).items() if value}
        return urlencode(chosen)


def _asked(  # each is a field of the form
    *,
    since: Annotated[_Day, Query(description="First day of arrival; without, a year ago.")] = None,
    until: Annotated[_Day, Query(description="Last day of arrival; without, today.")] = None,
    against: Annotated[
        _Day, Query(description="First day of the period it is compared with.")
    ] = None,
    area: Annotated[_Text, Query(description="The whole name of a coarse area.")] = "",
    drug: Annotated[_Text, Query(description="A drug.")] = "",
    leaves: Annotated[
        Literal["", "yes"], Query(description="Whether it is told as it may leave the desk.")
    ] = "",
) -> Asked:
    if since and until and not timedelta(0) <= until - since <= LONGEST:
        raise HTTPException(422)
    return Asked(
        since=since, until=until, against=against, area=area, drug=drug, is_public=leaves == "yes"
    )


AskedPicture = Annotated[Asked, Depends(_asked)]

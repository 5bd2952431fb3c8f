"""A clock, tips and a store under test: what the tests of the store share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from core.analysis import Analysis, Danger, Drug, Place, PlaceKind, Precision, Reason, Triage
from core.tip import Details, HowKnown, Part, Priority, Question, Tip
from storage.engine import Database
from storage.keys import OpenKey
from storage.store import Limits, PublicSide
from storage.stretching import Cost
from storage.tables import Record

CHEAP = Cost(passes=1, memory_kib=64)
LIMITS = Limits(receipt=CHEAP, passphrase=CHEAP, patience=5.0)
PASSPHRASE = "practice makes perfect"
START = datetime(2026, 3, 27, 22, 40, 31, 250, tzinfo=UTC)
WORDS = "the flat above the bakery in Zanzibar Crescent"


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    moment: datetime = START
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.moment

    def local(self) -> datetime:
        return self.moment.replace(tzinfo=None)

    def ticks(self) -> float:
        return self.seconds

    def wait(self, span: timedelta) -> None:
        self.moment += span
        self.seconds += span.total_seconds()


def a_part(text: str = f"they sell crack from {WORDS}") -> Part:
    drug = Drug(start=10, end=15, text=text[10:15], drug="crack")
    place = Place(
        start=21,
        end=len(text),
        text=text[21:],
        kind=PlaceKind.ADDRESS,
        town="Southend",
        latitude=51.54,
        longitude=0.71,
        precision=Precision.POINT,
    )
    analysis = Analysis(
        text=text,
        triage=Triage.QUEUE,
        reasons=(Reason(start=0, end=4, text=text[:4], code=Danger.WEAPON),),
        drugs=(drug,),
        locations=(place,),
        sanitised=text,
    )
    return Part(Question.REPORT, analysis)


def a_tip(**changes: Any) -> Tip:
    details = changes.pop("details", None) or Details(
        parts=(a_part(),),
        triage=Triage.QUEUE,
        dangers=(Danger.WEAPON,),
        how_known=HowKnown.SAW,
        pin=(51.54, 0.71),
        reported_on=date(2026, 3, 27),
    )
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "arrived": START,
        "priority": Priority.NORMAL,
        "safeguarding": False,
        "drug_group": "crack",
        "area": "SS1",
        "in_scope": True,
        "details": details,
    }
    return Tip(**(values | changes))


@dataclass
class Line:
    """A store under test: both sides, its clock and an open key."""

    clock: HandClock
    public: PublicSide
    desk: Any
    shredder: Any
    audit: Any
    outbox: Any
    news: Any
    key: OpenKey
    file: Path | None = field(default=None)


async def stored(database: Database) -> bytes:
    """What a thief of the database has: SQLite's files, or every value of every row."""
    if database.engine.dialect.name == "sqlite":
        return files_of(Path(database.engine.url.database or ""))

    async def work(session: AsyncSession) -> list[object]:
        tables = Record.metadata.sorted_tables
        found = [await session.execute(table.select()) for table in tables]
        return [value for rows in found for row in rows for value in row]

    values = await database.read(work)
    return b"|".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def files_of(database: Path) -> bytes:
    """Everything that lies on disk of a database."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.iterdir()))

"""Places and hours that tips tell, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from core.analysis import Analysis, Place, PlaceKind, Precision, Time, TimeKind, Triage
from core.desk_ports import Unlocked
from core.geography import Point
from core.people import Member, NotAllowed, Role, Standing
from core.picture import Period, Seen
from core.survey import MOST, Surveying, hours_of, points_of
from core.tip import Details, Part, Question

SEEN = Seen(period=Period(date(2026, 3, 1), date(2026, 3, 31)))
ANN = Member(name="ann", role=Role.ANALYST, standing=Standing.ACTIVE, added=date(2026, 1, 1))


def place(precision: Precision | None, at: Point | None = (51.54, 0.71)) -> Place:
    latitude, longitude = at or (None, None)
    return Place(
        start=0,
        end=1,
        text="x",
        kind=PlaceKind.STREET,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
    )


def told(*times: Time, places: tuple[Place, ...] = (), pin: Point | None = None) -> Details:
    analysis = Analysis(text="x", triage=Triage.QUEUE, sanitised="x", times=times, locations=places)
    return Details(
        parts=(Part(Question.REPORT, analysis),),
        triage=Triage.QUEUE,
        pin=pin,
        reported_on=date(2026, 3, 27),
    )


def habit(rule: str, start: str | None = None, end: str | None = None) -> Time:
    return Time(
        start=0,
        end=1,
        text="x",
        kind=TimeKind.RECURRING,
        rrule=rule,
        start_at=start,
        end_at=end,
    )


def point(start: str, end: str | None = None) -> Time:
    return Time(start=0, end=1, text="x", kind=TimeKind.POINT, start_at=start, end_at=end)


@pytest.mark.parametrize(
    ("time", "hours"),
    [
        (habit("FREQ=WEEKLY;BYDAY=FR", "21:00"), {(4, 21)}),
        (habit("FREQ=WEEKLY;BYDAY=FR,SA", "22:30", "01:00"),
         {(4, 22), (4, 23), (5, 0), (5, 22), (5, 23), (6, 0)}),
        (habit("FREQ=WEEKLY;BYDAY=SU", "23:00", "01:00"), {(6, 23), (0, 0)}),
        (habit("FREQ=DAILY", "10:00"), {(day, 10) for day in range(7)}),
        (habit("FREQ=MONTHLY;BYDAY=1FR", "10:00"), {(4, 10)}),
        (habit("FREQ=WEEKLY", "10:00"), set()),
        (habit("FREQ=WEEKLY;BYDAY=FR"), set()),
        (habit("nonsense", "10:00"), set()),
        (point("2026-03-27T22:40"), {(4, 22)}),
        (point("2026-03-27T22:00", "2026-03-28T01:00"), {(4, 22), (4, 23), (5, 0)}),
        (point("2026-03-27"), set()),
        (point("2026-03-27T22:40", "2026-03-27T21:00"), {(4, 22)}),
    ],
)  # fmt: skip
def test_hours_of_what_is_told(time: Time, hours: set[tuple[int, int]]) -> None:
    assert set(hours_of(told(time))) == hours


def test_only_exact_places_are_points() -> None:
    exact = (place(Precision.POINT), place(Precision.POSTCODE), place(Precision.SECTOR))
    vague = (place(Precision.TOWN), place(Precision.DISTRICT), place(None), place(None, None))
    assert list(points_of(told(places=(*exact, *vague)))) == [(51.54, 0.71)] * 3
    assert list(points_of(told(places=vague, pin=(51.5, 0.7)))) == [(51.5, 0.7)]


class Squares:
    """A grid of tenths of a degree."""

    def cell(self, point: Point) -> str:
        return f"{point[0]:.1f} {point[1]:.1f}"

    def outline(self, cell: str) -> tuple[Point, ...]:
        return ((float(cell.split(maxsplit=1)[0]), float(cell.split()[1])),)


@dataclass
class Drawer:
    tips: tuple[Details, ...]
    asked: int = 0

    async def survey(self, seen: Seen, key: Unlocked, *, count: int) -> tuple[Details, ...]:
        del seen, key
        self.asked = count
        return self.tips[:count]


class Key:
    name = "ann"

    def close(self) -> None:
        """Nothing is open."""


def tips(count: int) -> Iterator[Details]:
    friday = habit("FREQ=WEEKLY;BYDAY=FR", "21:00")
    one = told(friday, friday, places=(place(Precision.POINT), place(Precision.SECTOR)))
    return (one for _ in range(count))


async def test_a_tip_counts_once_in_each_cell_and_hour() -> None:
    drawer = Drawer((*tips(3), told(), told(places=(place(Precision.POINT, (51.7, 0.7)),))))
    survey = await Surveying(drawer, Squares()).survey(SEEN, Key(), member=ANN)
    assert survey.cells == {"51.5 0.7": 3, "51.7 0.7": 1}
    assert survey.hours == {(4, 21): 3}
    assert (survey.read, survey.located, survey.timed, survey.is_whole) == (5, 4, 3, True)


async def test_it_says_when_there_are_more() -> None:
    drawer = Drawer(tuple(tips(MOST + 1)))
    survey = await Surveying(drawer, Squares()).survey(SEEN, Key(), member=ANN)
    assert (drawer.asked, survey.read, survey.is_whole) == (MOST, MOST, False)


async def test_whoever_may_not_read_opens_nothing() -> None:
    drawer = Drawer(tuple(tips(1)))
    for role in (Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            await Surveying(drawer, Squares()).survey(SEEN, Key(), member=replace(ANN, role=role))
    assert drawer.asked == 0

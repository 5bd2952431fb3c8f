"""What tips speak of, and how others weigh against one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.analysis import Analysis, Handle, Person, Phone, Place, PlaceKind, Triage, Vehicle
from core.desk_ports import Opened
from core.links import LinkRules, Links, Thing, Trace, traces_of, words_of
from core.tip import Details, Part, Priority, Question, Status, TipRow
from core.weighing import Scale
from nlp.likeness import WordLikeness

RULES = LinkRules.shipped()
DAY = datetime(2026, 3, 27, 22, tzinfo=UTC)
PLATE = Trace(Thing.PLATE, "AB12CDE")


def a_tip(
    number: int,
    text: str,
    *,
    plate: str | None = None,
    days: float = 0,
    status: Status = Status.NEW,
    area: str = "",
    **found: object,
) -> Opened:
    arrived = DAY + timedelta(days=days)
    if plate:
        found["vehicles"] = (Vehicle(start=0, end=1, text=text[:1], plate=plate),)
    analysis = Analysis(
        text=text,
        triage=Triage.QUEUE,
        sanitised=text,
        **found,  # type: ignore[arg-type]
    )
    row = TipRow(
        id=f"tip-{number}",
        arrived=arrived,
        priority=Priority.NORMAL,
        machine_priority=Priority.NORMAL,
        safeguarding=False,
        drug_group="",
        area=area,
        status=status,
        claimed_by="",
        claim_until=None,
        version=1,
        review_on=arrived.date(),
    )
    details = Details(
        parts=(Part(Question.REPORT, analysis),), triage=Triage.QUEUE, reported_on=date(2026, 3, 27)
    )
    return Opened(row=row, details=details)


def things(opened: Opened) -> set[tuple[str, str]]:
    traces = traces_of(opened, RULES)
    return {(t.thing.value, t.value) for t in traces if t.thing is not Thing.WORDS}


def a_place(text: str, **known: str) -> Place:
    return Place(start=0, end=1, text=text, kind=PlaceKind.ADDRESS, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(
            {"vehicles": (Vehicle(start=0, end=1, text="x", plate="AB12 CDE"),)},
            {("plate", "AB12CDE")},
            id="plate",
        ),
        pytest.param(
            {"vehicles": (Vehicle(start=0, end=1, text="x", plate="AB12"),)}, set(), id="part"
        ),
        pytest.param(
            {"phones": (Phone(start=0, end=1, text="x", number="+447700900123"),)},
            {("phone", "+447700900123")},
            id="phone",
        ),
        pytest.param({"phones": (Phone(start=0, end=1, text="0770"),)}, set(), id="no number"),
        pytest.param(
            {"handles": (Handle(start=0, end=1, text="@Plug.Daddy"),)},
            {("handle", "plug.daddy")},
            id="handle",
        ),
        pytest.param(
            {"locations": (a_place("Flat 3, 9 Hill Road", town="Leeds", postcode="LS1 4AP"),)},
            {("address", "9|LS14AP"), ("address", "9|hill road|leeds")},
            id="address",
        ),
        pytest.param({"locations": (a_place("Hill Road", town="Leeds"),)}, set(), id="street"),
        pytest.param({"locations": (a_place("9 Hill Road"),)}, set(), id="nowhere"),
        pytest.param(
            {
                "people": (Person(start=0, end=1, text="Big  Dave"),),
                "locations": (a_place("Leeds", town="Leeds", postcode="LS1 4AP"),),
            },
            {("person", "big dave|leeds"), ("person", "big dave|ls1")},
            id="person with place",
        ),
        pytest.param({"people": (Person(start=0, end=1, text="Dave"),)}, set(), id="person alone"),
    ],
)
def test_what_a_tip_can_share(found: dict[str, object], expected: set[tuple[str, str]]) -> None:
    assert things(a_tip(1, "x", **found)) == expected


def test_the_coarse_area_is_a_place_too() -> None:
    dave = (Person(start=0, end=1, text="Dave"),)
    assert things(a_tip(1, "x", area="SS1", people=dave)) == {("person", "dave|ss1")}


def test_additions_count_as_well() -> None:
    plain, more = a_tip(1, "one"), a_tip(2, "two words", plate="AB12 CDE")
    opened = replace(plain, additions=(more.details.parts,))
    assert PLATE in traces_of(opened, RULES)
    assert words_of(opened) == "one\ntwo words"


def test_no_repr_shows_what_is_shared() -> None:
    assert "AB12" not in repr(PLATE)


MINE = "a black van AB12 CDE sells weed by the station in Leeds every friday night about ten"
SAME = "A black van AB12 CDE sells weed by the station in Leeds, every Friday night about 10"
SOME = "black van AB12 CDE at the station in Leeds sells weed friday night to kids after school"
OWN = "saw AB12 CDE deliver parcels to the corner shop, the driver shouted at my neighbours dog"


def weigh(first: Opened, *others: Opened) -> Links:
    return Scale(WordLikeness(), RULES).weigh(first, others)


def test_a_shared_thing_links_and_near_equal_words_link() -> None:
    links = weigh(
        a_tip(1, MINE, plate="AB12 CDE"),
        a_tip(2, OWN, plate="AB12 CDE"),
        a_tip(3, SAME),
        a_tip(4, "nothing in common with anything here at all"),
    )
    assert [(link.row.id, link.near_equal) for link in links.found] == [
        ("tip-3", True),
        ("tip-2", False),
    ]
    assert [link.shared for link in links.found] == [(), (PLATE,)]


def test_the_same_words_twice_corroborate_nothing() -> None:
    mine = a_tip(1, MINE, plate="AB12 CDE")
    again = a_tip(2, SAME, plate="AB12 CDE")
    other = a_tip(3, OWN, plate="AB12 CDE")
    assert weigh(mine, again).corroboration == ((PLATE, 1),)
    assert weigh(mine, again, other).corroboration == ((PLATE, 2),)


@pytest.mark.parametrize("status", [Status.JUNK, Status.DUPLICATE])
def test_junk_and_duplicates_corroborate_nothing(status: Status) -> None:
    mine, other = a_tip(1, MINE, plate="AB12 CDE"), a_tip(2, OWN, plate="AB12 CDE", status=status)
    assert weigh(mine, other).corroboration == ((PLATE, 1),)


def test_repeat_reports_about_one_suspect_raise_the_alarm() -> None:
    tips = [
        a_tip(n, text, plate="AB12 CDE", days=9 * n) for n, text in enumerate((MINE, SAME, SOME))
    ]
    for own in tips:
        (repeat,) = weigh(own, *(tip for tip in tips if tip is not own)).repeats
        assert (repeat.trace, repeat.tips) == (PLATE, ("tip-0", "tip-1", "tip-2"))


@pytest.mark.parametrize(
    ("texts", "gap", "plates"),
    [
        pytest.param((MINE, SAME), 1, "AB12 CDE", id="two"),
        pytest.param((MINE, SAME, SOME), 16, "AB12 CDE", id="too far apart"),
        pytest.param((MINE, OWN, SAME), 1, "AB12 CDE", id="another's words"),
        pytest.param((MINE, SAME, SOME), 1, None, id="no suspect"),
    ],
)
def test_what_raises_no_alarm(texts: tuple[str, ...], gap: float, plates: str | None) -> None:
    first, *others = [a_tip(n, t, plate=plates, days=gap * n) for n, t in enumerate(texts)]
    assert weigh(first, *others).repeats == ()


def test_an_address_is_no_suspect() -> None:
    """Neighbours report one house in much the same words."""
    place = (a_place("9 Hill Road", town="Leeds", postcode="LS1 4AP"),)
    first, *others = [a_tip(n, MINE, locations=place) for n in range(4)]
    links = weigh(first, *others)
    assert links.repeats == ()
    assert len(links.found) == 3

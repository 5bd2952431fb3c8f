from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import (
    Drug,
    Finding,
    Handle,
    Person,
    Phone,
    Place,
    PlaceKind,
    Time,
    TimeKind,
    Vehicle,
)
from nlp.findings import Findings
from nlp.precedence import resolve


def place(start: int, end: int) -> Place:
    return Place(start=start, end=end, text="x" * (end - start), kind=PlaceKind.OTHER)


def time(start: int, end: int) -> Time:
    return Time(start=start, end=end, text="x" * (end - start), kind=TimeKind.NOW)


def drug(start: int, end: int) -> Drug:
    return Drug(start=start, end=end, text="x" * (end - start), drug="cannabis")


def car(start: int, end: int) -> Vehicle:
    return Vehicle(start=start, end=end, text="x" * (end - start), make="Ford")


def plate(start: int, end: int) -> Vehicle:
    return Vehicle(start=start, end=end, text="x" * (end - start), plate="AB12 CDE")


def partial(start: int, end: int) -> Vehicle:
    return Vehicle(start=start, end=end, text="x" * (end - start), plate="24 TH")


def phone(start: int, end: int) -> Phone:
    return Phone(start=start, end=end, text="x" * (end - start))


def handle(start: int, end: int) -> Handle:
    return Handle(start=start, end=end, text="x" * (end - start))


def person(start: int, end: int) -> Person:
    return Person(start=start, end=end, text="x" * (end - start))


def gather(*found: Finding) -> Findings:
    ordered = sorted(found, key=lambda f: f.start)

    def of[F: Finding](kind: type[F]) -> tuple[F, ...]:
        return tuple(f for f in ordered if isinstance(f, kind))

    return Findings(
        places=of(Place),
        times=of(Time),
        drugs=of(Drug),
        vehicles=of(Vehicle),
        phones=of(Phone),
        handles=of(Handle),
        people=of(Person),
    )


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        pytest.param(place(0, 13), person(0, 8), id="Victoria Road over Victoria"),
        pytest.param(person(0, 11), place(5, 11), id="Jack London over London"),
        pytest.param(drug(0, 7), person(0, 7), id="charlie the drug over Charlie"),
        pytest.param(person(0, 14), drug(0, 7), id="Charlie Hughes over charlie"),
        pytest.param(place(0, 7), person(0, 7), id="Lincoln the place over Lincoln"),
        pytest.param(phone(0, 12), time(0, 5), id="phone over time"),
        pytest.param(phone(0, 12), place(0, 16), id="phone even over a longer place"),
        pytest.param(handle(0, 20), phone(0, 11), id="address over phone"),
        pytest.param(handle(0, 9), drug(5, 9), id="user name over drug"),
        pytest.param(handle(0, 12), plate(1, 9), id="user name over plate"),
        pytest.param(plate(0, 8), place(0, 8), id="plate over postcode"),
        pytest.param(plate(0, 8), time(2, 4), id="plate over time"),
        pytest.param(car(0, 18), place(6, 10), id="white Ford Transit over Ford"),
        pytest.param(place(0, 12), car(0, 7), id="Transit Road over Transit"),
        pytest.param(place(0, 12), time(0, 6), id="Friday Street over Friday"),
        pytest.param(time(0, 5), place(0, 5), id="March the month over March"),
        pytest.param(drug(0, 6), time(0, 1), id="8 ball over 8"),
        pytest.param(drug(0, 12), car(0, 12), id="green teslas the pills over the cars"),
        pytest.param(car(0, 4), person(0, 4), id="Clio the car over Clio"),
        pytest.param(place(11, 26), time(0, 12), id="8 Marine Parade over tonight at 8"),
        pytest.param(time(0, 16), partial(5, 9), id="Tues 24th 7.05pm over the plate 24 TH"),
        pytest.param(place(6, 15), car(0, 10), id="Ford Road over white Ford"),
    ],
)
def test_of_two_that_share_words_one_stays(winner: Finding, loser: Finding) -> None:
    assert resolve(gather(winner, loser)) == gather(winner)


@pytest.mark.parametrize(
    "findings",
    [
        pytest.param(gather(place(0, 5), person(5, 9)), id="neighbours"),
        pytest.param(gather(time(0, 3), place(4, 9), drug(10, 12)), id="apart"),
        pytest.param(gather(), id="nothing"),
    ],
)
def test_findings_that_share_no_words_stay(findings: Findings) -> None:
    assert resolve(findings) == findings


def test_a_beaten_finding_beats_nobody() -> None:
    address, street, name = handle(0, 8), place(6, 20), person(12, 20)
    assert resolve(gather(address, street, name)) == gather(address, name)


def test_a_person_made_of_other_findings_is_none() -> None:
    drugs = (drug(0, 4), drug(5, 9))
    name = Person(start=0, end=9, text="cali xans")
    assert resolve(gather(*drugs, name)) == gather(*drugs)


def test_a_place_that_runs_into_a_later_phrase_keeps_its_beginning() -> None:
    runs_on = Place(start=0, end=18, text="Dale Fort, quarter", kind=PlaceKind.OTHER, town="Dale")
    when = time(11, 28)
    left = Place(start=0, end=9, text="Dale Fort", kind=PlaceKind.OTHER, town="Dale")
    assert resolve(gather(runs_on, when)) == gather(left, when)


KINDS = (place, time, drug, car, plate, phone, handle, person)


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.integers(1, 12)), max_size=12)
)
def test_no_words_belong_to_two_kinds(spans: list[tuple[object, int, int]]) -> None:
    found: list[Finding] = []
    for make, start, length in spans:
        new: Finding = make(start, start + length)  # type: ignore[operator]
        if not any(type(new) is type(old) and new.overlaps(old) for old in found):
            found.append(new)
    kept = resolve(gather(*found))
    kinds = [kept.places, kept.times, kept.drugs, kept.vehicles, kept.phones, kept.handles]
    owners: dict[int, set[type[Finding]]] = {}
    for finding in [f for kind in [*kinds, kept.people] for f in kind]:
        for point in range(finding.start, finding.end):
            owners.setdefault(point, set()).add(type(finding))
    assert all(len(kinds) == 1 for kinds in owners.values())

"""What `tipline doctor` says about people."""

from __future__ import annotations

from datetime import date

from app.checkup import check_people
from core.people import Member, Role, Standing
from core.people_ports import Person


def person(
    name: str, role: Role, *, standing: Standing = Standing.ACTIVE, has_factor: bool = True
) -> Person:
    member = Member(name=name, role=role, standing=standing, added=date(2026, 3, 1))
    return Person(member, has_factor)


LEAD, BEA = person("ann", Role.LEAD), person("bea", Role.ANALYST)
ADAM = person("adam", Role.ADMINISTRATOR)


def test_a_desk_with_a_lead_a_second_person_and_factors_is_well() -> None:
    check = check_people((LEAD, BEA, ADAM), 1)
    assert (check.verdict, check.says) == ("ok", "3 accounts, 2 of which read, 1 invited")


def test_without_a_lead_who_reads_nobody_can_be_let_in() -> None:
    waiting = person("ann", Role.LEAD, standing=Standing.WAITING)
    for people in ((), (BEA,), (BEA, waiting)):
        assert check_people(people, 0).verdict == "FAILS"


def test_a_desk_without_an_administrator_is_told_so() -> None:
    check = check_people((LEAD, BEA), 0)
    assert (check.verdict, "no administrator" in check.says) == ("look", True)


def test_a_lead_alone_releases_nothing() -> None:
    check = check_people((LEAD, ADAM), 0)
    assert (check.verdict, "a tip is released by a second" in check.says) == ("look", True)


def test_who_has_no_second_factor_or_waits_is_named() -> None:
    cy = person("cy", Role.ANALYST, standing=Standing.WAITING)
    check = check_people((LEAD, BEA, cy, person("dan", Role.AUDITOR, has_factor=False)), 0)
    assert check.verdict == "look"
    assert "no way into the console: dan" in check.says
    assert "to let them read: cy" in check.says

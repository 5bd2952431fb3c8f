"""No role has every right, and two rights are never in one hand."""

from datetime import date

import pytest

from core.people import Member, NotAllowed, Right, Role, Standing, reads


def member(role: Role, standing: Standing = Standing.ACTIVE) -> Member:
    return Member(name="sam", role=role, standing=standing, added=date(2026, 3, 27))


@pytest.mark.parametrize("right", list(Right))
def test_somebody_has_each_right(right: Right) -> None:
    assert any(member(role).may(right) for role in Role)


@pytest.mark.parametrize("role", list(Role))
def test_who_makes_accounts_reads_nothing_and_nobody_has_every_right(role: Role) -> None:
    one = member(role)
    assert not all(one.may(right) for right in Right)
    assert not (one.may(Right.PEOPLE) and (one.may(Right.READ) or one.may(Right.QUEUE)))


def test_an_auditor_changes_nothing() -> None:
    assert [right for right in Right if member(Role.AUDITOR).may(right)] == [Right.AUDIT]


def test_an_account_that_waits_may_see_the_queue_but_read_nothing() -> None:
    waiting = member(Role.ANALYST, Standing.WAITING)
    assert waiting.may(Right.QUEUE)
    with pytest.raises(NotAllowed, match="read"):
        waiting.must(Right.READ)


def test_roles_that_read_need_the_desks_key() -> None:
    assert [role for role in Role if reads(role)] == [Role.ANALYST, Role.LEAD]

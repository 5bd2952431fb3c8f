"""Saved views of accounts."""

from __future__ import annotations

import pytest

from core.errors import BadView
from core.people import Role
from core.views import LONGEST, MOST, View, named
from storage.store import StaffSide
from tests.storage.staffing import LEAD, Staffed


def kept_by(staff: StaffSide):  # noqa: ANN201  # of any store
    return staff.work.views


async def test_views_are_of_their_account_and_a_name_is_taken_over(real: Staffed) -> None:
    views = kept_by(real.staff)
    await views.keep(LEAD, View("Town", "area=SS1"))
    await views.keep(LEAD, View("Kids", "at_risk=yes"))
    await views.keep(LEAD, View("Town", "area=SS2"))
    assert await views.of(LEAD) == (View("Kids", "at_risk=yes"), View("Town", "area=SS2"))
    assert await views.of("adam") == ()
    assert not await views.drop("adam", "Town")
    assert await views.drop(LEAD, "Town")
    assert await views.of(LEAD) == (View("Kids", "at_risk=yes"),)


async def test_an_account_has_no_more_than_there_may_be(real: Staffed) -> None:
    views = kept_by(real.staff)
    for n in range(MOST):
        await views.keep(LEAD, View(f"view {n}", "area=SS1"))
    with pytest.raises(BadView):
        await views.keep(LEAD, View("one more", "area=SS1"))
    await views.keep(LEAD, View("view 0", "area=SS2"))
    with pytest.raises(BadView):
        await views.keep("nobody", View("x", "area=SS1"))


async def test_views_go_with_their_account(real: Staffed) -> None:
    await real.hire("bea", Role.ANALYST)
    views = kept_by(real.staff)
    await views.keep("bea", View("Town", "area=SS1"))
    await real.staff.people.remove("bea", by="adam")
    assert await views.of("bea") == ()


@pytest.mark.parametrize("typed", ["", " ", "...", "x" * (LONGEST + 1)])
def test_a_view_has_a_name(typed: str) -> None:
    with pytest.raises(BadView):
        named(typed, "area=SS1")


def test_a_view_narrows_something_and_its_name_is_one_line() -> None:
    assert named(" Town\n\u202e centre ", "area=SS1") == View("Town centre", "area=SS1")
    with pytest.raises(BadView):
        named("All", "")

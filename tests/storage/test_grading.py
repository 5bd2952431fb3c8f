"""The way of a tip out of the desk, past two people."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import (
    GradeRefused,
    MoveRefused,
    NotYours,
    SecondPerson,
    StepNeeded,
    TipChanged,
    UnknownTerm,
)
from core.grading import Grade
from core.people import NotAllowed, Role
from core.tip import Status
from tests.storage.office import ANN, BEN, Office, a_member
from tests.storage.samples import stored

GRADE = Grade(source="2", assessment="E", handling="C", conditions=("A2", "S2"))


async def keys(office: Office) -> list[str]:
    async def work(session: AsyncSession) -> list[str]:
        return [row[0] for row in await session.execute(text("SELECT id FROM tip_keys"))]

    return await office.store.staff.desk.database.read(work)


async def test_a_tip_goes_the_desks_way(office: Office) -> None:
    tip = await office.claimed()
    graded = await office.grading.grade(tip.id, GRADE, member=ANN)
    assert (graded.status, graded.claimed_by) == (Status.GRADED, "ann")
    assert graded == await office.store.staff.desk.row(tip.id)
    released = await office.grading.release(tip.id, member=BEN)
    assert (released.status, released.claimed_by) == (Status.RELEASED, "")
    closed = await office.grading.close(tip.id, "arrest", member=ANN)
    assert closed.status is Status.CLOSED
    entries = await office.notebook.history(tip.id)
    assert [(entry.by, entry.action, entry.note) for entry in entries] == [
        ("ann", "moved_claimed", ""),
        ("ann", "moved_graded", ""),
        ("ben", "moved_released", ""),
        ("ann", "moved_closed", "arrest"),
    ]
    assert await office.store.staff.audit.first_break() is None


async def test_what_is_proposed_is_not_decided(office: Office) -> None:
    tip = await office.claimed()
    opened = await office.opened(tip.id)
    assert str(office.grading.propose(opened)) == "2AP"
    assert await office.grading.decided(opened, office.key) is None
    await office.grading.grade(tip.id, GRADE, member=ANN)
    decided = await office.grading.decided(opened, office.key)
    assert decided
    assert (decided.grade, decided.by) == (GRADE, "ann")
    assert decided.on == office.clock.now().date()


async def test_a_new_grade_takes_the_place_and_the_key_of_the_old(office: Office) -> None:
    tip = await office.claimed()
    await office.grading.grade(tip.id, GRADE, member=ANN)
    before = await keys(office)
    await office.desk.claim(tip.id, member=BEN)
    await office.grading.grade(tip.id, replace(GRADE, assessment="D"), member=BEN)
    decided = await office.grading.decided(await office.opened(tip.id), office.key)
    assert decided
    assert (decided.grade.assessment, decided.by) == ("D", "ben")
    assert len(await keys(office)) == len(before) == 2
    with pytest.raises(SecondPerson):
        await office.grading.release(tip.id, member=BEN)
    await office.grading.release(tip.id, member=ANN)


async def test_whoever_graded_does_not_release(office: Office) -> None:
    tip = await office.claimed()
    await office.grading.grade(tip.id, GRADE, member=ANN)
    with pytest.raises(SecondPerson):
        await office.grading.release(tip.id, member=ANN)
    assert (await office.store.staff.desk.row(tip.id)).status is Status.GRADED
    alone = replace(office.grading, releases_alone=True)
    assert (await alone.release(tip.id, member=ANN)).status is Status.RELEASED


async def test_release_loses_against_a_grade_made_meanwhile(office: Office) -> None:
    """Ben reads that Ann graded it; before he releases it, he has graded it himself."""
    tip = await office.claimed()
    graded = await office.grading.grade(tip.id, GRADE, member=ANN)
    await office.desk.claim(tip.id, member=BEN)
    await office.grading.grade(tip.id, GRADE, member=BEN)
    with pytest.raises(TipChanged):
        await office.store.staff.desk.move(
            graded, Status.RELEASED, by="ben", note="", claim_until=None
        )


async def test_of_two_releases_at_once_one_wins(office: Office) -> None:
    tip = await office.claimed()
    await office.grading.grade(tip.id, GRADE, member=ANN)
    members = [a_member(f"b{n}") for n in range(5)]
    ends = await asyncio.gather(
        *(office.grading.release(tip.id, member=m) for m in members), return_exceptions=True
    )
    assert sum(not isinstance(end, BaseException) for end in ends) == 1
    lost = [end for end in ends if isinstance(end, BaseException)]
    assert all(isinstance(end, TipChanged | MoveRefused) for end in lost)


async def test_only_whoever_claimed_grades(office: Office) -> None:
    tip = await office.claimed()
    with pytest.raises(NotYours):
        await office.grading.grade(tip.id, GRADE, member=BEN)


async def test_a_tip_that_was_moved_without_a_grade_is_not_released(office: Office) -> None:
    tip = await office.claimed()
    await office.store.staff.desk.move(tip, Status.GRADED, by="ann", note="", claim_until=None)
    with pytest.raises(StepNeeded):
        await office.grading.release(tip.id, member=BEN)


async def test_no_step_can_be_skipped(office: Office) -> None:
    tip = await office.tip()
    with pytest.raises(MoveRefused):
        await office.grading.grade(tip.id, GRADE, member=ANN)
    with pytest.raises(MoveRefused):
        await office.grading.release(tip.id, member=ANN)
    with pytest.raises(MoveRefused):
        await office.grading.close(tip.id, "arrest", member=ANN)


async def test_what_is_refused_changes_nothing(office: Office) -> None:
    tip = await office.claimed()
    before = await office.actions(tip.id)
    with pytest.raises(GradeRefused):
        await office.grading.grade(tip.id, replace(GRADE, conditions=()), member=ANN)
    with pytest.raises(UnknownTerm):
        await office.grading.close(tip.id, "Dave was arrested", member=ANN)
    for role in (Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR):
        nobody = a_member("ann", role)
        with pytest.raises(NotAllowed):
            await office.grading.grade(tip.id, GRADE, member=nobody)
        with pytest.raises(NotAllowed):
            await office.grading.release(tip.id, member=nobody)
        with pytest.raises(NotAllowed):
            await office.grading.close(tip.id, "arrest", member=nobody)
    assert await office.actions(tip.id) == before


async def test_the_grade_is_on_no_disk_and_dies_with_its_tip(office: Office) -> None:
    tip = await office.claimed()
    await office.grading.grade(tip.id, GRADE, member=ANN)
    assert b'"A2"' not in await stored(office.store.staff.desk.database)
    await office.store.staff.shredder.shred(tip.id, by="system", note="")
    assert await keys(office) == []
    assert await office.store.staff.work.grades.graded_by(tip.id) == ""

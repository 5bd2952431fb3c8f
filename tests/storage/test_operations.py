"""Operations: tips attached, results in numbers, and what the public is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.errors import NoSuchTip, Outreach, OutreachRefused
from core.operations import Operation, Stage
from core.people import NotAllowed, Role
from tests.storage.office import ANN, Office, a_member
from tests.storage.samples import START, WORDS

LEE = a_member("lee", Role.LEAD)
TODAY = START.date()


async def an_operation(office: Office, name: str = "Erasure") -> Operation:
    return await office.operating.begin(
        name, "SS1,  SS2, SS1", TODAY - timedelta(days=3), None, member=LEE
    )


async def test_an_operation_tells_its_story_in_numbers(office: Office) -> None:
    operation = await an_operation(office)
    assert operation.areas == ("SS1", "SS2")
    before = await office.tip()
    office.clock.wait(timedelta(days=5))
    during = await office.tip()
    for tip in (before, during):
        assert await office.operating.attach(operation.id, tip.id, member=ANN)
    assert not await office.operating.attach(operation.id, during.id, member=ANN)
    for kind, count, day in (("arrests", 21, 1), ("arrests", 26, 0), ("wraps", 250, 1)):
        on = TODAY + timedelta(days=day)
        await office.operating.add_result(operation.id, kind, count, on, member=LEE)
    await office.operating.end(operation.id, TODAY + timedelta(days=4), member=LEE)
    story = await office.operating.story(operation.id)
    assert story.totals == {"arrests": 47, "wraps": 250}
    assert [(day.kind, day.count) for day in story.days] == [
        ("arrests", 26),
        ("arrests", 21),
        ("wraps", 250),
    ]
    assert story.tips == {Stage.BEFORE: 0, Stage.DURING: 1, Stage.AFTER: 1}
    assert [tip.id for tip in story.attached] == [before.id, during.id]
    assert await office.operating.views.of_tip(before.id) == (story.operation,)
    assert office.operating.terms.propose(story) == (
        "Erasure in SS1 and SS2: 47 arrests and 250 wraps of drugs recovered. "
        "Tips from the public helped. Thank you."
    )
    assert await office.operating.detach(operation.id, before.id, member=ANN)
    assert not await office.operating.detach(operation.id, before.id, member=ANN)
    assert await office.actions(before.id) == ["attached", "detached"]
    acts = [entry.action for entry in await office.store.staff.audit.history(operation.id)]
    assert acts == ["operation_begun", *["result_noted"] * 3, "operation_ended"]
    assert await office.store.staff.audit.first_break() is None


async def test_a_lead_tells_the_public_and_the_bot_shows_it(office: Office) -> None:
    operation = await an_operation(office)
    tip = await office.tip()
    await office.operating.attach(operation.id, tip.id, member=ANN)
    story = await office.operating.story(operation.id)
    said = office.operating.terms.propose(story)
    await office.operating.publish(operation.id, said, office.key, member=LEE)
    assert await office.store.public.news.latest(5) == (said,)
    last = (await office.store.staff.audit.history(operation.id))[-1]
    assert (last.by, last.action) == ("lee", "published")
    assert "compared" in await office.actions(tip.id)


async def test_news_never_repeats_a_tip(office: Office) -> None:
    operation, tip = await an_operation(office), await office.tip()
    quoting = f"We heard that they sell crack from {WORDS} and went there."
    await office.operating.publish(operation.id, quoting, office.key, member=LEE)  # not attached
    await office.operating.attach(operation.id, tip.id, member=ANN)
    with pytest.raises(OutreachRefused) as refused:
        await office.operating.publish(operation.id, quoting, office.key, member=LEE)
    assert refused.value.problem is Outreach.QUOTES
    assert len(await office.store.public.news.latest(5)) == 1


async def test_only_a_lead_leads(office: Office) -> None:
    operation, day = await an_operation(office), TODAY
    operating = office.operating
    with pytest.raises(NotAllowed):
        await operating.begin("Booth", "SS1", day, None, member=ANN)
    with pytest.raises(NotAllowed):
        await operating.end(operation.id, day, member=ANN)
    with pytest.raises(NotAllowed):
        await operating.add_result(operation.id, "arrests", 1, day, member=ANN)
    with pytest.raises(NotAllowed):
        await operating.publish(operation.id, "Something", office.key, member=ANN)
    moderator = a_member("mo", Role.MODERATOR)
    with pytest.raises(NotAllowed):
        await operating.attach(operation.id, (await office.tip()).id, member=moderator)
    with pytest.raises(NotAllowed):
        await operating.detach(operation.id, "one", member=moderator)


@pytest.mark.parametrize(
    ("name", "areas", "starts", "ends", "problem"),
    [
        ("Erasure", "SS1", TODAY, None, Outreach.TAKEN),
        (" ", "SS1", TODAY, None, Outreach.EMPTY),
        ("x" * 81, "SS1", TODAY, None, Outreach.TOO_LONG),
        ("Booth", " , ", TODAY, None, Outreach.EMPTY),
        ("Booth", "x" * 61, TODAY, None, Outreach.TOO_LONG),
        ("Booth", ",".join(map(str, range(21))), TODAY, None, Outreach.TOO_LONG),
        ("Booth", "SS1", TODAY, TODAY - timedelta(days=1), Outreach.DATES),
    ],
)
async def test_what_cannot_be_is_refused(
    office: Office, name: str, areas: str, starts: date, ends: date | None, *, problem: Outreach
) -> None:
    operation = await an_operation(office)
    with pytest.raises(OutreachRefused) as refused:
        await office.operating.begin(name, areas, starts, ends, member=LEE)
    assert refused.value.problem is problem
    assert await office.operating.operations.all() == (operation,)


@pytest.mark.parametrize(("kind", "count"), [("arrests", 0), ("arrests", -1), ("names", 1)])
async def test_a_result_is_one_of_the_list(office: Office, kind: str, count: int) -> None:
    operation = await an_operation(office)
    with pytest.raises(OutreachRefused):
        await office.operating.add_result(operation.id, kind, count, TODAY, member=LEE)


async def test_nothing_hangs_on_an_operation_that_is_not_there(office: Office) -> None:
    tip, operation = await office.tip(), await an_operation(office)
    operating = office.operating
    for refused in (
        operating.attach("nowhere", tip.id, member=ANN),
        operating.detach("nowhere", tip.id, member=ANN),
        operating.add_result("nowhere", "arrests", 1, TODAY, member=LEE),
        operating.end("nowhere", TODAY, member=LEE),
        operating.story("nowhere"),
        operating.publish("nowhere", "Something", office.key, member=LEE),
    ):
        with pytest.raises(OutreachRefused):
            await refused
    with pytest.raises(NoSuchTip):
        await operating.attach(operation.id, "nowhere", member=ANN)


async def test_a_shredded_tip_leaves_its_operation(office: Office) -> None:
    operation, tip = await an_operation(office), await office.tip()
    await office.operating.attach(operation.id, tip.id, member=ANN)
    await office.store.staff.shredder.shred(tip.id, by="system", note="")
    assert (await office.operating.story(operation.id)).attached == ()

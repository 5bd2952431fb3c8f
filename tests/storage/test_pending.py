"""Is an act that waits for a tap done once, by who asked, in time, and all of it or nothing?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from core.pending import LIFE, MOST, Deed, NotPending, Outcome, TooManyPending
from core.people import NotAllowed, Role
from storage.faults import LastLead, NoAccount
from storage.pending import KEPT
from storage.store import StaffSide, Store
from tests.storage.samples import PASSPHRASE, HandClock

EVERY = frozenset[int]()
CHATS = {"ann": 1, "adam": 2, "mo": 3}


@pytest.fixture
async def staff(store: Store) -> StaffSide:
    """A lead, an administrator and a moderator, each with a chat."""
    side = store.staff
    for name, role in {"adam": Role.ADMINISTRATOR, "mo": Role.MODERATOR}.items():
        code = await side.invitations.invite(name, role, by="ann" if name == "adam" else "adam")
        await side.invitations.redeem(code, f"{PASSPHRASE} {name}", None)
    for name, chat in CHATS.items():
        await side.seats.take(await side.seats.invite(name, by="adam"), chat)
    return side


async def ask(staff: StaffSide, deed: Deed, by: str, **arguments: str) -> str:
    return await staff.pending.ask(deed, arguments, by=by, chat=CHATS[by])


async def acts(staff: StaffSide, count: int) -> list[tuple[str, str, str, str]]:
    return [(e.by, e.action, e.subject, e.note) for e in await staff.audit.latest(count)]


DEEDS: list[tuple[Deed, str, Mapping[str, str], tuple[str, str, str, str]]] = [
    (Deed.INVITE, "adam", {"name": "bea", "role": "auditor"},
     ("adam", "invited", "bea", "auditor")),
    (Deed.ROLE, "adam", {"name": "mo", "role": "auditor"}, ("adam", "role_set", "mo", "auditor")),
    (Deed.REMOVE, "adam", {"name": "mo"}, ("adam", "account_removed", "mo", "")),
    (Deed.PUBLISH, "ann", {"id": "o1", "name": "Pier"}, ("ann", "published", "o1", "")),
    (Deed.PAUSE, "mo", {"reason": "full"}, ("mo", "paused", "", "full")),
    (Deed.RESUME, "mo", {}, ("mo", "resumed", "", "")),
    (Deed.NOTICE, "mo", {"en": "Busy."}, ("mo", "notice_set", "en", "Busy.")),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "by", "arguments", "told"), DEEDS, ids=[d[0] for d in DEEDS])
async def test_a_tap_does_it_once_and_the_audit_says_so(
    staff: StaffSide,
    deed: Deed,
    by: str,
    arguments: Mapping[str, str],
    told: tuple[str, str, str, str],
) -> None:
    act = await ask(staff, deed, by, **arguments)
    subject = arguments.get("id", arguments.get("name", ""))
    assert await acts(staff, 1) == [(by, "asked_for", subject, deed)]
    (waiting,) = await staff.pending.of(by)
    assert (waiting.id, waiting.deed, waiting.arguments) == (act, deed, arguments)
    code = await staff.pending.carry_out(act, by=by, text="Two arrests.")
    assert await acts(staff, 1) == [told]
    assert (code != "") is (deed is Deed.INVITE)
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by=by, text="Two arrests.")
    assert (await acts(staff, 2))[1][1] == "asked_for"
    assert await staff.audit.first_break() is None


async def test_what_is_tapped_is_done(staff: StaffSide, store: Store) -> None:
    code = await staff.pending.carry_out(
        await ask(staff, Deed.INVITE, "adam", name="bea", role="analyst"), by="adam"
    )
    assert (await staff.invitations.look(code)).role is Role.ANALYST
    await staff.pending.carry_out(
        await ask(staff, Deed.ROLE, "adam", name="mo", role="auditor"), by="adam"
    )
    member = await staff.people.member("mo")
    assert member is not None
    assert member.role is Role.AUDITOR
    publish = await ask(staff, Deed.PUBLISH, "ann", id="o1", name="Pier")
    await staff.pending.carry_out(publish, by="ann", text="Two arrests.")
    assert await store.public.news.latest(1) == ("Two arrests.",)


async def test_two_taps_at_once_do_it_once(staff: StaffSide) -> None:
    act = await ask(staff, Deed.INVITE, "adam", name="bea", role="auditor")
    taps = [staff.pending.carry_out(act, by="adam") for _ in range(4)]
    done = await asyncio.gather(*taps, return_exceptions=True)
    assert sum(isinstance(each, NotPending) for each in done) == 3
    assert [act[1] for act in await acts(staff, 3)].count("invited") == 1


async def test_only_who_asked_may_tap(staff: StaffSide) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    assert await staff.pending.of("ann") == ()
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="ann")
    with pytest.raises(NotPending):
        await staff.pending.refuse(act, by="ann")
    assert len(await staff.pending.of("mo")) == 1


async def test_no_leaves_everything_and_is_in_the_audit(staff: StaffSide) -> None:
    act = await ask(staff, Deed.REMOVE, "adam", name="mo")
    await staff.pending.refuse(act, by="adam")
    assert await acts(staff, 1) == [("adam", "declined", "mo", "remove")]
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="adam")
    assert await staff.people.member("mo") is not None
    (settled,) = await staff.pending.settled(9, besides=EVERY)
    assert settled.outcome is Outcome.REFUSED


async def test_it_is_over_after_some_minutes(staff: StaffSide, clock: HandClock) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    assert await staff.pending.settled(9, besides=EVERY) == ()
    clock.wait(LIFE)
    assert await staff.pending.of("mo") == ()
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="mo")
    (settled,) = await staff.pending.settled(9, besides=EVERY)
    assert (settled.id, settled.outcome, settled.chat) == (act, Outcome.LATE, CHATS["mo"])


async def test_whoever_lost_the_right_meanwhile_does_nothing(staff: StaffSide) -> None:
    act = await ask(staff, Deed.NOTICE, "mo", en="Busy.")
    await staff.people.set_role("mo", Role.AUDITOR, by="adam")
    with pytest.raises(NotAllowed):
        await staff.pending.carry_out(act, by="mo")
    assert (await staff.steering.read()).notices == {}
    with pytest.raises(NotAllowed):
        await ask(staff, Deed.NOTICE, "mo", en="Busy.")


async def test_a_chat_that_was_untied_has_asked_for_nothing(staff: StaffSide) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    await staff.seats.leave("mo", by="adam")
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="mo")
    with pytest.raises(NotAllowed):
        await ask(staff, Deed.RESUME, "mo")


async def test_another_chat_takes_what_the_first_asked_for_away(staff: StaffSide) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    await staff.seats.take(await staff.seats.invite("mo", by="adam"), 99)
    assert await staff.pending.of("mo") == ()
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="mo")


async def test_a_removed_account_takes_what_it_asked_for_with_it(staff: StaffSide) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    await staff.people.remove("mo", by="adam")
    with pytest.raises(NotPending):
        await staff.pending.carry_out(act, by="mo")
    assert await staff.pending.settled(9, besides=EVERY) == ()


@pytest.mark.parametrize(
    ("name", "fault"), [("ann", LastLead), ("gone", NoAccount)], ids=["last lead", "gone"]
)
async def test_what_cannot_be_done_still_waits_and_leaves_no_trace(
    staff: StaffSide, name: str, fault: type[Exception]
) -> None:
    act = await ask(staff, Deed.REMOVE, "adam", name=name)
    with pytest.raises(fault):
        await staff.pending.carry_out(act, by="adam")
    assert await acts(staff, 1) == [("adam", "asked_for", name, "remove")]
    assert [waiting.id for waiting in await staff.pending.of("adam")] == [act]


async def test_what_became_of_it_outlives_a_restart_until_the_chat_knows(
    staff: StaffSide,
) -> None:
    act = await ask(staff, Deed.RESUME, "mo")
    await staff.pending.announced(act, 77)
    await staff.pending.carry_out(act, by="mo")
    for _ in range(2):
        (settled,) = await staff.pending.settled(9, besides=EVERY)
        assert (settled.message, settled.outcome) == (77, Outcome.DONE)
    assert await staff.pending.settled(9, besides=frozenset({CHATS["mo"]})) == ()
    await staff.pending.told(act)
    assert await staff.pending.settled(9, besides=EVERY) == ()


async def test_a_chat_that_cannot_be_told_is_given_up(staff: StaffSide, clock: HandClock) -> None:
    await ask(staff, Deed.RESUME, "mo")
    clock.wait(LIFE + KEPT)
    assert await staff.pending.settled(9, besides=EVERY) == ()


async def test_only_so_many_wait(staff: StaffSide, clock: HandClock) -> None:
    for _ in range(MOST):
        await ask(staff, Deed.RESUME, "mo")
    with pytest.raises(TooManyPending):
        await ask(staff, Deed.RESUME, "mo")
    await ask(staff, Deed.RESUME, "ann")
    clock.wait(LIFE + timedelta(seconds=1))
    assert len(await staff.pending.settled(9, besides=EVERY)) == MOST + 1
    for settled in await staff.pending.settled(9, besides=EVERY):
        await staff.pending.told(settled.id)
    assert await ask(staff, Deed.RESUME, "mo")

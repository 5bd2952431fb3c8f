"""Does every command do what it says, for whom it says, and explain itself otherwise?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.staff.commands import COMMANDS, Command
from bot.staff.texts import StaffTexts
from core.people import Role
from core.tip import Priority, Status
from tests.bot.staff.room import ADMIN, LEAD, Room, shown

SAY = StaffTexts.load().say


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_described(name: str) -> None:
    assert SAY(f"about-{name.replace('_', '-')}")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_the_example_is_of_the_command(command: Command) -> None:
    assert command.example.split()[0] == f"/{command.name}"


async def test_each_role_has_its_commands_and_no_others(room: Room) -> None:
    for role in Role:
        person = await room.seat(f"the-{role}", role)
        member = await room.store.staff.seats.member(person.id)
        assert member is not None
        for command in COMMANDS.values():
            said = await room.ask(person, f"/{command.name} \u00a7 \u00a7 \u00a7 \u00a7 \u00a7")
            is_refused = said == SAY("strange-command")
            assert is_refused is not command.is_for(member), (role, command.name)
        room.clock.wait(timedelta(minutes=2))


WRONG = [
    "/queue soon", "/tip", "/tip xyz1", "/claim", "/claim a b", "/release_claim",
    "/priority ffff high", "/priority", "/junk", "/hold", "/reopen", "/pause", "/resume now",
    "/flood maybe", "/stats a b c", "/news tomorrow", "/staff fire ann", "/audit many",
    "/operation end", "/operation publish 9", "/quiet 25-3", "/quiet never", "/notice",
    "/staff role ann king", "/staff remove nobody", "/staff add eve", "/staff remove",
]  # fmt: skip


@pytest.mark.parametrize("typed", WRONG)
async def test_a_wrong_argument_gets_the_usage_and_an_example(room: Room, typed: str) -> None:
    is_of_people = typed.startswith("/staff")
    name, role = (ADMIN, Role.ADMINISTRATOR) if is_of_people else (LEAD, Role.LEAD)
    said = await room.ask(await room.seat(name, role), typed)
    command = COMMANDS[typed.split(maxsplit=1)[0][1:]]
    known = "There is no tip with this id" in said or "right to" in said
    assert known or (command.usage in said and command.example in said)


async def test_queue_lists_the_most_pressing_first_without_a_word(room: Room) -> None:
    low, urgent = await room.tip(Priority.LOW), await room.tip(Priority.URGENT, safeguarding=True)
    mo = await room.seat("mo", Role.MODERATOR)
    said = await room.ask(mo, "/queue")
    assert said.index(urgent[:8]) < said.index(low[:8])
    assert "2 tips wait" in said
    assert "somebody vulnerable" in said
    assert "SS1" in said
    assert low[:8] not in await room.ask(mo, "/queue urgent")


async def test_tip_shows_its_plain_columns(room: Room) -> None:
    tip = await room.tip(Priority.HIGH)
    mo = await room.seat("mo", Role.MODERATOR)
    said = await room.ask(mo, f"/tip {tip[:6]}")
    assert tip[:8] in said
    assert "high (the program: high)" in said


async def test_claim_and_put_back(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    assert await room.ask(mo, f"/claim {tip[:8]}") == SAY("claimed", id=tip[:8])
    assert (await room.office.desk.tips.row(tip)).claimed_by == "mo"
    other = await room.seat("lee", Role.MODERATOR)
    assert "claimed" in (await room.ask(other, f"/claim {tip[:8]}")).lower()
    assert await room.ask(mo, f"/release_claim {tip[:8]}") == SAY("put-back", id=tip[:8])
    assert (await room.acts(1))[0][:3] == ("mo", "moved_new", tip)


async def test_priority_is_overruled_with_a_reason(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/priority {tip[:8]} high known address")
    row = await room.office.desk.tips.row(tip)
    assert (row.priority, row.machine_priority) == (Priority.HIGH, Priority.NORMAL)
    assert await room.acts(1) == [("mo", "priority_high", tip, "known address")]


async def test_junk_is_asked_about_first(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    asked = await room.ask(mo, f"/junk {tip[:8]} test")
    assert tip[:8] in asked
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW
    assert await room.tap(mo, "Yes") == SAY("junked", id=tip[:8])
    assert (await room.acts(1))[0] == ("mo", "moved_junk", tip, "test")
    assert "Put" in await room.ask(mo, f"/reopen {tip[:8]}")
    assert await room.tap(mo, "Yes") == SAY("reopened", id=tip[:8])


async def test_no_changes_nothing(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    assert await room.tap(mo, "No") == SAY("cancelled")
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW


async def test_hold_offers_its_reasons(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/hold {tip[:8]}")
    assert "Waiting for a partner" in mo.sees()[-1].labels
    await room.tap(mo, "Waiting for a partner")
    assert (await room.office.desk.tips.row(tip)).status is Status.HELD


async def test_a_button_is_for_whoever_was_asked(room: Room) -> None:
    tip = await room.tip()
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    data = mo.sees()[-1].buttons[0][1]
    lee.forge(data)
    await room.api.quiet()
    assert lee.popups == [SAY("button-foreign")]
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW
    assert await room.tap(mo, "Yes") == SAY("junked", id=tip[:8])


async def test_a_button_runs_out_and_works_once(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    data = mo.sees()[-1].buttons[0][1]
    room.clock.wait(timedelta(seconds=room.timing.confirm + 1))
    mo.forge(data)
    await room.api.quiet()
    assert mo.popups == [SAY("button-old")]
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW
    await room.ask(mo, f"/junk {tip[:8]} test")
    data = mo.sees()[-1].buttons[0][1]
    mo.forge(data)
    mo.forge(data)
    await room.api.quiet()
    assert mo.popups[-1] == SAY("button-old")
    moved = [act for act in await room.acts(9) if act[1] == "moved_junk"]
    assert len(moved) == 1


async def test_pause_and_flood_steer_the_line_at_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, "/pause nobody on duty")
    assert not (await room.store.public.steering.read()).is_paused
    assert await room.tap(mo, "Yes") == SAY("paused")
    await room.ask(mo, "/flood on")
    steering = await room.store.public.steering.read()
    assert steering.is_paused
    assert steering.flood == "on"


async def test_a_notice_is_taken_back_at_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.office.steering.set_notice("en", "Busy.", by="mo")
    assert await room.ask(mo, "/notice off") == SAY("notice-off", languages="en")
    assert (await room.store.public.steering.read()).notices == {}
    assert (await room.acts(1))[0] == ("mo", "notice_set", "en", "")


async def test_nobody_can_be_banned(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    assert await room.ask(mo, "/ban 12345") == SAY("ban")


async def test_stats_come_as_a_picture_with_small_counts_hidden(room: Room) -> None:
    for _ in range(7):
        await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    for typed in ("/stats", "/stats 30d", "/stats SS1"):
        said = await room.ask(mo, typed)
        assert "5 or more" in said
    assert len(room.api.called("sendPhoto")) == 3


async def test_limits_retention_and_health_tell_numbers(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    assert "20 messages at once" in await room.ask(mo, "/limits")
    assert "365 days" in await room.ask(mo, "/retention")
    health = await room.ask(mo, "/health")
    assert "no process of the public bot" in health
    assert "audit: fine" in health


async def test_operations_are_begun_and_their_results_noted(room: Room) -> None:
    lead = await room.seat(LEAD, Role.LEAD)
    assert "is begun" in await room.ask(lead, "/operation new Harbour | SS1, SS2")
    assert "3 arrests noted" in await room.ask(lead, "/operation result 1 arrests 3")
    assert "1. Harbour" in await room.ask(lead, "/operation")
    assert (
        "no news" in (await room.ask(lead, "/news preview")).lower()
        or await room.office.news.latest(1) == ()
    )


async def test_staff_are_listed(room: Room) -> None:
    adam = await room.seat(ADMIN, Role.ADMINISTRATOR)
    await room.hire("mo", Role.MODERATOR)
    assert "mo: moderator" in await room.ask(adam, "/staff")
    assert "one of: analyst" in await room.ask(adam, "/staff role mo king")
    assert "Nobody here" in await room.ask(adam, "/staff remove eve")


async def test_a_lead_sees_staff_and_changes_nobody(room: Room) -> None:
    lead = await room.seat(LEAD, Role.LEAD)
    assert "adam: administrator" in await room.ask(lead, "/staff list")
    assert await room.ask(lead, "/staff remove adam") == SAY("not-allowed")


async def test_rota_and_quiet_hours(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.seat("lee", Role.MODERATOR)
    assert await room.ask(mo, "/oncall") == SAY("oncall-none")
    assert await room.ask(mo, "/oncall lee mo") == SAY("oncall", names="lee, mo")
    assert await room.ask(mo, "/quiet 22-7") == SAY("quiet", start=22, end=7)
    assert await room.ask(mo, "/quiet off") == SAY("quiet-off")
    assert (await room.acts(1))[0] == ("mo", "rota_set", "", "lee mo")


async def test_help_names_each_command_of_the_role(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    said = "\n".join(await room.hear(mo, "/help"))
    assert "/pause REASON" in said
    assert "/staff" not in said
    assert len(shown(mo)) >= 2

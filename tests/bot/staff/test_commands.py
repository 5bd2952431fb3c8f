"""Does every command do what it says, for whom it says, and explain itself otherwise?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bench.botapi import Fault
from bot.staff.commands import COMMANDS, Command
from bot.staff.texts import StaffTexts
from core.people import Role
from core.tip import Priority, Status
from tests.bot.public.running import until
from tests.bot.staff.room import ADMIN, LEAD, Room, run_staff, shown

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
    assert command.usage in said
    assert command.example in said


RIGHT = [
    ("/queue", LEAD), ("/queue HIGH", LEAD), ("/release_claim TIP", LEAD), ("/hold TIP", LEAD),
    ("/hold TIP partner", LEAD), ("/stats 7d", LEAD), ("/stats SS1", LEAD),
    ("/flood on", LEAD), ("/flood off", LEAD), ("/notice off", LEAD), ("/news", LEAD),
    ("/operation", LEAD), ("/operation new Pier | SS1 | 2026-03-01", LEAD), ("/oncall", LEAD),
    ("/oncall ann", LEAD), ("/quiet", LEAD), ("/quiet off", LEAD), ("/audit", LEAD),
    ("/staff", LEAD), ("/staff list", ADMIN), ("/staff add bea analyst", ADMIN),
    ("/staff remove ann", ADMIN),
]  # fmt: skip
EXAMPLES = [
    (command.example, ADMIN if command.name == "staff" else LEAD) for command in COMMANDS.values()
]


@pytest.mark.parametrize(("typed", "name"), [*RIGHT, *EXAMPLES])
async def test_a_right_argument_is_taken(room: Room, typed: str, name: str) -> None:
    role = Role.LEAD if name == LEAD else Role.ADMINISTRATOR
    person = await room.seat(name, role)
    for other in {"ann", "bob"} - {name}:
        await room.seat(other, Role.MODERATOR)
    await room.begun("Harbour")
    tip = await room.tip()
    if typed.startswith(("/release_claim", "/reopen")):
        lead = await room.store.staff.people.member(LEAD)
        assert lead is not None
        await room.office.desk.claim(tip, member=lead)
    given = typed.replace("TIP", tip).replace("3f2a81c0", tip[:8])
    said = "\n".join(await room.hear(person, given))
    command = COMMANDS[typed.split(maxsplit=1)[0][1:]]
    assert f"this: {command.usage}" not in said
    assert said not in (SAY("not-allowed"), SAY("broken"), SAY("strange-command"))


async def test_a_role_that_changed_between_question_and_button_does_nothing(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    await room.store.staff.people.set_role("mo", Role.AUDITOR, by=ADMIN)
    assert await room.tap(mo, "Yes") == SAY("not-allowed")
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW


async def test_a_button_is_not_for_whoever_sits_in_the_chat_afterwards(room: Room) -> None:
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.hire("lee", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    question = mo.sees()[-1]
    await room.ask(mo, f"/start {await room.store.staff.seats.invite('lee', by=ADMIN)}")
    mo.forge(question.buttons[0][1])
    await room.api.quiet()
    assert mo.popups == [SAY("button-old")]
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW


async def test_an_account_that_is_gone_taps_in_vain(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, "/pause full")
    data = mo.sees()[-1].buttons[0][1]
    await room.store.staff.people.remove("mo", by=ADMIN)
    mo.forge(data)
    await room.api.quiet()
    assert not (await room.store.public.steering.read()).is_paused


SLOW = Fault(code=429, description="Too Many Requests", retry_after=1)
BROKEN = Fault(code=502, description="Bad Gateway")
LOST = Fault(drop="before")


@pytest.mark.parametrize("fault", [SLOW, BROKEN, LOST], ids=["slow down", "broken", "dropped"])
async def test_an_answer_outlives_faults_of_telegram(room: Room, fault: Fault) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    tip = await room.tip()
    room.api.fail("editMessageText", fault, times=1)
    room.api.fail("answerCallbackQuery", fault, times=1)
    await room.ask(mo, f"/junk {tip[:8]} test")
    mo.tap("Yes")
    await until(lambda: SAY("junked", id=tip[:8]) in shown(mo), seconds=10)
    assert [act[1] for act in await room.acts(5)].count("moved_junk") == 1
    if fault is not LOST:  # what was dropped may have arrived: it is not sent a second time
        room.api.fail("sendMessage", fault, times=1)
        assert "Nothing waits" in await room.ask(mo, "/queue")


async def test_a_chat_that_blocks_the_bot_harms_nobody_else(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    blocked = Fault(code=403, description="Forbidden: bot was blocked by the user")
    room.api.fail("*", blocked, times=1_000, chat=mo.id)
    mo.say("/queue")
    assert "Nothing waits" in await room.ask(lee, "/queue")


async def test_a_restart_between_effect_and_answer_does_it_once_and_says_where_to_look(
    room: Room,
) -> None:
    """Telegram hands the tap out again: the fetch that would have confirmed it never came."""
    tip = await room.tip()
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, f"/junk {tip[:8]} test")
    data = mo.sees()[-1].buttons[0][1]
    blocked = Fault(code=400, description="Bad Request: message can't be edited")
    room.api.fail("editMessageText", blocked, times=1)
    mo.tap("Yes")
    await room.api.quiet()
    room.bot.stop()
    await until(lambda: any("staff_stopped" in seen for seen in room.tally.seen))
    async with run_staff(room.api, room.office):
        mo.forge(data)
        await room.api.quiet()
    assert mo.popups[-1] == SAY("button-old")
    assert [act[1] for act in await room.acts(5)].count("moved_junk") == 1


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

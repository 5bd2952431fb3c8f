"""Is everybody told what they must know, once, and nothing that they must not?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bench.botapi import BotApi, Fault, Person
from bot.staff.bot import StaffBot
from bot.staff.parts import Setup, Timing
from bot.staff.texts import StaffTexts
from core.alerts import About, AlertKind, Wait
from core.people import Role
from core.steering import Pulse, Traffic
from core.tip import Priority, Status
from storage.pulses import SqlPulses
from tests.bot.public.running import until
from tests.bot.staff.room import ADMIN, QUICK, Room, open_room, run_staff, shown
from tests.storage.samples import START, WORDS

SAY = StaffTexts.load().say
HOUR = timedelta(hours=1)
URGENT = SAY("alert-urgent", areas="SS1", vulnerable=SAY("alert-vulnerable", number=0))


def urgent_of(person: Person) -> list[str]:
    return [text for text in shown(person) if text.startswith("Urgent")]


def urgent_of_nowhere() -> About:
    return About(kind=AlertKind.URGENT)


def digests_of(person: Person) -> list[str]:
    return [text for text in shown(person) if text.startswith("New since")]


async def rounds(room: Room, count: int = 3) -> None:
    """Let the bot look at everything some times."""
    for _ in range(count):
        await room.bot.teller.round()


async def test_an_urgent_tip_is_told_at_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo))
    assert urgent_of(mo) == [URGENT]


async def test_the_rest_waits_for_the_clock(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.tip(Priority.NORMAL)
    await room.tip(Priority.HIGH, safeguarding=True)
    await rounds(room)
    assert not digests_of(mo)
    room.clock.wait(HOUR)
    await until(lambda: digests_of(mo))
    (said,) = digests_of(mo)
    assert "normal" in said
    assert "high" in said
    assert "SS1 2" in said
    assert "In one somebody vulnerable" in said


async def test_only_who_steers_is_told(room: Room) -> None:
    auditor = await room.seat("otto", Role.AUDITOR)
    mo = await room.seat("mo", Role.MODERATOR)
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo))
    assert not urgent_of(auditor)


async def test_the_rota_says_who_is_told_first(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee mo")
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(lee))
    assert not urgent_of(mo)


async def test_quiet_hours_pass_to_the_next(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee mo")
    hour = room.clock.local().hour
    await room.ask(lee, f"/quiet {hour}-{(hour + 2) % 24}")
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo))
    assert not urgent_of(lee)


async def test_an_urgent_tip_that_nobody_claims_goes_to_the_next(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee mo")
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(lee))
    await rounds(room)
    assert not any("waited too long" in text for text in shown(mo))
    room.clock.wait(timedelta(seconds=room.timing.escalate + 1))
    await until(lambda: any("waited too long" in text for text in shown(mo)))
    await rounds(room)
    assert sum("waited too long" in text for text in shown(mo)) == 1


async def test_a_claimed_tip_goes_to_nobody_else(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee mo")
    tip = await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(lee))
    await room.ask(lee, f"/claim {tip[:8]}")
    room.clock.wait(timedelta(seconds=room.timing.escalate + 1))
    await rounds(room)
    assert not any("waited too long" in text for text in shown(mo))


async def restarted(room: Room) -> StaffBot:
    """The bot is stopped; another one on the same desk, which has not begun to look."""
    room.bot.stop()
    await until(lambda: any("staff_stopped" in seen for seen in room.tally.seen))
    setup = Setup(token=room.api.token, office=room.office, api=room.api.url, timing=room.timing)
    return StaffBot(setup, room.tally)


def escalations_of(person: Person) -> int:
    return sum("waited too long" in text for text in shown(person))


async def test_a_restart_escalates_nothing_twice_and_does_not_wait_anew(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee mo")
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(lee))
    await rounds(room)
    room.clock.wait(timedelta(seconds=room.timing.escalate - 60))
    second = await restarted(room)
    room.clock.wait(timedelta(seconds=61))
    async with second.application:
        await second.teller.round()
        await second.teller.round()
    assert escalations_of(mo) == 1
    third = await restarted(room)
    async with third.application:
        await third.teller.round()
        assert escalations_of(mo) == 1
        room.clock.wait(timedelta(seconds=room.timing.escalate))
        await third.teller.round()
    assert escalations_of(mo) == 2


async def test_what_is_claimed_is_forgotten_and_no_minute_is_kept(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    tip = await room.tip(Priority.URGENT)
    await rounds(room)
    (kept,) = (await room.office.watchbook.waits()).items()
    assert kept == (tip, Wait(START.replace(minute=40, second=0, microsecond=0)))
    await room.ask(mo, f"/claim {tip[:8]}")
    await rounds(room)
    assert await room.office.watchbook.waits() == {}


async def test_a_restart_sounds_no_alarm_twice_and_tells_its_end(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.office.steering.pause(by="mo", note="full")
    await until(lambda: SAY("alert-paused") in shown(mo))
    second = await restarted(room)
    async with second.application:
        await second.teller.round()
        assert shown(mo).count(SAY("alert-paused")) == 1
        await room.office.steering.resume(by="mo")
        await second.teller.round()
    assert shown(mo).count(SAY("alert-resumed")) == 1


async def test_a_line_that_is_down_for_days_is_not_back_by_that(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.store.public.pulses.beat(Pulse(process="one", at=room.clock.now()), Traffic())
    room.clock.wait(timedelta(minutes=2))
    await until(lambda: SAY("alert-line-down") in shown(mo))
    room.clock.wait(timedelta(days=2))
    await rounds(room)
    assert SAY("alert-line-back") not in shown(mo)


async def test_alerts_of_somebody_removed_go_to_who_is_left(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/oncall lee")
    (about,) = [("gone", urgent_of_nowhere())]
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(lee))
    await room.store.staff.people.remove("lee", by=ADMIN)
    await room.office.alerts.raise_([about], [])
    await room.office.watchbook.turn(AlertKind.FLOODED, is_on=False, about=[about])
    assert await room.office.alerts.open(9) == ()
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo))


async def test_a_chat_that_cannot_be_reached_keeps_nobody_waiting(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    blocked = Fault(code=403, description="Forbidden: bot was blocked by the user")
    room.api.fail("sendMessage", blocked, times=100_000, chat=mo.id)
    for _ in range(120):  # more than one lot of alerts for whoever is out of reach
        await room.tip(Priority.URGENT)
    await until(lambda: len(urgent_of(lee)) == 120, seconds=60)


async def test_a_line_without_a_sign_of_life_is_told_once_and_so_is_its_end(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    pulses = room.store.public.pulses
    await pulses.beat(Pulse(process="one", at=room.clock.now()), Traffic())
    await rounds(room)
    room.clock.wait(timedelta(seconds=room.timing.silence + 1))
    await rounds(room)
    await pulses.beat(Pulse(process="one", at=room.clock.now()), Traffic())
    await rounds(room)
    await until(lambda: SAY("alert-line-back") in shown(mo))
    assert shown(mo).count(SAY("alert-line-down")) == 1


async def test_everybody_is_told_that_the_line_is_paused_and_open_again(room: Room) -> None:
    mo, auditor = await room.seat("mo", Role.MODERATOR), await room.seat("otto", Role.AUDITOR)
    await room.ask(mo, "/pause full")
    await room.tap(mo, "Yes")
    for person in (mo, auditor):
        await until(lambda person=person: SAY("alert-paused") in shown(person))
    await room.office.steering.resume(by="mo")
    for person in (mo, auditor):
        await until(lambda person=person: SAY("alert-resumed") in shown(person))
    assert shown(auditor).count(SAY("alert-paused")) == 1


async def test_lost_workers_overload_and_floods_are_told(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    pulses = room.store.public.pulses
    start = Pulse(process="one", at=room.clock.now())
    await pulses.beat(start, Traffic())
    await rounds(room)
    worse = replace(start, is_flooded=True, degraded=50, workers_lost=2)
    await pulses.beat(worse, Traffic())
    wanted = {
        SAY("alert-flooded"),
        SAY("alert-degraded", number=50),
        SAY("alert-workers-lost", number=2),
    }
    await until(lambda: wanted <= set(shown(mo)))


async def test_a_broken_audit_is_told(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    pulses = room.store.public.pulses
    assert isinstance(pulses, SqlPulses)
    async with pulses._database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE audit SET note = 'nothing' WHERE number = 2")
    await room.bot.teller.check_audit()
    await until(lambda: SAY("alert-audit-broken", number=2) in shown(mo))


async def test_a_short_disk_is_told(api: BotApi, tmp_path: Path) -> None:
    async with open_room(api, tmp_path, free=0.02) as room:
        mo = await room.seat("mo", Role.MODERATOR)
        await until(lambda: SAY("alert-disk-short", number=2) in shown(mo))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(code=403, description="Forbidden: bot was blocked by the user"),
        Fault(code=429, description="Too Many Requests", retry_after=1),
        Fault(code=500, description="Internal Server Error"),
        Fault(drop="before"),
    ],
    ids=["blocked", "slow down", "broken", "dropped"],
)
async def test_an_alert_outlives_faults_of_telegram(room: Room, fault: Fault) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    room.api.fail("sendMessage", fault, times=2)
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo), seconds=10)
    assert urgent_of(mo) == [URGENT]


async def test_an_edit_whose_answer_was_lost_is_told_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    room.api.fail("editMessageText", Fault(drop="after"), times=1)
    await room.tip(Priority.URGENT)
    await until(lambda: urgent_of(mo))
    await rounds(room)
    assert urgent_of(mo) == [URGENT]


async def test_a_restart_between_the_bell_and_the_text_tells_it_once(
    api: BotApi, tmp_path: Path
) -> None:
    async with open_room(api, tmp_path) as room:
        mo = await room.seat("mo", Role.MODERATOR)
        room.bot.stop()
        await until(lambda: any("staff_stopped" in seen for seen in room.tally.seen))
        await room.tip(Priority.URGENT)
        (notice,) = await room.office.alerts.waiting(9)
        teller = room.bot.teller
        await teller._call_for_urgent()
        (alert,) = await room.office.alerts.open(9)
        bell = room.api.world.add(mo._chat, {"text": SAY("bell")}, sender=room.api.world.bot)
        await room.office.alerts.announced(alert.id, bell.number)
        del notice
        async with run_staff(api, room.office, QUICK) as (bot, _):
            await until(lambda: urgent_of(mo))
            await bot.teller.round()
            assert not await room.office.alerts.open(1)
        assert urgent_of(mo) == [URGENT]
        assert shown(mo).count(SAY("bell")) == 0


async def test_a_thousand_tips_give_one_alert_an_urgent_tip_and_one_digest(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    for number in range(1_000):
        await room.tip(Priority.URGENT if number % 50 == 0 else Priority.NORMAL)
    await until(lambda: len(urgent_of(mo)) == 20, seconds=60)
    room.clock.wait(HOUR)
    await until(lambda: digests_of(mo), seconds=30)
    await rounds(room)
    assert len(urgent_of(mo)) == 20
    assert digests_of(mo) == [
        SAY(
            "alert-digest",
            priorities="normal 980",
            areas="SS1 980",
            vulnerable=SAY("alert-vulnerable", number=0),
        )
    ]


async def test_no_word_of_a_tip_reaches_a_message_or_a_log(room: Room, tmp_path: Path) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    adam = await room.seat(ADMIN, Role.ADMINISTRATOR)
    tip = await room.tip(Priority.URGENT)
    for typed in ("/queue", f"/tip {tip[:8]}", "/health", "/stats", "/limits", "/news", "/help"):
        await room.hear(mo, typed)
    await room.hear(adam, "/staff")
    room.clock.wait(HOUR)
    await rounds(room)
    said = " ".join([*shown(mo), *shown(adam), *room.tally.seen, str(room.api.calls)])
    for word in WORDS.split():
        if len(word) > 4:
            assert word not in said
    assert (await room.office.desk.tips.row(tip)).status is Status.NEW
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"Zanzibar" not in file.read_bytes()


def test_digests_come_on_a_clock_of_their_own() -> None:
    assert Timing().digest == 3_600

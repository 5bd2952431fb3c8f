"""Does what is sensitive wait for a tap in the console, and does the chat learn what came of it?

The console is the real one, over the same desk as the bot, and people sign in at its real door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import app.staff
from app.wiring import console_parts, office_of
from bench.botapi import BotApi, Fault, Person
from bot.staff import commands, serving
from bot.staff.commands import COMMANDS, Command
from bot.staff.texts import StaffTexts
from console.application import build
from console.visits import Visits
from core.pending import LIFE, RIGHTS, Deed
from core.people import Role
from tests.bot.public.running import until
from tests.bot.staff.room import ADMIN, LEAD, QUICK, Room, open_room, run_staff, shown
from tests.console.desk import ORIGIN, Browser
from tests.storage.samples import PASSPHRASE

SAY = StaffTexts.load().say
MINUTES = int(LIFE.total_seconds()) // 60


def asked(what: str) -> str:
    return SAY("asked", what=what, minutes=MINUTES)


async def console_of(room: Room, name: str) -> Browser:
    """Somebody at the console, signed in."""
    parts = console_parts(office_of(room.store.staff, room.clock), (ORIGIN,))
    browser = Browser(build(parts, Visits(room.clock)))
    phrase = PASSPHRASE if name == LEAD else f"{PASSPHRASE} {name}"
    assert (await browser.sign_in(name, phrase, "")).status_code == 303
    return browser


async def tap(room: Room, name: str, say: str = "yes", **fields: str) -> str:
    """Tap what waits for somebody in the console; the page after it."""
    browser = await console_of(room, name)
    (pending,) = await room.store.staff.pending.of(name)
    await browser.get("/asked")
    await browser.post(f"/asked/{pending.id}/{say}", fields)
    return (await browser.get("/asked")).text


async def told(room: Room, person: Person, text: str) -> None:
    """The chat says so, once, and nothing waits any more."""
    await until(lambda: text in shown(person))
    await room.bot.outcomes.round()
    assert shown(person).count(text) == 1
    assert await room.store.staff.pending.settled(9, besides=frozenset()) == ()


async def is_paused(room: Room) -> bool:
    return (await room.store.public.steering.read()).is_paused


SENSITIVE = [
    ("staff", "/staff add bea analyst", ADMIN, "invite bea as analyst", Deed.INVITE),
    ("staff", "/staff role mo auditor", ADMIN, "make mo auditor", Deed.ROLE),
    ("staff", "/staff remove mo", ADMIN, "remove mo", Deed.REMOVE),
    ("operation", "/operation publish 1", LEAD, "publish news of Pier", Deed.PUBLISH),
    ("resume", "/resume", "mo", "take reports again", Deed.RESUME),
    ("notice", "/notice Busy.", "mo", "say “Busy.” on the first screen", Deed.NOTICE),
]
DONE = {
    Deed.INVITE: ("invited", "bea"),
    Deed.ROLE: ("role_set", "mo"),
    Deed.REMOVE: ("account_removed", "mo"),
    Deed.RESUME: ("resumed", ""),
    Deed.NOTICE: ("notice_set", "en"),
}


def test_the_table_says_what_is_sensitive() -> None:
    table = {name: command.console for name, command in COMMANDS.items() if command.console}
    wanted: dict[str, set[Deed]] = {}
    for name, _, _, _, deed in SENSITIVE:
        wanted.setdefault(name, set()).add(deed)
    assert table == wanted
    assert {deed for deeds in wanted.values() for deed in deeds} == {*Deed} - {Deed.PAUSE}


@pytest.mark.parametrize("command", [c for c in COMMANDS.values() if c.console])
def test_whoever_may_ask_for_all_of_it_may_do_it(command: Command) -> None:
    assert {RIGHTS[deed] for deed in command.console} <= command.rights


@pytest.fixture
async def people(room: Room) -> Mapping[str, Person]:
    """A lead, an administrator and a moderator in their chats, and an operation."""
    roles = {LEAD: Role.LEAD, ADMIN: Role.ADMINISTRATOR, "mo": Role.MODERATOR}
    seated = {name: await room.seat(name, role) for name, role in roles.items()}
    lead = await room.store.staff.people.member(LEAD)
    assert lead is not None
    today = room.clock.now().date()
    await room.office.operating.begin("Pier", "SS1", today, None, member=lead)
    return seated


@pytest.mark.parametrize(
    ("typed", "by", "what", "deed"),
    [case[1:] for case in SENSITIVE],
    ids=[case[4] for case in SENSITIVE],
)
async def test_it_is_done_by_a_tap_in_the_console_and_the_chat_is_told(
    room: Room, people: Mapping[str, Person], typed: str, by: str, what: str, deed: Deed
) -> None:
    person = people[by]
    assert await room.ask(person, typed) == asked(what)
    assert (await room.acts(1))[0][1] == "asked_for"
    assert not person.sees()[-1].labels
    phrase = {"passphrase": f"{PASSPHRASE} {by}", "news": "Three arrests."}
    assert "Nothing waits for you." in await tap(room, by, **phrase)
    said = SAY("tapped-done", what=what) + (SAY("tapped-code") if deed is Deed.INVITE else "")
    await told(room, person, said)
    assert asked(what) not in shown(person)
    done = {act[1]: act[2] for act in await room.acts(2)}
    if deed is not Deed.PUBLISH:
        action, subject = DONE[deed]
        assert done[action] == subject
    else:
        assert done["published"]
        assert await room.office.news.latest(1) == ("Three arrests.",)


async def test_no_in_the_console_is_told(room: Room, people: Mapping[str, Person]) -> None:
    await room.ask(people[ADMIN], "/staff remove mo")
    await tap(room, ADMIN, "no")
    await told(room, people[ADMIN], SAY("tapped-refused", what="remove mo"))
    assert await room.store.staff.people.member("mo") is not None


async def test_that_nobody_tapped_is_told(room: Room, people: Mapping[str, Person]) -> None:
    await room.ask(people["mo"], "/resume")
    room.clock.wait(LIFE + timedelta(seconds=1))
    await told(room, people["mo"], SAY("tapped-late", what="take reports again"))


async def test_a_thief_of_a_phone_changes_nothing_alone(
    room: Room, people: Mapping[str, Person]
) -> None:
    for typed in ("/staff role mo administrator", "/staff remove mo", "/staff add eve lead"):
        await room.ask(people[ADMIN], typed)
    await room.ask(people["mo"], "/notice Call 0900 123")
    assert [(p.member.name, p.member.role) for p in await room.store.staff.people.everybody()] == [
        (ADMIN, "administrator"),
        (LEAD, "lead"),
        ("mo", "moderator"),
    ]
    assert (await room.store.public.steering.read()).notices == {}


async def test_a_right_is_asked_for_before_anything_waits(
    room: Room, people: Mapping[str, Person]
) -> None:
    assert await room.ask(people[LEAD], "/staff remove mo") == SAY("not-allowed")
    assert await room.ask(people[ADMIN], "/resume") == SAY("strange-command")
    assert await room.store.staff.pending.of(LEAD) == ()


async def test_more_than_somebody_taps_is_refused(room: Room, people: Mapping[str, Person]) -> None:
    for _ in range(5):
        await room.ask(people["mo"], "/resume")
    assert "wait for your tap" in await room.ask(people["mo"], "/resume")


async def test_a_restart_between_the_effect_and_the_answer_loses_nothing(
    api: BotApi, tmp_path: Path
) -> None:
    async with open_room(api, tmp_path) as room:
        mo = await room.seat("mo", Role.MODERATOR)
        await room.office.steering.pause(by="mo", note="full")
        await room.ask(mo, "/resume")
        room.bot.stop()
        await until(lambda: any("staff_stopped" in seen for seen in room.tally.seen))
        await tap(room, "mo")
        assert not await is_paused(room)
        async with run_staff(api, room.office, QUICK) as (bot, _):
            room.bot = bot
            await told(room, mo, SAY("tapped-done", what="take reports again"))


async def test_a_message_that_never_went_out_does_not_keep_the_answer_back(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.store.staff.pending.ask(Deed.RESUME, {}, by="mo", chat=mo.id)
    await tap(room, "mo")
    await told(room, mo, SAY("tapped-done", what="take reports again"))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(code=403, description="Forbidden: bot was blocked by the user"),
        Fault(code=429, description="Too Many Requests", retry_after=1),
        Fault(code=500, description="Internal Server Error"),
        Fault(code=400, description="Bad Request: message to edit not found"),
    ],
    ids=["blocked", "slow down", "broken", "gone"],
)
async def test_the_answer_outlives_faults_of_telegram(room: Room, fault: Fault) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.ask(mo, "/resume")
    room.api.fail("editMessageText", fault, times=2)
    await tap(room, "mo")
    said = SAY("tapped-done", what="take reports again")
    await until(lambda: said in shown(mo), seconds=10)
    assert shown(mo).count(said) == 1


async def test_who_cannot_be_reached_keeps_nobody_else_waiting(room: Room) -> None:
    mo, lee = await room.seat("mo", Role.MODERATOR), await room.seat("lee", Role.MODERATOR)
    await room.ask(mo, "/resume")
    await room.ask(lee, "/resume")
    blocked = Fault(code=403, description="Forbidden: bot was blocked by the user")
    room.api.fail("editMessageText", blocked, times=10_000, chat=mo.id)
    room.api.fail("sendMessage", blocked, times=10_000, chat=mo.id)
    await tap(room, "mo")
    await tap(room, "lee")
    await until(lambda: SAY("tapped-done", what="take reports again") in shown(lee))


async def test_no_argument_of_a_tip_is_kept(room: Room, people: Mapping[str, Person]) -> None:
    """What waits is an account, a role, an operation, a reason or a notice, and nothing else."""
    for _, typed, by, _, _ in SENSITIVE:
        await room.ask(people[by], typed)
    kept = [
        (pending.deed, tuple(sorted(pending.arguments)))
        for name in people
        for pending in await room.store.staff.pending.of(name)
    ]
    assert sorted(kept) == sorted(
        [
            (Deed.INVITE, ("name", "role")),
            (Deed.ROLE, ("name", "role")),
            (Deed.REMOVE, ("name",)),
            (Deed.PUBLISH, ("id", "name")),
            (Deed.RESUME, ()),
            (Deed.NOTICE, ("en",)),
        ]
    )


async def test_a_notice_is_said_for_each_language_that_the_bot_has(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("cy", "en"):
        (tmp_path / "locales" / language).mkdir(parents=True)
    monkeypatch.setattr(app.staff, "LOCALES", tmp_path / "locales")
    async with open_room(api, tmp_path) as room:
        mo = await room.seat("mo", Role.MODERATOR)
        assert "cy:, en:" in await room.ask(mo, "/notice Busy.")
        await room.ask(mo, "/notice cy: Prysur. en: Busy.")
        await tap(room, "mo")
        notices = (await room.store.public.steering.read()).notices
        assert notices == {"cy": "Prysur.", "en": "Busy."}
        assert await room.ask(mo, "/notice cy: off") == SAY("notice-off", languages="cy")
        assert (await room.store.public.steering.read()).notices == {"en": "Busy."}
        assert await room.ask(mo, "/notice off") == SAY("notice-off", languages="cy, en")
        assert (await room.store.public.steering.read()).notices == {}


@pytest.fixture
def flipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in which pausing takes the tap, and opening the line a button."""
    changes: dict[str, Any] = {
        "pause": {"console": frozenset({Deed.PAUSE})},
        "resume": {"console": frozenset()},
        "notice": {"console": frozenset()},
    }
    table = {name: replace(c, **changes.get(name, {})) for name, c in COMMANDS.items()}
    for module in (commands, serving):
        monkeypatch.setattr(module, "COMMANDS", table)


async def test_the_table_alone_decides_what_takes_the_tap(room: Room, flipped: None) -> None:
    del flipped
    mo = await room.seat("mo", Role.MODERATOR)
    assert await room.ask(mo, "/pause full") == asked("pause the line (full)")
    assert not await is_paused(room)
    await tap(room, "mo")
    assert await is_paused(room)
    assert (await room.acts(1))[0] == ("mo", "paused", "", "full")
    assert await room.ask(mo, "/resume") == "take reports again?"
    assert await room.tap(mo, "Yes") == SAY("resumed")
    await room.ask(mo, "/notice Busy.")
    await room.tap(mo, "Yes")
    assert (await room.store.public.steering.read()).notices == {"en": "Busy."}

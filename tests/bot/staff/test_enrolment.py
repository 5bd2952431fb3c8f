"""Who may talk with the staff bot, and from when to when?"""

from __future__ import annotations

from datetime import timedelta

from bench.botapi import Fault
from bot.staff.commands import commands_for
from bot.staff.texts import StaffTexts
from core.people import Role
from tests.bot.public.running import until
from tests.bot.staff.room import ADMIN, Room

SAY = StaffTexts.load().say


async def test_a_code_lets_somebody_in_once(room: Room) -> None:
    await room.hire("mo", Role.MODERATOR)
    code = await room.store.staff.seats.invite("mo", by=ADMIN)
    mo, other = room.api.person("mo"), room.api.person("other")
    assert await room.ask(mo, f"/start {code.lower()}") == SAY(
        "welcome", name="mo", role="moderator"
    )
    assert await room.ask(other, f"/start {code}") == SAY("unknown")
    assert [act[:3] for act in await room.acts(2)] == [
        ("mo", "seat_taken", "mo"),
        (ADMIN, "seat_offered", "mo"),
    ]


async def test_a_code_ends_after_a_day(room: Room) -> None:
    await room.hire("mo", Role.MODERATOR)
    code = await room.store.staff.seats.invite("mo", by=ADMIN)
    room.clock.wait(timedelta(days=1, seconds=1))
    assert await room.ask(room.api.person("mo"), f"/start {code}") == SAY("unknown")


async def test_strangers_get_one_line_whatever_they_send(room: Room) -> None:
    stranger = room.api.person("eve")
    heard = [
        await room.ask(stranger, text)
        for text in ("/start", "/start ABCD-EFGH-IJKL-MNOP", "/queue", "hello", "/help")
    ]
    assert set(heard) == {SAY("unknown")}
    assert stranger.id not in {seat.chat for seat in await room.store.staff.seats.everybody()}
    assert "eve" not in str(room.tally.seen)


async def test_removal_works_at_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    assert "Nothing waits" in await room.ask(mo, "/queue")
    await room.store.staff.people.remove("mo", by=ADMIN)
    assert await room.ask(mo, "/queue") == SAY("unknown")


async def test_another_role_works_at_once(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.store.staff.people.set_role("mo", Role.AUDITOR, by=ADMIN)
    assert await room.ask(mo, "/queue") == SAY("strange-command")
    assert "seat taken" in await room.ask(mo, "/audit")


async def test_the_menu_shows_the_commands_of_the_role(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    member = await room.store.staff.people.member("mo")
    assert member is not None
    menu = [command["command"] for command in room.api.world.menus[mo.id]]
    assert menu == [command.name for command in commands_for(member)]
    assert "staff" not in menu


async def test_the_menu_follows_the_role_at_once_and_goes_with_the_account(room: Room) -> None:
    mo = await room.seat("mo", Role.MODERATOR)
    await room.store.staff.people.set_role("mo", Role.AUDITOR, by=ADMIN)
    menus = room.api.world.menus

    def names() -> list[str]:
        return [command["command"] for command in menus.get(mo.id, [])]

    await until(lambda: "audit" in names() and "queue" not in names())
    await room.store.staff.people.remove("mo", by=ADMIN)
    await until(lambda: not names())


async def test_a_menu_that_telegram_refused_comes_later(room: Room) -> None:
    broken = Fault(code=502, description="Bad Gateway")
    room.api.fail("setMyCommands", broken, times=6)
    mo = await room.seat("mo", Role.MODERATOR)
    await until(lambda: bool(room.api.world.menus.get(mo.id)), seconds=20)


async def test_a_second_chat_takes_the_place_of_the_first(room: Room) -> None:
    first = await room.seat("mo", Role.MODERATOR)
    second = await room.seat("mo", Role.MODERATOR)
    assert await room.ask(first, "/queue") == SAY("unknown")
    assert "Nothing waits" in await room.ask(second, "/queue")


async def test_groups_are_left_without_a_word(room: Room) -> None:
    group = room.api.group()
    group.say("/queue")
    await room.api.quiet()
    assert not group.has_bot
    assert group.texts() == ["/queue"]


async def test_everything_is_protected_and_plain(room: Room) -> None:
    await room.seat("mo", Role.MODERATOR)
    for sent in room.api.called("sendMessage"):
        assert sent["protect_content"] in (True, "true")
        assert "parse_mode" not in sent

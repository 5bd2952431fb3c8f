"""Is everything but words refused and deleted, and does nothing of it or its sender stay?"""

from __future__ import annotations

import pickle

import pytest

from bench.botapi import BotApi
from bench.botapi.attachments import LOCATION, mention
from bot.public.watch import Happening
from core.turn import Pinned
from tests.bot.public.fakes import Behind
from tests.bot.public.running import running

REFUSED = {
    "voice": "refuse-voice",
    "audio": "refuse-voice",
    "video": "refuse-voice",
    "video_note": "refuse-voice",
    "animation": "refuse-voice",
    "photo": "refuse-photo",
    "document": "refuse-file",
    "sticker": "refuse-other",
    "contact": "refuse-other",
    "users_shared": "refuse-other",
    "live_location": "refuse-location",
    "own_location": "refuse-location",
    "poll": "refuse-other",
    "game": "refuse-other",
    "story": "refuse-other",
    "paid_media": "refuse-other",
    "hidden_forward": "refuse-forward",
    "quote": "refuse-forward",
    "external_reply": "refuse-forward",
    "reply_to_story": "refuse-forward",
    "via_bot": "refuse-other",
    "unknown": "refuse-other",
}


def everything_kept(behind: Behind) -> bytes:
    """All that is remembered behind the line, as bytes."""
    return pickle.dumps((behind.sessions.kept, behind.intake.tips, behind.analyser.seen))


@pytest.mark.parametrize(("kind", "key"), REFUSED.items(), ids=list(REFUSED))
async def test_it_is_refused_and_deleted(api: BotApi, kind: str, key: str) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.attach(kind)
        await api.quiet()
        assert [seen.text for seen in sam.sees()] == [f"<{key}>"]
        assert run.behind.analyser.seen == []


async def test_a_die_is_refused_though_telegram_does_not_delete_it(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.attach("dice")
        await api.quiet()
        assert sam.reads() == ["<refuse-other>"]


async def test_a_forwarded_text_is_refused_and_deleted(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.forward("they sell on Hythe Hill")
        await api.quiet()
        assert [seen.text for seen in sam.sees()] == ["<refuse-forward>"]
        assert run.behind.analyser.seen == []


@pytest.mark.parametrize("kind", ["photo", "video", "document", "voice"])
async def test_words_beside_a_refused_thing_go_with_it(api: BotApi, kind: str) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.attach(kind, caption="they sell on Hythe Hill")
        await api.quiet()
        assert run.behind.analyser.seen == []
        assert b"Hythe" not in everything_kept(run.behind)


@pytest.mark.parametrize("kind", ["photo", "video", "voice"])
async def test_danger_beside_a_refused_thing_is_answered_with_999(api: BotApi, kind: str) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.attach(kind, caption="he is at my door with a knife")
        await api.quiet()
        assert sam.reads()[0] == "<emergency>"
        assert not any(seen.is_mine for seen in sam.sees())
        assert b"my door" not in everything_kept(run.behind)


async def test_danger_in_a_forwarded_text_is_answered_with_999(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.forward("come quick he has a knife")
        await api.quiet()
        assert sam.reads()[0] == "<emergency>"
        assert sam.reads()[-1] == "<refuse-forward>"


async def test_danger_behind_a_command_is_answered_with_999(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/help he has a knife")
        await api.quiet()
        assert sam.reads()[0] == "<emergency>"


@pytest.mark.parametrize("kind", ["pin", "venue"])
async def test_a_place_on_the_map_is_taken_after_a_question_and_deleted(
    api: BotApi, kind: str
) -> None:
    async with running(api) as run:
        sam = api.person()
        if kind == "pin":
            sam.pin()
        else:
            sam.attach(kind)
        await api.quiet()
        assert [seen.text.split()[0] for seen in sam.sees()] == ["<ask-pin>"]
        assert b"Venue" not in everything_kept(run.behind)
        sam.tap("place_yes")
        await api.quiet()
        (session,) = run.behind.sessions.kept.values()
        expected = Pinned(LOCATION["latitude"], LOCATION["longitude"])
        assert session.draft.pin == (
            round(expected.latitude, 5),
            round(expected.longitude, 5),
        )


async def test_the_rest_of_a_command_is_dropped(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say("/start campaign-7781")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]
        assert b"7781" not in everything_kept(run.behind)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/Start", "<greeting>"),
        ("/start@line_bot", "<greeting>"),
        ("/start\nnow", "<greeting>"),
        ("/nonsense", "<unknown-command>"),
    ],
)
async def test_commands_are_known_however_they_are_typed(
    api: BotApi, typed: str, shown: str
) -> None:
    async with running(api):
        sam = api.person()
        sam.say(typed)
        await api.quiet()
        assert sam.reads() == [shown]


@pytest.mark.parametrize("typed", ["/ 12 Hythe Hill", "12/14 Hythe Hill", "//", "/é"])
async def test_a_slash_alone_is_no_command(api: BotApi, typed: str) -> None:
    async with running(api):
        sam = api.person()
        sam.say(typed)
        await api.quiet()
        assert "<unknown-command>" not in sam.reads()


async def test_an_account_in_a_mention_is_dropped(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.send(mention("ask Dazza who sells on Hythe Hill", "Dazza"))
        await api.quiet()
        assert run.behind.analyser.seen == ["ask Dazza who sells on Hythe Hill"]
        assert b"stranger_name" not in everything_kept(run.behind)
        assert b"6100000777" not in everything_kept(run.behind)


async def test_nothing_of_the_sender_is_kept_but_the_chats_handle(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person("Needlename")
        sam.say("they sell on Hythe Hill")
        sam.attach("contact")
        await api.quiet()
        kept = everything_kept(run.behind)
        for planted in ("Needlename", "user_needlename", "+447700900123", "BEGIN:VCARD"):
            assert planted.encode() not in kept
        assert {session.trail.chat for session in run.behind.sessions.kept.values()} == {
            str(sam.id)
        }


async def test_an_edit_changes_nothing(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        number = sam.say("they sell on Hythe Hill")
        await api.quiet()
        before = sam.reads()
        sam.edit(number, "they sell on Mersea Road")
        await api.quiet()
        assert sam.reads() == before
        assert run.behind.analyser.seen == ["they sell on Hythe Hill"]


async def test_an_edit_left_over_from_another_setting_is_passed_over(api: BotApi) -> None:
    sam = api.person()
    number = sam.say("they sell on Hythe Hill")
    sam.edit(number, "they sell on Mersea Road")
    async with running(api) as run:
        await api.quiet()
        assert run.behind.analyser.seen == ["they sell on Hythe Hill"]


async def test_the_notice_of_a_deletion_timer_is_not_answered(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.send({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}})
        await api.quiet()
        assert sam.reads() == []


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_group_is_left_without_a_word(api: BotApi, kind: str) -> None:
    async with running(api) as run:
        group = api.group(kind)
        group.add_bot()
        await api.quiet()
        assert not group.has_bot
        assert group.texts() == []
        assert run.behind.sessions.saves == 0
        assert run.tally.notes[Happening.CHAT_LEFT] == 1


async def test_a_message_in_a_group_is_not_read(api: BotApi) -> None:
    async with running(api) as run:
        group = api.group()
        group.say("they sell on Hythe Hill, he has a knife")
        await api.quiet()
        assert not group.has_bot
        assert api.called("sendMessage") == []
        assert run.behind.sessions.saves == 0


async def test_blocking_and_unblocking_are_nobodys_business(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.block()
        sam.unblock()
        await api.quiet()
        assert sam.reads() == []
        assert run.behind.sessions.saves == 0
        assert api.called("leaveChat") == []

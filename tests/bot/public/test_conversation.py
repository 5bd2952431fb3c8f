"""Does a sender get through the whole line on Telegram, from a first word to the erased chat?"""

from __future__ import annotations

import pytest

from bench.botapi import BotApi, Person
from core.script import COMMANDS
from core.tip import Answer
from tests.bot.public.fakes import Behind
from tests.bot.public.running import running, until

TIP = "They sell on Hythe Hill every Friday from a black Golf"


async def to_preview(api: BotApi, person: Person, words: str = TIP) -> None:
    person.say(words)
    await api.quiet()
    person.tap("done")
    await api.quiet()


async def test_a_tip_is_kept_only_when_it_is_sent(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        await to_preview(api, sam)
        assert not run.behind.intake.tips
        sam.tap("send")
        await api.quiet()
    (tip,) = run.behind.intake.tips.values()
    assert [part.analysis.text for part in tip.details.parts] == [TIP]


async def test_the_receipt_is_shown_with_a_button_that_erases(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        await to_preview(api, sam)
        sam.tap("send")
        await api.quiet()
        receipt = sam.sees()[-1]
        assert receipt.text.startswith("<receipt>")
        assert receipt.options == ("have_code",)


async def test_erasing_takes_every_message_out_of_the_chat(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        await to_preview(api, sam)
        sam.tap("send")
        await api.quiet()
        sam.tap("have_code")
        await api.quiet()
        assert sam.reads() == ["<erased>"]
        assert not any(seen.is_mine for seen in sam.sees())


async def test_a_conversation_of_more_than_a_hundred_messages_is_erased_in_lots(
    api: BotApi,
) -> None:
    async with running(api) as run:
        sam = api.person()
        await to_preview(api, sam)
        key = run.behind.sessions.key_of(str(sam.id))
        for _ in range(130):
            sam.send({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}})
        await api.quiet()
        numbers = tuple(seen.number for seen in sam.sees())
        session = run.behind.sessions.kept[key.current]
        trail = session.trail.with_messages(str(sam.id), numbers)
        object.__setattr__(session, "trail", trail)
        sam.say("/erase")
        await api.quiet()
        assert sam.reads() == ["<erased>"]
        assert [len(call["message_ids"]) for call in api.called("deleteMessages")] == [100, 34]


async def test_the_code_opens_the_answer_from_another_account(api: BotApi) -> None:
    async with running(api) as run:
        sam, ali = api.person("Sam"), api.person("Ali")
        await to_preview(api, sam)
        sam.tap("send")
        await api.quiet()
        code = sam.reads()[-1].removeprefix("<receipt> ")
        digits = code.replace(" ", "")
        answer = Answer(id="1", text="When was it?")
        run.behind.mailbox.waiting[digits] = (answer,)
        ali.say(code)
        await api.quiet()
        assert ali.reads()[-1] == "<answers> When was it?"
        assert not run.behind.mailbox.waiting


async def test_every_message_of_the_bot_is_plain_silent_and_protected(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        await to_preview(api, sam, "see http://example.com <b>now</b> _x_")
        sam.tap("send")
        await api.quiet()
    sent = api.called("sendMessage")
    assert len(sent) >= 4
    for call in sent:
        assert call["disable_notification"] is True
        assert call["protect_content"] is True
        assert call["link_preview_options"] == {"is_disabled": True}
        assert "parse_mode" not in call


async def test_no_button_does_anything_but_come_back_to_us(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        await to_preview(api, sam)
    buttons = [
        button
        for call in api.called("sendMessage")
        for row in call.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]
    assert buttons
    assert {frozenset(button) for button in buttons} == {frozenset({"text", "callback_data"})}


async def test_the_menu_has_every_command_of_the_line(api: BotApi) -> None:
    async with running(api):
        pass
    assert [command["command"] for command in api.world.commands] == list(COMMANDS)


async def test_updates_waiting_from_before_the_start_are_answered(api: BotApi) -> None:
    sam = api.person()
    sam.say("/start")
    async with running(api):
        await api.quiet()
    assert sam.reads() == ["<greeting>"]
    assert api.called("deleteWebhook")[0].get("drop_pending_updates") in (None, "false")


async def test_only_three_kinds_of_update_are_asked_for(api: BotApi) -> None:
    async with running(api):
        await until(lambda: api.called("getUpdates"))
    kinds = {tuple(call["allowed_updates"]) for call in api.called("getUpdates")}
    assert kinds == {("message", "callback_query", "my_chat_member")}


async def test_a_conversation_whose_life_has_ended_is_erased_without_a_word(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        await to_preview(api, sam)
        sam.tap("send")
        await api.quiet()
        run.behind.sessions.is_over = True
        await until(lambda: not sam.sees())
        assert sam.sees() == []


async def test_buttons_of_a_question_are_gone_once_it_is_answered_by_a_tap(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("skip")
        await api.quiet()
        assert [bool(seen.buttons) for seen in sam.sees()] == [False, False, True]


async def test_buttons_of_a_question_are_gone_once_it_is_answered_in_words(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.say("and I know it from walking past")
        await api.quiet()
        assert [bool(seen.buttons) for seen in sam.sees()] == [False, False, False, True]


async def test_a_restart_with_empty_sessions_still_finds_the_receipt_of_a_sent_tip(
    api: BotApi,
) -> None:
    behind = Behind()
    sam = api.person()
    async with running(api, behind):
        await to_preview(api, sam)
        preview = sam.sees()[-1]
        send = {data.partition(":")[0]: data for _, data in preview.buttons}["send"]
        sam.tap("send")
        await api.quiet()
        shown = sam.reads()[-1]
    behind.sessions.kept.clear()
    async with running(api, behind):
        sam.forge(send, preview.number)
        await api.quiet()
    assert sam.reads()[-1] == shown
    assert len(behind.intake.tips) == 1


@pytest.mark.parametrize("words", ["🙂🙂", "\u200b\u2060", "\u202e\u2066\u2069", "\x00\x01", "..."])
async def test_a_message_without_a_word_is_asked_to_say_more(api: BotApi, words: str) -> None:
    async with running(api):
        sam = api.person()
        sam.say(words)
        await api.quiet()
        assert sam.reads() == ["<add-words>"]


async def test_marks_of_direction_and_nul_do_not_reach_the_report(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say("dealing\u202e on\x00 Hythe\u200b Hill")
        await api.quiet()
        assert run.behind.analyser.seen == ["dealing on Hythe Hill"]


async def test_ten_thousand_characters_arrive_in_order_up_to_the_cap(api: BotApi) -> None:
    words = " ".join(f"w{at:05d}" for at in range(1_429))
    async with running(api) as run:
        sam = api.person()
        sam.say(words)
        await api.quiet()
        seen = run.behind.analyser.seen
        assert len(words) > 10_000
        assert "".join(seen) == "".join(words[at : at + 4_096].strip() for at in (0, 4_096))[:8_000]
        assert any(text.startswith("<too-long>") for text in sam.reads())

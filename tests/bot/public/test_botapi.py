"""Does the test server behave as Telegram does, to any library?"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import telegram
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bench.botapi import BotApi, Fault


async def call(api: BotApi, method: str, **params: Any) -> dict[str, Any]:
    """Call a method with a JSON body, and return the JSON of the answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.url}/bot{api.token}/{method}", json=params) as response,
    ):
        answer: dict[str, Any] = await response.json()
        assert answer["ok"] is (response.status == 200)
        return answer


def numbers(answer: dict[str, Any]) -> list[int]:
    """Update ids of a getUpdates."""
    return [update["update_id"] for update in answer["result"]]


async def test_updates_come_again_until_the_offset_moves(api: BotApi) -> None:
    sam = api.person()
    for words in ("one", "two", "three"):
        sam.say(words)
    first = numbers(await call(api, "getUpdates"))
    assert numbers(await call(api, "getUpdates")) == first
    assert numbers(await call(api, "getUpdates", offset=first[1])) == first[1:]
    assert numbers(await call(api, "getUpdates")) == first[1:]
    assert numbers(await call(api, "getUpdates", offset=first[2] + 1)) == []


async def test_no_more_than_the_limit_is_given_from_the_oldest(api: BotApi) -> None:
    sam = api.person()
    for number in range(130):
        sam.say(f"{number}")
    everything = list(api.world.history)
    assert numbers(await call(api, "getUpdates")) == everything[:100]
    assert numbers(await call(api, "getUpdates", limit=2)) == everything[:2]
    assert (await call(api, "getUpdates", limit=101))["error_code"] == 400


async def test_a_long_poll_ends_when_something_comes(api: BotApi) -> None:
    sam = api.person()
    poll = asyncio.ensure_future(call(api, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    sam.say("hello")
    assert len(numbers(await poll)) == 1
    assert time.monotonic() - began < 1


async def test_a_second_poll_ends_the_first_with_a_conflict(api: BotApi) -> None:
    first = asyncio.ensure_future(call(api, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    await call(api, "getUpdates", timeout=0)
    assert (await first)["error_code"] == 409


async def test_kinds_that_are_not_wanted_are_not_delivered_and_the_wish_is_kept(
    api: BotApi,
) -> None:
    sam = api.person()
    await call(api, "getUpdates", allowed_updates=["message"])
    number = sam.say("hello")
    sam.edit(number, "changed")
    answer = await call(api, "getUpdates")
    assert [set(update) - {"update_id"} for update in answer["result"]] == [{"message"}]


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("sendMessage", {"text": "x" * 4_097}, 400),
        ("sendMessage", {"text": "🙂" * 2_049}, 400),
        ("sendMessage", {"text": " \n"}, 400),
        ("sendMessage", {"text": "x", "parse_mode": "HTML"}, 400),
        ("sendMessage", {"text": "x", "disable_notification": "perhaps"}, 400),
        ("sendMessage", {}, 400),
        ("sendMessage", {"text": "x", "chat_id": 1}, 400),
        ("sendMessage", {"text": "x", "chat_id": "me"}, 400),
        ("deleteMessages", {"message_ids": []}, 400),
        ("deleteMessages", {"message_ids": list(range(101))}, 400),
        ("deleteMessages", {"message_ids": "all"}, 400),
        ("deleteMessages", {"message_ids": [1, 2, 3]}, 200),
        ("deleteMessage", {"message_id": 1}, 400),
        ("editMessageText", {"message_id": 1, "text": "x"}, 400),
        ("editMessageReplyMarkup", {"message_id": 1}, 400),
        ("answerCallbackQuery", {"callback_query_id": "1"}, 400),
        ("setMyCommands", {"commands": [{"command": "Bad Name", "description": "x"}]}, 400),
        ("getFile", {"file_id": "1"}, 400),
        ("sendChatAction", {"action": "typing"}, 200),
        ("leaveChat", {}, 400),
        ("inventMethod", {}, 404),
    ],
)
async def test_what_is_asked_wrongly_is_refused(
    api: BotApi, method: str, params: dict[str, Any], code: int
) -> None:
    answer = await call(api, method, **({"chat_id": api.person().id} | params))
    assert answer.get("error_code", 200) == code


@pytest.mark.parametrize("size", [0, 65])
async def test_data_of_a_button_has_1_to_64_bytes(api: BotApi, size: int) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "d" * size}]]}
    answer = await call(
        api, "sendMessage", chat_id=api.person().id, text="x", reply_markup=keyboard
    )
    assert answer["error_code"] == 400


async def test_messages_older_than_two_days_cannot_be_deleted(api: BotApi) -> None:
    sam = api.person()
    number = sam.say("hello")
    api.world.pass_time(49 * 3_600)
    for method, params in (
        ("deleteMessage", {"message_id": number}),
        ("deleteMessages", {"message_ids": [number]}),
    ):
        assert (await call(api, method, chat_id=sam.id, **params))["error_code"] == 400
    assert len(sam.sees()) == 1


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{api.url}/bot1:wrong/getMe") as response,
    ):
        assert response.status == 401


def other_library(api: BotApi) -> telegram.Bot:
    """A bot of python-telegram-bot."""
    return telegram.Bot(
        api.token,
        base_url=f"{api.url}/bot",
        request=HTTPXRequest(read_timeout=2),
        get_updates_request=HTTPXRequest(read_timeout=5),
    )


async def test_another_library_can_talk_with_people(api: BotApi) -> None:
    sam = api.person()
    async with other_library(api) as bot:
        sam.say("hello")
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert update.message.text == "hello"
        markup = telegram.InlineKeyboardMarkup(
            [[telegram.InlineKeyboardButton("Yes", callback_data="yes:1")]]
        )
        sent = await bot.send_message(sam.id, "Really?", reply_markup=markup)
        assert sam.sees()[-1].labels == ("Yes",)
        sam.tap("Yes")
        (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
        assert update.callback_query is not None
        assert await update.callback_query.answer("Good")
        assert sam.popups == ["Good"]
        await bot.edit_message_text("Done", sam.id, sent.message_id)
        assert sam.reads() == ["Done"]
        assert await bot.delete_messages(sam.id, [sent.message_id, 5])
        assert sam.reads() == []
        assert await bot.set_my_commands([("start", "begin")])
        assert [command.command for command in await bot.get_my_commands()] == ["start"]


async def test_another_library_understands_the_faults(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    sam = api.person()
    async with other_library(api) as bot:
        api.fail("sendMessage", Fault(code=429, retry_after=7, description="Too Many Requests"))
        with pytest.raises(RetryAfter):
            await bot.send_message(sam.id, "x")
        api.fail("sendMessage", Fault(drop="after"))
        with pytest.raises(NetworkError):
            await bot.send_message(sam.id, "taken")
        assert sam.reads() == ["taken"]
        with pytest.raises(BadRequest):
            await bot.send_message(1, "x")
        sam.block()
        with pytest.raises(Forbidden):
            await bot.send_message(sam.id, "x")
        api.revoked = True
        with pytest.raises(InvalidToken):
            await bot.get_me()


async def test_every_attachment_is_read_by_another_library_too(api: BotApi) -> None:
    from bench.botapi.attachments import ATTACHMENTS

    sam = api.person()
    for kind in ATTACHMENTS:
        sam.attach(kind)
    async with other_library(api) as bot:
        updates = await bot.get_updates()
    assert len(updates) == len(ATTACHMENTS)
    read = {kind: update.message for kind, update in zip(ATTACHMENTS, updates, strict=True)}
    assert all(message is not None and message.chat_id == sam.id for message in read.values())
    for kind in ("voice", "video_note", "photo", "contact", "poll", "venue", "story", "via_bot"):
        assert getattr(read[kind], kind), kind


async def test_the_server_runs_as_a_process_with_people_from_a_pipe() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.botapi",
        cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    place = json.loads(await process.stdout.readline())
    async with telegram.Bot(place["token"], base_url=f"{place['url']}/bot") as bot:
        process.stdin.write(b"sam: hello\n")
        updates = await bot.get_updates(timeout=5)
        assert updates[0].message is not None
        await bot.send_message(updates[0].message.chat_id, "good morning")
        said = json.loads(await process.stdout.readline())
        assert said == {"to": "sam", "text": "good morning", "buttons": []}
    process.stdin.close()
    assert await process.wait() == 0

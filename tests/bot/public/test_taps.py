"""Does only a button that we showed, at the question it belongs to, do anything?"""

from __future__ import annotations

import pickle
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.botapi import BotApi, Person
from bot.public.reading import Reading, read
from bot.public.stage import data_of
from core.script import SCRIPT
from core.session import Session
from core.turn import Chose, Option
from tests.bot.public.running import running

TIP = "They sell on Hythe Hill every Friday from a black Golf"


def data_on(person: Person, option: str) -> str:
    """What the newest button of an option carries."""
    return next(
        data
        for seen in reversed(person.sees())
        for _, data in seen.buttons
        if data.partition(":")[0] == option
    )


FORGED = {
    "nothing": "",
    "no ticket": "send",
    "empty ticket": "send:",
    "foreign option": "drop_table:AAAA",
    "letters of any script": "send:ключ🔑",
    "64 random bytes": secrets.token_hex(32),
    "made-up secret": "send:" + "A" * 27,
    "colons": ":::::",
    "control characters": "send:\x00\x1b[2J",
}


@pytest.mark.parametrize("data", FORGED.values(), ids=list(FORGED))
async def test_forged_data_changes_nothing(api: BotApi, data: str) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        before = self_of(run.behind.sessions.kept)
        sam.forge(data)
        await api.quiet()
        assert self_of(run.behind.sessions.kept) == before
        assert not run.behind.intake.tips


def self_of(kept: dict[bytes, Session]) -> bytes:
    """The sessions without what grows by answering: their trails."""
    return pickle.dumps([(s.step, s.serial, s.draft, s.receipt, s.pin) for s in kept.values()])


async def test_a_tap_without_data_is_answered_and_changes_nothing(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        query = sam.forge(None)
        await api.quiet()
        assert api.world.queries[query].is_answered


async def test_a_button_of_somebody_else_changes_nothing(api: BotApi) -> None:
    async with running(api) as run:
        sam, eve = api.person("Sam"), api.person("Eve")
        for person in (sam, eve):
            person.say(TIP)
            await api.quiet()
            person.tap("done")
            await api.quiet()
        eve.forge(data_on(sam, "cancel"))
        eve.forge(data_on(sam, "take_out"))
        await api.quiet()
        assert {s.step for s in run.behind.sessions.kept.values()} == {"preview"}
        assert eve.popups == ["<button-old>", "<button-old>"]


async def test_an_old_button_says_so_on_the_button_and_loses_it(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        old, number = data_on(sam, "skip"), sam.sees()[-1].number
        sam.say("it goes on till three in the morning")
        await api.quiet()
        before = sam.reads()
        sam.forge(old, number)
        await api.quiet()
        assert sam.popups == ["<button-old>"]
        assert sam.reads() == before


async def test_the_open_question_keeps_its_buttons_after_a_forged_tap(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.forge("skip:forged")
        await api.quiet()
        assert sam.sees()[-1].buttons


async def test_an_answer_that_comes_too_late_for_the_button_is_sent_as_a_message(
    api: BotApi,
) -> None:
    sam = api.person()
    async with running(api):
        sam.say(TIP)
        await api.quiet()
    sam.forge("skip:forged")
    api.world.pass_time(3_600)
    async with running(api):
        await api.quiet()
    assert sam.popups == []
    assert sam.reads()[-1] == "<button-old>"


async def test_a_tap_on_a_message_that_is_gone_is_answered(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        number = sam.sees()[-1].number
        data = data_on(sam, "skip")
        del api.world.chats[sam.id].messages[number]
        query = sam.forge(data, number)
        await api.quiet()
        assert api.world.queries[query].is_answered
        assert api.called("editMessageReplyMarkup") == []
        assert sam.reads()[-1].startswith("<ask-")


async def test_two_taps_on_send_keep_one_tip_and_show_one_receipt(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        send, number = data_on(sam, "send"), sam.sees()[-1].number
        sam.forge(send, number)
        sam.forge(send, number)
        await api.quiet()
        receipts = {text for text in sam.reads() if text.startswith("<receipt>")}
        assert len(run.behind.intake.tips) == 1
        assert len(receipts) == 1


async def test_every_tap_is_answered(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("skip")
        await api.quiet()
        sam.tap("done")
        await api.quiet()
    assert len(api.world.queries) == 2
    assert all(query.is_answered for query in api.world.queries.values())


async def test_a_tap_over_the_limit_leaves_the_question_open(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        data = data_on(sam, "skip")
        for _ in range(25):
            sam.say("/help")
        await api.quiet()
        number = next(seen.number for seen in reversed(sam.sees()) if seen.buttons)
        query = sam.forge(data, number)
        await api.quiet()
        assert "<slow-down>" in sam.reads()
        assert [seen.number for seen in sam.sees() if seen.buttons] == [number]
        assert api.world.queries[query].is_answered


def test_every_button_of_the_script_fits_into_64_bytes() -> None:
    session = Session(secret=b"\xff" * 16, serial=2**32 - 1)
    for step in SCRIPT.values():
        for name in step.choices:
            for ticket in (session.ticket, session.send_ticket):
                assert len(data_of(Option(name, ticket)).encode()) <= 64


@given(st.text(max_size=64))
def test_any_data_is_read_as_an_option_and_a_ticket(data: str) -> None:
    chat = {"id": 7, "type": "private", "first_name": "x"}
    message = {"message_id": 5, "date": 1_700_000_000, "chat": chat, "text": "x"}
    user = {"id": 7, "is_bot": False, "first_name": "x"}
    query = {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": data}
    found = read({"update_id": 1, "callback_query": query})
    assert isinstance(found, Reading)
    assert isinstance(found.event, Chose)
    assert ":" not in found.event.option

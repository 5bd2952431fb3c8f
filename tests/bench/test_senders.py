"""Does the bench tell what is said to whoever waits from an answer, and keep to its clock?"""

from __future__ import annotations

import asyncio
from itertools import repeat

import pytest

from bench.botapi import BotApi
from bench.botapi.world import Chat, Message
from bench.senders import NOTE, Crowd
from bench.texts import Kind, Report
from bot.force import load_force
from bot.texts import Texts
from core.turn import Reply

REPORT = Report(Kind.HIDDEN, "a report")


def test_the_note_is_known_by_how_it_begins() -> None:
    texts = Texts.load("en", force=load_force("essex"))
    assert texts.render(Reply("rush")).startswith(NOTE)
    assert not texts.render(Reply("emergency")).startswith(NOTE)


@pytest.mark.parametrize("said", [[NOTE, "an answer"], ["an answer"], [NOTE]])
async def test_a_note_is_the_first_message_and_no_answer(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.senders.PATIENCE", 0.5)
    async with BotApi() as api:
        crowd = Crowd(api, repeat(REPORT))
        writing = asyncio.ensure_future(crowd.write_one())
        await asyncio.sleep(0)
        (chat,) = api.world.chats.values()
        for text in said:
            _say(api, chat, text)
            await asyncio.sleep(0.05)
        await writing
    (sample,) = crowd.samples
    assert sample.first is not None
    assert (sample.read is not None) == (said[-1] != NOTE)
    assert (sample.whole is None) == (sample.read is None)
    if len(said) > 1:
        assert sample.read is not None
        assert sample.read > sample.first + 0.04


def _say(api: BotApi, chat: Chat, text: str) -> Message:
    return api.world.add(chat, {"text": text}, sender=api.world.bot)


async def test_the_clock_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.senders.PATIENCE", 0.5)
    async with BotApi() as api:
        crowd = Crowd(api, repeat(REPORT))
        await crowd.by_the_clock(200, 0.2)
    began = min(sample.at for sample in crowd.samples)
    assert len(crowd.samples) == 40
    assert max(sample.at for sample in crowd.samples) < began + 0.4

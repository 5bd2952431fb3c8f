"""Does the line keep its promises while Telegram fails: busy, broken, unreachable, or closed?"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bench.botapi import BotApi, Fault
from bot.public.calls import Patience
from bot.public.watch import Happening
from core.ports import Stage
from core.turn import Event, Said
from tests.bot.public.fakes import Behind
from tests.bot.public.running import QUICK, running

TIP = "They sell on Hythe Hill every Friday from a black Golf"
BUSY = Fault(code=429, description="Too Many Requests: retry after 1", retry_after=1)
BROKEN = Fault(code=500, description="Internal Server Error")
CUT_BEFORE, CUT_AFTER = Fault(drop="before"), Fault(drop="after")


async def test_an_answer_waits_as_long_as_telegram_asks(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        api.fail("sendMessage", BUSY)
        began = time.monotonic()
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]
        assert time.monotonic() - began >= 1


async def test_an_answer_that_must_wait_too_long_is_given_up(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        api.fail("sendMessage", replace(BUSY, retry_after=35))
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == []
        assert run.tally.notes[Happening.CALL_LOST] == 1
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


def test_patience_is_bounded_by_forty_seconds() -> None:
    assert Patience().seconds <= 40


async def test_an_answer_is_sent_again_after_an_error_of_the_server(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        api.fail("sendMessage", BROKEN, times=2)
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


async def test_an_answer_that_was_taken_is_not_sent_twice(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        api.fail("sendMessage", CUT_AFTER)
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]
        assert sum(run.tally.faults.values()) == 1


async def test_a_slow_answer_of_the_server_doubles_nothing(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        api.fail("sendMessage", Fault(delay=0.5))
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


@pytest.mark.parametrize("fault", [CUT_BEFORE, CUT_AFTER, Fault(garbage=True), BROKEN])
async def test_999_comes_through_whatever_happens_to_its_first_sending(
    api: BotApi, fault: Fault
) -> None:
    async with running(api):
        sam = api.person()
        api.fail("sendMessage", fault)
        sam.say("he has a knife")
        await api.quiet()
        assert "<emergency>" in sam.reads()


@pytest.mark.parametrize("fault", [CUT_BEFORE, CUT_AFTER, BROKEN, Fault(garbage=True)])
async def test_erasing_is_tried_again(api: BotApi, fault: Fault) -> None:
    async with running(api):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        api.fail("deleteMessages", fault)
        sam.say("/erase")
        await api.quiet()
        assert [seen.text for seen in sam.sees()] == ["<erased>"]


async def test_a_chat_that_cannot_be_erased_completely_says_so(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        sam.say(TIP)
        await api.quiet()
        api.world.pass_time(49 * 3_600)
        sam.say("/erase")
        await api.quiet()
        assert sam.reads()[-1] == "<erased-not-all>"
        assert sam.sees()[-2].text != "/erase"


async def test_one_message_that_telegram_does_not_delete_leaves_no_other(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        for _ in range(3):
            sam.attach("sticker")
        sam.attach("dice")
        sam.say("and on Sundays")
        sam.say("/erase")
        await api.quiet()
        assert [seen.text for seen in sam.sees()] == ["", "<erased-not-all>"]
        assert run.tally.notes[Happening.NOT_ERASED] == 2


async def test_erasing_does_not_ask_for_ever(api: BotApi) -> None:
    async with running(api) as run:
        stage = run.bot.stage_of(str(api.person().id))
        api.fail("deleteMessages", Fault(code=400), times=10_000)
        assert not await stage.erase(range(1, 401))
        assert len(api.called("deleteMessages")) <= 60


async def test_a_sender_who_blocked_the_bot_loses_the_answer_only(api: BotApi) -> None:
    async with running(api) as run:
        sam, ali = api.person("Sam"), api.person("Ali")
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        sam.tap("send")
        sam.block()
        await api.quiet()
        ali.say("/start")
        await api.quiet()
        assert len(run.behind.intake.tips) == 1
        assert ali.reads() == ["<greeting>"]
        assert run.tally.notes[Happening.SENDER_GONE] >= 1


async def test_a_store_that_is_down_is_told_and_sending_again_works(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        run.behind.intake.is_down = True
        sam.tap("send")
        await api.quiet()
        assert "<not-saved>" in sam.reads()
        run.behind.intake.is_down = False
        sam.tap("send")
        await api.quiet()
        assert sam.reads()[-1].startswith("<receipt>")
        assert len(run.behind.intake.tips) == 1


class SecretInWordsError(Exception):
    """An error as libraries make them: with a sender's words in it."""


async def test_an_unexpected_error_is_told_and_does_not_stop_the_line(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.crash = SecretInWordsError
    async with running(api, behind) as run:
        sam, ali = api.person("Sam"), api.person("Ali")
        sam.say(TIP)
        await api.quiet()
        assert sam.reads() == ["<broken>"]
        ali.say("/start")
        await api.quiet()
        assert ali.reads() == ["<greeting>"]
        assert run.tally.faults == {(Happening.HANDLER_FAILED, "SecretInWordsError"): 1}


async def test_an_update_that_nobody_can_read_is_told_and_passed_over(api: BotApi) -> None:
    async with running(api) as run:
        sam = api.person()
        sam.send({"entities": "these are no entities", "text": TIP})
        sam.send({"text": {"not": "a text"}})
        sam.say("/start")
        await api.quiet()
        assert sorted(sam.reads()) == ["<broken>", "<broken>", "<greeting>"]
        assert run.tally.notes[Happening.UNREADABLE] == 2


class HangingFront:
    """A line that hangs at one word."""

    def __init__(self, behind: Behind) -> None:
        self._reporter = behind.reporter()
        self.clear_ended = self._reporter.clear_ended

    async def talk(self, event: Event, stage: Stage) -> None:
        if isinstance(event, Said) and "hang" in event.text:
            await asyncio.Event().wait()
        await self._reporter.talk(event, stage)


async def test_an_answer_that_hangs_is_given_up_and_told(api: BotApi) -> None:
    front = HangingFront(Behind())
    async with running(api, front=front, timing=replace(QUICK, talk=0.2)) as run:
        sam = api.person()
        sam.say("hang")
        await api.quiet()
        assert sam.reads() == ["<broken>"]
        assert run.tally.faults == {(Happening.HANDLER_FAILED, "TimeoutError"): 1}


async def test_a_code_that_could_not_be_shown_comes_with_another_tap_on_send(api: BotApi) -> None:
    behind = Behind()
    async with running(api, behind):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        api.fail("sendMessage", BROKEN, times=QUICK.patience.tries)
        sam.tap("send")
        await api.quiet()
        assert not any("<receipt>" in text for text in sam.reads())
        sam.tap("send")
        await api.quiet()
        assert sam.reads()[-1].startswith("<receipt>")
        assert "send" not in sam.sees()[-2].options
    assert len(behind.intake.tips) == 1

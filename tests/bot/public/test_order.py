"""Are updates answered once, in order within a chat, and emergencies at once?"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bench.botapi import BotApi, Fault
from bot.public.poller import Pace
from bot.public.watch import Happening
from core.rush import MANY
from tests.bot.public.fakes import Behind
from tests.bot.public.running import QUICK, running, until

TIP = "They sell on Hythe Hill every Friday from a black Golf"


async def test_messages_of_a_chat_are_taken_in_order_while_each_waits(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with running(api, behind):
        sam = api.person()
        said = [f"message number {at}" for at in range(12)]
        for words in said:
            sam.say(words)
        await until(lambda: behind.analyser.waiting == 1)
        behind.analyser.gate.set()
        await api.quiet()
        assert behind.analyser.seen == said


async def test_an_emergency_keeps_its_place_while_its_answer_is_slow(api: BotApi) -> None:
    behind = Behind()
    async with running(api, behind):
        sam = api.person()
        api.fail("sendMessage", Fault(delay=0.3))
        said = ["he is outside with a knife", "at number 5", "please hurry"]
        for words in said:
            sam.say(words)
        await api.quiet()
        assert sam.reads()[0] == "<emergency>"
        assert behind.analyser.seen == said


async def test_an_emergency_is_answered_before_an_earlier_message_of_the_same_chat(
    api: BotApi,
) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with running(api, behind):
        sam = api.person()
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        began = time.monotonic()
        sam.say("now he has a knife")
        await until(lambda: "<emergency>" in sam.reads(), 1.0)
        assert time.monotonic() - began < 1
        behind.analyser.gate.set()
        await api.quiet()
        assert behind.analyser.seen == [TIP, "now he has a knife"]


@pytest.mark.parametrize("count", [100, 230])
async def test_an_emergency_is_answered_within_a_second_while_others_are_analysed(
    api: BotApi, count: int
) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with running(api, behind) as run:
        for at in range(count):
            api.person(f"P{at}").say(f"{TIP}, number {at}")
        await until(lambda: behind.analyser.waiting == count, 20)
        sam = api.person("Sam")
        began = time.monotonic()
        sam.say("he has a knife")
        await until(lambda: "<emergency>" in sam.reads(), 3.0)
        assert time.monotonic() - began < 1
        assert run.tally.notes[Happening.CONFIRMED_EARLY] >= 1
        behind.analyser.gate.set()
        await api.quiet(20)
        await until(lambda: len(behind.analyser.seen) == count + 1, 20)


async def test_whoever_waits_in_a_rush_is_told_once_and_answered_in_order(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with running(api, behind):
        people = [api.person(f"P{at}") for at in range(MANY + 10)]
        for person in people:
            person.say(TIP)
        people[0].say(f"{TIP}, again")
        await until(lambda: all(person.reads() == ["<rush>"] for person in people), 20)
        behind.analyser.gate.set()
        await api.quiet(20)
        for person in people:
            first, second, *_ = person.reads()
            assert (first, second == "<rush>") == ("<rush>", False)
        assert behind.analyser.seen.index(TIP) < behind.analyser.seen.index(f"{TIP}, again")
        assert people[0].reads().count("<rush>") == 1
        people[0].say("/erase")
        await until(lambda: people[0].reads() == ["<erased>"], 20)


async def test_an_answer_that_telegram_holds_back_does_not_hide_an_emergency(api: BotApi) -> None:
    behind = Behind()
    async with running(api, behind) as run:
        slow = api.person("Slow")
        wait = Fault(code=429, description="Too Many Requests", retry_after=2)
        api.fail("sendMessage", wait, chat=slow.id)
        slow.say("/help")
        await until(lambda: api.called("sendMessage"))
        behind.analyser.gate.clear()
        for at in range(120):
            api.person(f"P{at}").say(f"{TIP}, number {at}")
        await until(lambda: behind.analyser.waiting == 120, 20)
        assert run.tally.notes[Happening.CONFIRMED_EARLY] >= 1
        behind.analyser.gate.set()
        await api.quiet(20)


async def test_a_slow_chat_does_not_hold_up_another(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with running(api, behind):
        sam, ali = api.person("Sam"), api.person("Ali")
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        ali.say("/start")
        await until(lambda: ali.reads() == ["<greeting>"], 1.0)
        behind.analyser.gate.set()


async def test_work_at_once_is_bounded(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    timing = replace(QUICK, pace=replace(QUICK.pace, window=10))
    async with running(api, behind, timing=timing) as run:
        with api.held():
            for at in range(300):
                api.person(f"P{at}").say(TIP)
        await until(lambda: run.tally.notes[Happening.WINDOW_FULL] > 0)
        # One fetch may bring as many as Telegram gives at once.
        await until(lambda: behind.analyser.waiting == 100)
        await asyncio.sleep(0.1)
        assert behind.analyser.waiting == 100
        behind.analyser.gate.set()
        await api.quiet(20)
        assert len(behind.analyser.seen) == 300


def test_the_window_is_larger_than_what_telegram_shows_at_once() -> None:
    assert 100 < Pace().window <= 20_000


async def test_an_update_that_comes_again_and_again_is_answered_once(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        await api.quiet()
        (update,) = api.world.history.values()
        for _ in range(3):
            api.world.deliver(update)
            await api.quiet()
        assert sam.reads() == ["<greeting>"]


async def test_an_update_twice_in_one_batch_is_answered_once(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        with api.held() as batch:
            sam.say("/start")
            batch.append(batch[0])
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


async def test_a_confirmation_that_is_lost_answers_nothing_twice(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        await until(sam.reads)
        api.fail("getUpdates", Fault(drop="before"), times=2)
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


async def test_updates_in_any_order_are_all_answered_once(api: BotApi) -> None:
    people = [api.person(f"P{at}") for at in range(30)]
    async with running(api):
        with api.held() as batch:
            for person in people:
                person.say("/start")
            batch.sort(key=lambda update: update["update_id"] * 17 % 31)
        await api.quiet()
        assert [person.reads() for person in people] == [["<greeting>"]] * 30


async def test_numbers_that_begin_anew_after_a_quiet_week_are_answered(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        sam.say("/start")
        await api.quiet()
        (update,) = api.world.history.values()
        api.world.deliver(update | {"update_id": 1_000})
        await api.quiet()
        assert sam.reads() == ["<greeting>", "<greeting>"]


async def test_ten_thousand_messages_of_one_sender_leave_room_for_others(api: BotApi) -> None:
    async with running(api) as run:
        sam, ali = api.person("Sam"), api.person("Ali")
        with api.held():
            for at in range(1_000):
                sam.say(f"spam {at}")
            ali.say("he has a knife")
        began = time.monotonic()
        await until(lambda: "<emergency>" in ali.reads(), 10)
        assert time.monotonic() - began < 5
        await api.quiet(20)
        assert sam.reads().count("<slow-down>") == 1
        assert len(run.behind.analyser.seen) < 30

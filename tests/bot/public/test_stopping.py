"""Is an update confirmed only when it is done, so that a stop or a crash loses none?"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass, field, replace

import pytest

from bench.botapi import BotApi
from bot.public.bot import PublicBot, run_public_bot
from core.receipt import Receipt
from core.tip import Tip
from tests.bot.public.fakes import Behind, PlainIntake, Tally
from tests.bot.public.running import QUICK, Start, running, until

TIP = "They sell on Hythe Hill every Friday from a black Golf"


@dataclass
class GatedIntake(PlainIntake):
    """An intake that waits, before it commits or after."""

    before: asyncio.Event = field(default_factory=asyncio.Event)
    after: asyncio.Event = field(default_factory=asyncio.Event)
    entered: int = 0

    async def keep(self, secret: bytes, tip: Tip) -> Receipt:
        self.entered += 1
        await self.before.wait()
        receipt = await super().keep(secret, tip)
        await self.after.wait()
        return receipt


async def test_a_message_in_work_when_the_bot_dies_is_delivered_to_the_next(api: BotApi) -> None:
    dying, sam = Behind(), api.person()
    dying.analyser.gate.clear()
    async with running(api, dying) as run:
        sam.say(TIP)
        await until(lambda: dying.analyser.waiting == 1)
        await run.kill()
    assert len(api.world.pending) == 1
    async with running(api) as run:
        await api.quiet()
        assert run.behind.analyser.seen == [TIP]
        assert sam.reads() == ["<ask-who>"]


@pytest.mark.parametrize("is_committed", [False, True], ids=["before", "after"])
async def test_a_crash_around_the_commit_gives_one_tip_or_an_honest_word(
    api: BotApi,
    is_committed: bool,  # noqa: FBT001  # a case of the table
) -> None:
    intake, sam = GatedIntake(), api.person()
    async with running(api, Behind(intake=intake)) as run:
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        if is_committed:
            intake.before.set()
        sam.tap("send")
        await until(lambda: intake.entered and len(intake.tips) == is_committed)
        await run.kill()
    assert len(api.world.pending) == 1
    async with running(api, Behind(intake=intake)):
        await api.quiet()
    assert len(intake.tips) == is_committed
    assert sam.reads()[-1].split()[0] == ("<receipt>" if is_committed else "<expired>")


async def test_nothing_is_confirmed_past_a_message_in_work(api: BotApi) -> None:
    behind, sam, ali = Behind(), api.person("Sam"), api.person("Ali")
    behind.analyser.gate.clear()
    async with running(api, behind):
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        slow = max(api.world.history)
        for _ in range(3):
            ali.say("/start")
        await until(lambda: len(ali.reads()) == 3)
        await asyncio.sleep(0.1)
        assert api.world.highest_offset <= slow
        assert len(ali.reads()) == 3
        behind.analyser.gate.set()
        await api.quiet()


async def test_a_tap_in_work_is_not_confirmed_early_whatever_the_crowd(api: BotApi) -> None:
    intake = GatedIntake()
    behind, sam = Behind(intake=intake), api.person()
    timing = replace(QUICK, pace=replace(QUICK.pace, held=60.0))
    async with running(api, behind, timing=timing):
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        behind.analyser.gate.clear()
        sam.tap("send")
        await until(lambda: intake.entered == 1)
        tap = max(api.world.history)
        for at in range(150):
            api.person(f"P{at}").say(TIP)
        await until(lambda: behind.analyser.waiting == 99, 20)
        await asyncio.sleep(0.2)
        assert api.world.highest_offset <= tap
        intake.before.set()
        intake.after.set()
        await until(lambda: behind.analyser.waiting == 150, 20)
        behind.analyser.gate.set()
        await api.quiet(20)


async def test_an_emergency_is_not_hidden_for_long_by_a_tap_and_a_crowd(api: BotApi) -> None:
    intake = GatedIntake()
    behind, sam = Behind(intake=intake), api.person()
    timing = replace(QUICK, pace=replace(QUICK.pace, held=0.1))
    async with running(api, behind, timing=timing):
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        behind.analyser.gate.clear()
        sam.tap("send")
        await until(lambda: intake.entered == 1)
        for at in range(150):
            api.person(f"P{at}").say(TIP)
        ali = api.person("Ali")
        ali.say("he is outside with a knife")
        await until(lambda: ali.reads() == ["<emergency>"], 10)
        assert intake.entered == 1
        intake.before.set()
        intake.after.set()
        behind.analyser.gate.set()
        await api.quiet(20)
        assert sam.reads()[-1].startswith("<receipt>")


async def test_stopping_finishes_and_confirms_what_is_in_work(api: BotApi) -> None:
    behind, sam = Behind(), api.person()
    behind.analyser.gate.clear()
    async with running(api, behind) as run:
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        run.bot.stop()
        sam.say("this comes too late for it")
        await asyncio.sleep(0.1)
        assert not run.task.done()
        behind.analyser.gate.set()
        await run.task
    assert sam.reads() == ["<ask-who>"]
    assert [update["message"]["text"] for update in api.world.pending] == [
        "this comes too late for it"
    ]


async def test_stopping_does_not_wait_for_ever(api: BotApi) -> None:
    behind, sam = Behind(), api.person()
    behind.analyser.gate.clear()
    async with running(api, behind, timing=replace(QUICK, grace=0.3)) as run:
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        began = time.monotonic()
        await run.stop()
        assert time.monotonic() - began < 2
    assert len(api.world.pending) == 1


async def test_a_quiet_bot_stops_at_once(api: BotApi) -> None:
    async with running(api) as run:
        await until(lambda: api.called("getUpdates"))
        began = time.monotonic()
        await run.stop()
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_in_good_order(api: BotApi, number: signal.Signals) -> None:
    start, sam = Start(api), api.person()
    start.behind.analyser.gate.clear()
    ready = asyncio.Event()
    task = asyncio.ensure_future(run_public_bot(PublicBot(start.setup(Tally())), ready.set))
    await ready.wait()
    sam.say(TIP)
    await until(lambda: start.behind.analyser.waiting == 1)
    os.kill(os.getpid(), number)
    await asyncio.sleep(0.05)
    start.behind.analyser.gate.set()
    async with asyncio.timeout(5):
        await task
    assert sam.reads() == ["<ask-who>"]
    assert api.world.pending == []

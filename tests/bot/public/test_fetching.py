"""Does fetching go on through Telegram's failures, and stop only for a token that is refused?"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from bench.botapi import BotApi, Fault
from bot.public.bot import PublicBot
from bot.public.setup import TokenRefused
from bot.public.watch import Happening
from tests.bot.public.fakes import Tally
from tests.bot.public.running import Start, running, until

BUSY = Fault(code=429, description="Too Many Requests: retry after 1", retry_after=1)
BROKEN = Fault(code=500, description="Internal Server Error")
CUT_BEFORE, CUT_AFTER = Fault(drop="before"), Fault(drop="after")


@pytest.mark.parametrize(
    "fault",
    [BROKEN, CUT_BEFORE, CUT_AFTER, Fault(garbage=True), BUSY, Fault(code=409)],
    ids=["500", "cut before", "cut after", "garbage", "429", "409"],
)
async def test_fetching_goes_on_after_a_failure(api: BotApi, fault: Fault) -> None:
    async with running(api):
        sam = api.person()
        api.fail("getUpdates", fault, times=3)
        sam.say("/start")
        await api.quiet()
        assert sam.reads() == ["<greeting>"]


async def test_fetching_waits_longer_after_each_failure(api: BotApi) -> None:
    async with running(api) as run:
        await until(lambda: api.called("getUpdates"))
        api.fail("getUpdates", BROKEN, times=4)
        api.person().say("/start")
        await api.quiet()
        assert run.tally.faults[Happening.FETCH_FAILED, "TelegramServerError"] == 4
        calls = [call.at for call in api.calls if call.method == "getupdates"]
        waits = [after - before for before, after in pairwise(calls)]
        failed = waits[1:5]
        assert failed[0] < failed[2]
        assert max(failed) < 1


async def test_fetching_keeps_to_what_telegram_asks(api: BotApi) -> None:
    async with running(api):
        sam = api.person()
        api.fail("getUpdates", BUSY)
        sam.say("/start")
        await api.quiet()
        calls = [call.at for call in api.calls if call.method == "getupdates"]
        assert sam.reads() == ["<greeting>"]
        assert max(after - before for before, after in pairwise(calls)) >= 1


async def test_a_token_that_is_revoked_stops_the_bot_with_one_clear_error(api: BotApi) -> None:
    bot = PublicBot(Start(api).setup(Tally()))
    task = asyncio.ensure_future(bot.run())
    await until(lambda: api.called("getUpdates"))
    api.revoked = True
    api.person().say("/start")
    with pytest.raises(TokenRefused, match="TIPLINE_BOT_TOKEN"):
        await task
    assert api.token not in str(TokenRefused())


@pytest.mark.parametrize("token", ["1:wrong-token", "no token at all", ""])
async def test_a_wrong_token_stops_the_start(api: BotApi, token: str) -> None:
    tally = Tally()
    start = replace(Start(api).setup(tally), token=token)
    with pytest.raises(TokenRefused):
        await PublicBot(start).run()


async def test_the_start_waits_for_telegram_to_come_back(api: BotApi) -> None:
    api.fail("getMe", BROKEN, times=2)
    api.fail("setMyCommands", CUT_BEFORE)
    sam = api.person()
    sam.say("/start")
    async with running(api):
        await api.quiet()
    assert sam.reads() == ["<greeting>"]


async def test_a_bot_that_never_started_can_be_stopped(api: BotApi) -> None:
    api.fail("getMe", BROKEN, times=1_000)
    bot = PublicBot(Start(api).setup(Tally()))
    task = asyncio.ensure_future(bot.run())
    await until(lambda: len(api.called("getMe")) >= 2)
    bot.stop()
    async with asyncio.timeout(3):
        await task

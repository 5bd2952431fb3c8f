"""Does a webhook take only what Telegram sends, and answer 200 only for what is done?"""

from __future__ import annotations

import asyncio
import io
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bench.botapi import BotApi
from bot.public.bot import PublicBot
from bot.public.docket import Docket
from bot.public.hook import Hook
from bot.public.listening import PortTaken
from bot.public.reading import SUBSCRIBED
from bot.public.setup import TokenRefused
from bot.public.watch import Happening, Span
from bot.public.webhook import LONGEST_BODY
from tests.bot.public.fakes import Behind, Tally
from tests.bot.public.running import QUICK, Running, Start, running, until
from tests.bot.public.test_stopping import GatedIntake

TIP = "They sell on Hythe Hill every Friday from a black Golf"
SECRET = "u8Zk2-testing_only-Qm4Xw7Lr9Tb1Vc"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def hook_at(port: int, **more: Any) -> Hook:
    url = f"http://127.0.0.1:{port}/telegram"
    return replace(Hook(url=url, secret=SECRET, path="/telegram", port=port, early=5.0), **more)


@asynccontextmanager
async def hooked(
    api: BotApi, behind: Behind | None = None, *, timing: object = QUICK, **more: Any
) -> AsyncIterator[Running]:
    hook = hook_at(free_port(), **more)
    async with running(api, behind, hook=hook, timing=timing) as run:
        await until(lambda: run.bot.is_ready)
        yield run


async def post(
    api: BotApi, body: bytes | io.BytesIO, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Deliver something by hand; status and text of the answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            api.world.webhook, data=body, headers={HEADER: SECRET} if headers is None else headers
        ) as answer,
    ):
        return answer.status, await answer.text()


async def raw_status(port: int, head: bytes) -> bytes:
    """First line of the answer to bytes as they are; the body that they promise never comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head)
    try:
        async with asyncio.timeout(2):
            return (await reader.readline()).strip()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_a_report_goes_through_and_every_update_is_taken_once(api: BotApi) -> None:
    async with hooked(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        sam.tap("send")
        await api.quiet()
        assert sam.reads()[-1].split()[0] == "<receipt>"
        assert len(run.behind.intake.tips) == 1
        assert set(map(tuple, api.deliverer.answers.values())) == {(200,)}
        assert run.tally.spans[Span.ANSWER] == 3
    assert not api.called("getUpdates")


async def test_telegram_is_told_the_secret_and_the_kinds(api: BotApi) -> None:
    async with hooked(api):
        told = api.called("setWebhook")[0]
    assert told["secret_token"] == SECRET
    assert tuple(told["allowed_updates"]) == SUBSCRIBED
    assert int(told["max_connections"]) == 100
    assert told["drop_pending_updates"] in (False, "false")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: ""},
        {HEADER: SECRET[:-1]},
        {HEADER: SECRET + "x"},
        {HEADER: SECRET.lower()},
        {"Authorization": SECRET},
    ],
    ids=["none", "empty", "shorter", "longer", "other case", "other header"],
)
async def test_nothing_is_taken_without_the_secret(api: BotApi, headers: dict[str, str]) -> None:
    async with hooked(api) as run:
        assert await post(api, b'{"update_id": 1}', headers) == (401, "")
        assert run.tally.notes[Happening.SECRET_REFUSED] == 1
        assert not run.tally.faults


@pytest.mark.parametrize("value", ["пароль", "é" * 32, "\udcff\udcfe"])
async def test_a_secret_of_other_letters_is_refused_like_any_other(api: BotApi, value: str) -> None:
    async with hooked(api) as run:
        port = int(api.world.webhook.split(":")[2].split("/")[0])
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {value}\r\nContent-Length: 9999\r\n"
        )
        # The body never comes: the answer does not wait for it.
        status = await raw_status(port, head.encode("utf-8", "surrogateescape") + b"\r\n")
        assert status.split()[1] == b"401"
        assert not run.tally.faults


async def test_two_secrets_at_once_are_none(api: BotApi) -> None:
    async with hooked(api):
        port = int(api.world.webhook.split(":")[2].split("/")[0])
        head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\n{HEADER}: x\r\n\r\n"
        assert (await raw_status(port, head.encode())).split()[1] == b"401"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": ' + b"9" * 5_000 + b"}",
        b'{"message": {"text": "words"}}',
    ],
    ids=["empty", "cut", "null", "list", "bytes", "deep", "text", "true", "digits", "no number"],
)
async def test_what_is_no_update_is_counted_and_never_asked_for_again(
    api: BotApi, body: bytes
) -> None:
    async with hooked(api) as run:
        assert await post(api, body) == (200, "")
        assert run.tally.notes[Happening.MALFORMED] == 1
        assert not run.tally.faults


@pytest.mark.parametrize(
    ("body", "counted"),
    [(b'{"update_id": 5}', 0), (b'{"update_id": 5, "jetpack": {"fuel": 1}}', 0),
     (b'{"update_id": 5, "message": {"chat": 7}}', 1)],
    ids=["bare", "unknown kind", "broken message"],
)  # fmt: skip
async def test_updates_of_unknown_form_are_done_at_once(
    api: BotApi, body: bytes, counted: int
) -> None:
    async with hooked(api) as run:
        assert (await post(api, body))[0] == 200
        assert run.tally.notes[Happening.UNREADABLE] == counted


async def test_a_body_that_is_too_large_is_refused(api: BotApi) -> None:
    async with hooked(api) as run:
        assert (await post(api, io.BytesIO(b"x" * (3 * LONGEST_BODY))))[0] == 413
        assert run.tally.notes[Happening.TOO_LARGE] == 1


async def test_other_paths_and_methods_are_not_there(api: BotApi) -> None:
    async with hooked(api), aiohttp.ClientSession() as session:
        async with session.get(api.world.webhook, headers={HEADER: SECRET}) as answer:
            assert answer.status == 405
        async with session.post(api.world.webhook + "/x", headers={HEADER: SECRET}) as answer:
            assert answer.status == 404


async def test_an_update_delivered_again_is_done_once(api: BotApi) -> None:
    async with hooked(api) as run:
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        update = api.world.history[max(api.world.history)]
        for _ in range(3):
            api.world.deliver(update)
        await api.quiet()
        assert run.behind.analyser.seen == [TIP]


async def test_send_is_answered_after_the_commit(api: BotApi) -> None:
    intake = GatedIntake()
    intake.after.set()
    async with hooked(api, Behind(intake=intake), early=0.01, late=0.1):
        sam = api.person()
        sam.say(TIP)
        await api.quiet()
        sam.tap("done")
        await api.quiet()
        sam.tap("send")
        tap = max(api.world.history)
        await until(lambda: len(api.deliverer.answers.get(tap, ())) == 2)
        assert api.deliverer.answers[tap] == [500, 500]
        assert not intake.tips
        intake.before.set()
        await api.quiet()
        assert api.deliverer.answers[tap][-1] == 200
        assert (len(intake.tips), intake.entered) == (1, 1)


async def test_an_emergency_does_not_wait_for_the_message_before_it(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with hooked(api, behind, early=0.2) as run:
        sam = api.person()
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        began = time.monotonic()
        sam.say("now he has a knife")
        await until(lambda: "<emergency>" in sam.reads(), 1.0)
        assert time.monotonic() - began < 1
        assert run.tally.notes[Happening.CONFIRMED_EARLY] >= 1
        behind.analyser.gate.set()
        await api.quiet()
        assert behind.analyser.seen == [TIP, "now he has a knife"]


async def test_sigterm_finishes_what_is_in_work_and_takes_nothing_more(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with hooked(api, behind) as run:
        sam, ali = api.person("Sam"), api.person("Ali")
        first = sam.say(TIP) and max(api.world.history)
        await until(lambda: behind.analyser.waiting == 1)
        run.bot.stop()
        assert not run.bot.is_ready
        ali.say("/start")
        late = max(api.world.history)
        await until(lambda: api.deliverer.answers.get(late))
        assert set(api.deliverer.answers[late]) == {503}
        assert not run.task.done()
        behind.analyser.gate.set()
        await run.task
        assert api.deliverer.answers[first] == [200]
    assert sam.reads() == ["<ask-who>"]
    async with hooked(api):
        await api.quiet()
        assert ali.reads()


async def test_what_is_cut_short_is_delivered_to_the_next(api: BotApi) -> None:
    behind = Behind()
    behind.analyser.gate.clear()
    async with hooked(api, behind, timing=replace(QUICK, grace=0.1)) as run:
        sam = api.person()
        sam.say(TIP)
        await until(lambda: behind.analyser.waiting == 1)
        await run.stop()
    assert set(api.deliverer.answers[max(api.world.history)]) <= {503, 0}
    async with hooked(api) as run:
        await api.quiet()
        assert run.behind.analyser.seen == [TIP]


async def test_a_line_that_was_turned_away_is_counted_and_turned_back(api: BotApi) -> None:
    async with hooked(api, look=0.05) as run:
        ours = api.world.webhook
        api.world.webhook = "http://127.0.0.1:9/thief"
        await until(lambda: run.tally.notes[Happening.HOOK_MOVED])
        await until(lambda: api.world.webhook == ours)


async def test_a_revoked_token_ends_it(api: BotApi) -> None:
    tally = Tally()
    bot = PublicBot(Start(api, hook=hook_at(free_port(), look=0.05)).setup(tally))
    ready = asyncio.Event()
    task = asyncio.ensure_future(bot.run(ready.set))
    await ready.wait()
    api.revoked = True
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(task, 5)
    assert tally.notes[Happening.TOKEN_REFUSED]


async def test_a_port_that_is_taken_is_said(api: BotApi) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        hook = hook_at(int(other.getsockname()[1]))
        with pytest.raises(PortTaken):
            async with running(api, hook=hook):
                pass


def test_only_so_many_finished_updates_are_remembered() -> None:
    async def go() -> None:
        docket = Docket(remembered=2)
        for number in range(4):
            docket.begin(number, may_go_early=True)
            docket.finish(number)
        assert [docket.is_done(number) for number in range(4)] == [False, False, True, True]

    asyncio.run(go())

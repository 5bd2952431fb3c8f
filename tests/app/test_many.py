"""Do several real processes answer as one line, also while they are replaced?

`tipline bot --processes 2` runs behind a webhook of the test's Bot API server, with a real Redis
and with SQLite or a real PostgreSQL, where it signs in with an account of its role and no more.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from app.clock import SystemClock
from app.many import hook_for_many
from app.problems import BadInput
from app.settings import load_settings
from bench.botapi import BotApi
from bench.launching import BotProcess
from bench.postgres import PostgresServer
from bench.redis import RedisProcess
from storage.store import open_staff
from tests.app.test_running_bot import family
from tests.bot.public.test_kill import TIPLINE, Sender, until_preview, until_receipt
from tests.bot.public.test_webhook import SECRET, free_port
from tests.support.accounts import urls_of
from tests.support.processes import bot_process, database_of, make_desk, take_crowds

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
URL = "https://line.example/telegram"


def settings_of(monkeypatch: pytest.MonkeyPatch, **more: str) -> object:
    given = {"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": SECRET, **more}
    for name, value in given.items():
        monkeypatch.setenv(f"TIPLINE_{name}", value)
    return hook_for_many(load_settings({}))


def test_several_processes_cannot_fetch_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="TIPLINE_WEBHOOK_URL"):
        settings_of(monkeypatch, REDIS_URL="unix:///run/redis.sock")


def test_several_processes_need_somewhere_to_share(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="TIPLINE_REDIS_URL"):
        settings_of(monkeypatch, WEBHOOK_URL=URL)


def test_with_both_they_may_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(monkeypatch, WEBHOOK_URL=URL, REDIS_URL="unix:///run/redis.sock")


@dataclass
class Line:
    """Two processes that answer as one."""

    api: BotApi
    bot: BotProcess
    database: str
    port: int
    health: int
    metrics: int

    @property
    def said(self) -> str:
        return (self.bot.folder / "out").read_text()

    def tips(self) -> int:
        engine = create_engine(self.database)
        with engine.connect() as connection:
            count = connection.execute(text("SELECT count(*) FROM tips")).scalar_one()
        engine.dispose()
        return int(count)

    def crowd(self, wave: int, count: int = 6) -> list[Sender]:
        return [
            Sender(
                self.api.person(f"W{wave}N{number}"),
                f"They sell crack at {number + 1} Hythe Hill in Colchester on Friday nights, "
                f"black Golf, wave {wave}",
                set(),
            )
            for number in range(count)
        ]


@dataclass(frozen=True)
class Base:
    """A database with a desk: as its owner sees it, and where the bot signs in."""

    owner: str
    bot: str


async def sqlite_of(folder: Path) -> Base:
    await make_desk(folder)
    url = f"sqlite:///{folder / 'data' / 'tipline.db'}"
    return Base(url, url)


async def postgres_of(folder: Path, server: PostgresServer, url: str) -> Base:
    await make_desk(folder, url)
    urls = await urls_of(url, server, "public")
    return Base(url.replace("postgresql:", "postgresql+psycopg:"), urls["public"])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def base(request: pytest.FixtureRequest, tmp_path: Path) -> Base:
    if request.param == "sqlite":
        return await sqlite_of(tmp_path)
    server = request.getfixturevalue("postgres_server")
    return await postgres_of(
        tmp_path, server, request.getfixturevalue("make_postgres")("template1")
    )


@asynccontextmanager
async def line_of(
    folder: Path, redis: RedisProcess, base: Base, **more: str
) -> AsyncIterator[Line]:
    await take_crowds(base.owner, folder / "data")
    seed = folder / "data" / "session-seed"
    seed.write_text(os.urandom(32).hex())
    seed.chmod(0o600)
    port, health, metrics = free_port(), free_port(), free_port()
    settings = {
        "TIPLINE_DATABASE_URL": base.bot,
        "TIPLINE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "TIPLINE_WEBHOOK_SECRET": SECRET,
        "TIPLINE_WEBHOOK_PORT": str(port),
        "TIPLINE_REDIS_URL": redis.url,
        "TIPLINE_HEALTH_PORT": str(health),
        "TIPLINE_METRICS_PORT": str(metrics),
    }
    async with (
        BotApi() as api,
        bot_process(api, folder, processes=2, **settings, **more) as bot,
    ):
        yield Line(api, bot, base.owner, port, health, metrics)


def check(line: Line, everybody: list[Sender]) -> None:
    """Every receipt that was shown opens one tip; none was lost, none is double."""
    codes = [code for sender in everybody for code in sender.codes]
    assert all(len(sender.codes) == 1 for sender in everybody)
    assert len(set(codes)) == len(codes) == len(everybody) == line.tips()


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
@pytest.mark.redis
async def test_reports_go_through_while_all_processes_are_replaced(
    tmp_path: Path, redis_server: RedisProcess, base: Base
) -> None:
    async with line_of(tmp_path, redis_server, base) as line:
        old = family(line.bot.process.pid)
        everybody: list[Sender] = []
        waves = 0
        while '"replaced"' not in line.said or waves < 3:
            senders = line.crowd(waves)
            everybody += senders
            await until_preview(line.api, senders)
            if waves == 0:
                line.bot.process.send_signal(signal.SIGHUP)
            await until_receipt(line.api, senders)
            waves += 1
        assert family(line.bot.process.pid) & old == {line.bot.process.pid}
        check(line, everybody)
        async with httpx.AsyncClient() as agent:
            ready = await agent.get(f"http://127.0.0.1:{line.health}/ready")
            async with asyncio.timeout(30):  # a process tells its counts every few seconds
                shown = ""
                while 'tipline_ready{process="2"} 1.0' not in shown:
                    await asyncio.sleep(0.2)
                    shown = (await agent.get(f"http://127.0.0.1:{line.metrics}/metrics")).text
        assert ready.status_code == 200
        assert "tipline_processes 2.0" in shown
        assert await line.bot.stop() == 0
    assert '"process_lost"' not in line.said
    assert "Traceback" not in line.said


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
@pytest.mark.redis
async def test_reports_go_through_while_a_process_is_killed(
    tmp_path: Path, redis_server: RedisProcess, base: Base
) -> None:
    async with line_of(tmp_path, redis_server, base) as line:
        parent = line.bot.process.pid
        one = min(family(parent) - {parent})
        senders = line.crowd(0, 10)
        await until_preview(line.api, senders)
        for sender in senders:
            sender.go_on()
        await asyncio.sleep(0.3)
        os.kill(one, signal.SIGKILL)
        await until_receipt(line.api, senders)
        check(line, senders)
        assert '"process_lost"' in line.said
        assert await line.bot.stop() == 0


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
@pytest.mark.redis
async def test_when_the_parent_is_killed_its_processes_finish_what_they_have_and_end(
    tmp_path: Path, redis_server: RedisProcess
) -> None:
    async with line_of(tmp_path, redis_server, await sqlite_of(tmp_path)) as line:
        left = family(line.bot.process.pid) - {line.bot.process.pid}
        senders = line.crowd(0)
        await until_preview(line.api, senders)
        for sender in senders:
            sender.go_on()
        await asyncio.sleep(0.2)
        line.bot.process.kill()  # it alone, where bot.kill() would end the others with it
        await line.bot.process.wait()
        async with asyncio.timeout(60):
            while any(Path(f"/proc/{pid}").exists() for pid in left):
                await asyncio.sleep(0.1)
        shown = [sender for sender in senders if sender.look()]
        assert line.tips() >= len(shown)
        with socket.create_server(("127.0.0.1", line.port)):
            pass  # nobody listens there any more


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
@pytest.mark.redis
async def test_what_keeps_the_first_from_starting_is_said_once_and_ends_it(
    tmp_path: Path, redis_server: RedisProcess
) -> None:
    await make_desk(tmp_path)  # and no seed for the keys of what is shared
    environment = os.environ | {
        "TIPLINE_DATA_DIR": str(tmp_path / "data"),
        "TIPLINE_BOT_TOKEN": TOKEN,
        "TIPLINE_TELEGRAM_API": "http://127.0.0.1:9",
        "TIPLINE_WEBHOOK_URL": "http://127.0.0.1:8/telegram",
        "TIPLINE_WEBHOOK_SECRET": SECRET,
        "TIPLINE_WEBHOOK_PORT": str(free_port()),
        "TIPLINE_REDIS_URL": redis_server.url,
    }
    process = await asyncio.create_subprocess_exec(
        *TIPLINE,
        *("bot", "--processes", "2"),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().count("tipline: ") == 1
    assert "session-seed" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.model
@pytest.mark.redis
async def test_what_moderators_steer_reaches_every_process_within_five_seconds(
    tmp_path: Path, redis_server: RedisProcess
) -> None:
    async def first_screens(line: Line) -> list[str]:
        """What a crowd is greeted with, by whichever process answers each."""
        people = [line.api.person(f"P{number}") for number in range(20)]
        for person in people:
            person.say("/start")
        await line.api.quiet(60)
        return ["\n".join(person.reads()) for person in people]

    async with line_of(tmp_path, redis_server, await sqlite_of(tmp_path)) as line:
        folder = tmp_path / "data"
        async with open_staff(database_of(tmp_path), folder, clock=SystemClock()) as staff:
            assert not any("TOWN HALL" in screen for screen in await first_screens(line))
            await staff.steering.set_notice("en", "See us at the TOWN HALL", by="ada")
            await asyncio.sleep(5)
            assert all("TOWN HALL" in screen for screen in await first_screens(line))
            await staff.steering.pause(by="ada", note="full")
            await staff.steering.set_notice("en", "", by="ada")
            await asyncio.sleep(5)
            screens = await first_screens(line)
            assert not any("TOWN HALL" in screen for screen in screens)
            assert all("cannot take new reports" in screen for screen in screens)
        assert await line.bot.stop() == 0

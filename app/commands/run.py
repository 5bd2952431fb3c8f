"""`tipline bot`, `tipline staff` and `tipline janitor`: the processes that run by themselves."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import typer

from app.clock import SystemClock
from app.logs import Event, Log, close_other_logs
from app.problems import BadInput
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.line import Line
    from app.metrics import CountedLog
    from bot.public.bot import PublicBot


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(bot)
    app.command()(staff)
    app.command()(janitor)


def bot() -> None:
    """Run the public bot on Telegram until it is stopped (SIGTERM or Ctrl-C).

    It needs TIPLINE_BOT_TOKEN (from @BotFather) and a real desk (tipline init). It reads
    by long polling: no port has to be open. TIPLINE_WEBHOOK_URL and TIPLINE_WEBHOOK_SECRET
    have Telegram deliver to TIPLINE_WEBHOOK_PORT instead. TIPLINE_TELEGRAM_API names
    another Bot API server.
    """
    from app.hooking import hook_of
    from app.metrics import CountedLog

    settings = load_settings(os.environ)
    token = settings.token()
    hook_of(settings)  # what is wrong with it is said before anything starts
    close_other_logs()
    asyncio.run(_bot(settings, token, CountedLog(sys.stderr)))


async def _bot(settings: Settings, token: str, log: CountedLog) -> None:
    from app.hooking import hook_of
    from app.line import open_line
    from app.wiring import refuse_practice_line
    from bot.public.bot import PublicBot, run_public_bot
    from bot.public.setup import Setup, TokenRefused
    from bot.public.webhook import PortTaken

    await refuse_practice_line(settings)
    async with open_line(settings, log, front="telegram") as line:
        setup = Setup(
            token=token,
            front=line.reporter,
            alarm=line.outside.alarm,
            texts=line.texts,
            watch=log,
            api=settings.telegram_api,
            hook=hook_of(settings),
        )
        public = PublicBot(setup)
        try:
            async with _watched(settings, log, line, public):
                await run_public_bot(public)
        except (TokenRefused, PortTaken) as error:
            raise BadInput(str(error)) from error


@asynccontextmanager
async def _watched(
    settings: Settings, log: CountedLog, line: Line, public: PublicBot
) -> AsyncIterator[None]:
    """Show health and metrics on the ports of the settings, while the block runs."""
    from app.inside import health_pages, showing
    from app.metrics import Gauges, Meters

    gauges = Gauges(
        analyses=lambda: line.analyser.outcomes,
        waiting=lambda: line.analyser.waiting,
        working=lambda: public.working,
        workers_lost=lambda: line.analyser.lost,
        is_ready=lambda: public.is_ready,
        is_flooded=lambda: line.reporter.asks_newcomers,
    )
    meters = Meters(log, gauges, line.outside.clock.ticks)
    health = health_pages(lambda: public.is_ready)
    async with (
        showing(health, settings.health_port, "TIPLINE_HEALTH_PORT"),
        showing({"/metrics": meters.page}, settings.metrics_port, "TIPLINE_METRICS_PORT"),
    ):
        yield


def staff() -> None:
    """Run the staff bot on Telegram until it is stopped (SIGTERM or Ctrl-C).

    It needs TIPLINE_STAFF_TOKEN, of another bot than the public one, and a real desk. It
    holds no key: no word of a tip passes through it. `tipline people chat NAME` makes the
    code that lets somebody in.
    """
    settings = load_settings(os.environ)
    token = settings.staff_bot_token()
    close_other_logs()
    asyncio.run(_staff(settings, token, Log(sys.stderr)))


async def _staff(settings: Settings, token: str, log: Log) -> None:
    from app.staff import open_staff_office
    from bot.staff.bot import run_staff_bot
    from bot.staff.parts import Setup, TokenRefused

    async with open_staff_office(settings) as office:
        setup = Setup(token=token, office=office, api=settings.telegram_api)
        try:
            await run_staff_bot(setup, log)
        except TokenRefused as error:
            raise BadInput(str(error)) from error


def janitor() -> None:
    """Destroy what has been kept long enough; run it once a day.

    Junk goes after 30 days, answers after 30, tips after 365 unless their review date
    was put off, and invitations when their three days are over.
    """
    asyncio.run(_janitor(load_settings(os.environ), Log(sys.stderr)))


async def _janitor(settings: Settings, log: Log) -> None:
    from app.wiring import open_office
    from core.janitor import sweep

    async with open_office(settings) as office:
        swept = await sweep(office.staff.shredder, SystemClock().now().date())
        invitations = await office.staff.invitations.expire()
    log.note(Event.SWEPT, tips=swept.tips, answers=swept.answers, invitations=invitations)

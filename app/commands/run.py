"""`tipline bot`, `tipline staff` and `tipline janitor`: the processes that run by themselves."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Annotated

import typer

from app.clock import SystemClock
from app.logs import Event, Log, close_other_logs
from app.problems import BadInput
from app.settings import Settings, load_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(bot)
    app.command(hidden=True)(bot_process)
    app.command()(staff)
    app.command()(janitor)


def bot(
    processes: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="Equal processes that answer side by side. More than one needs a webhook and "
            "TIPLINE_REDIS_URL; each starts TIPLINE_WORKERS of its own.",
        ),
    ] = 1,
) -> None:
    """Run the public bot on Telegram until it is stopped (SIGTERM or Ctrl-C).

    It needs TIPLINE_BOT_TOKEN (from @BotFather) and a real desk (tipline init). It reads
    by long polling: no port has to be open. TIPLINE_WEBHOOK_URL and TIPLINE_WEBHOOK_SECRET
    have Telegram deliver to TIPLINE_WEBHOOK_PORT instead. TIPLINE_TELEGRAM_API names
    another Bot API server.

    With --processes 4 four processes share that port, and any of them answers any sender.
    One that ends is started again. SIGHUP replaces them one by one, each once the new one is
    ready: so settings and versions change, and nobody's message is lost.
    """
    from app.hooking import hook_of

    settings = load_settings(os.environ)
    settings.token()
    hook_of(settings)  # what is wrong with it is said before anything starts
    close_other_logs()
    if processes > 1:
        from app.many import run_crew  # and nothing of a bot: a parent stays small

        raise typer.Exit(asyncio.run(run_crew(settings, Log(sys.stderr), processes)))

    from app.metrics import CountedLog
    from app.public import run_bot

    asyncio.run(run_bot(settings, CountedLog(sys.stderr)))


def bot_process(listener: int, line: int) -> None:
    """One process of several; `tipline bot` starts it.

    Args:
        listener: number of the open socket that all of them listen on.
        line: number of the open socket that leads to the parent.
    """
    from app.metrics import CountedLog
    from app.public import run_bot
    from app.tether import Tether

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is meant for the parent
    settings = load_settings(os.environ)
    close_other_logs()
    tether = Tether.of_numbers(listener, line)
    asyncio.run(run_bot(settings, CountedLog(sys.stderr), tether))


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

"""How one process of the public bot runs: the line, the bot, and what can be watched of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from app.hooking import hook_of
from app.inside import health_pages, showing
from app.line import Line, open_line
from app.metrics import CountedLog, Gauges, Meters
from app.problems import BadInput
from app.settings import Settings
from app.tether import Tether
from app.wiring import refuse_practice_line
from bot.public.bot import PublicBot, run_public_bot
from bot.public.hook import Hook
from bot.public.listening import PortTaken
from bot.public.setup import Setup, TokenRefused


async def run_bot(settings: Settings, log: CountedLog, tether: Tether | None = None) -> None:
    """Run the public bot until it is stopped.

    Args:
        settings: the operator's.
        log: where happenings are counted.
        tether: what ties it to its parent, where it is one process of several.

    Raises:
        TiplineError: something is missing or cannot be used, or Telegram refuses the token.
    """
    await refuse_practice_line(settings)
    async with open_line(settings, log, front="telegram") as line:
        setup = Setup(
            token=settings.token(),
            front=line.reporter,
            alarm=line.outside.alarm,
            texts=line.texts,
            watch=log,
            api=settings.telegram_api,
            hook=_hook(settings, tether),
            deliveries=line.deliveries,
        )
        bot = PublicBot(setup)
        meters = _meters(log, line, bot)
        try:
            if tether is not None:
                async with tether.tied(bot.stop, meters if settings.metrics_port else None):
                    await run_public_bot(bot, tether.say_ready)
            else:
                async with _watched(settings, bot, meters):
                    await run_public_bot(bot)
        except (TokenRefused, PortTaken) as error:
            raise BadInput(str(error)) from error


def _hook(settings: Settings, tether: Tether | None) -> Hook | None:
    hook = hook_of(settings)
    return replace(hook, shared=tether.listener) if hook and tether else hook


def _meters(log: CountedLog, line: Line, bot: PublicBot) -> Meters:
    gauges = Gauges(
        analyses=lambda: line.analyser.outcomes,
        waiting=lambda: line.analyser.waiting,
        working=lambda: bot.working,
        workers_lost=lambda: line.analyser.lost,
        is_ready=lambda: bot.is_ready,
        is_flooded=lambda: line.reporter.asks_newcomers,
    )
    return Meters(log, gauges, line.outside.clock.ticks)


@asynccontextmanager
async def _watched(settings: Settings, bot: PublicBot, meters: Meters) -> AsyncIterator[None]:
    """Show health and metrics on the ports of the settings, while the block runs."""
    health = health_pages(lambda: bot.is_ready)
    async with (
        showing(health, settings.health_port, "TIPLINE_HEALTH_PORT"),
        showing({"/metrics": meters.page}, settings.metrics_port, "TIPLINE_METRICS_PORT"),
    ):
        yield

"""What several processes of the bot need, and how their parent is run."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from socket import socket

from app.crew import Crew
from app.crew_member import Member
from app.crew_pages import CrewMeters, crew_health
from app.hooking import hook_of
from app.inside import showing
from app.logs import Log
from app.problems import BadInput
from app.settings import Settings
from bot.public.hook import Hook
from bot.public.listening import PortTaken, listener_at

_CHILD = (sys.executable, "-P", "-c", "from app.cli import main; main()", "bot-process")


def hook_for_many(settings: Settings) -> Hook:
    """The webhook that several processes share.

    Raises:
        BadInput: there is none, or nothing in which they could share conversations.
    """
    hook = hook_of(settings)
    if hook is None:
        raise BadInput(
            "Several processes need a webhook (TIPLINE_WEBHOOK_URL), as Telegram lets one alone "
            "fetch updates. That one can read on more cores: TIPLINE_WORKERS=4."
        )
    if not settings.redis_url.get_secret_value():
        raise BadInput(
            "Several processes need a Redis (TIPLINE_REDIS_URL) to share conversations in: any of "
            "them may get a sender's next message. docs/operations.md says how it is set up."
        )
    return hook


async def run_crew(settings: Settings, log: Log, size: int) -> int:
    """Run several processes of the bot until stopped; the exit code.

    Raises:
        BadInput: they cannot share a port, or conversations; or none could be started.
    """
    hook = hook_for_many(settings)
    try:
        listener = listener_at(hook.host, hook.port)
    except PortTaken as error:
        raise BadInput(str(error)) from error
    with listener:
        crew = Crew(size, _starting(listener), log)
        meters = CrewMeters(crew)
        async with (
            showing(crew_health(crew), settings.health_port, "TIPLINE_HEALTH_PORT"),
            showing({"/metrics": meters.page}, settings.metrics_port, "TIPLINE_METRICS_PORT"),
        ):
            code = await crew.run()
    if code < 0:
        raise BadInput(
            "No process of the bot could be started, or it was killed before it was ready. Look "
            "whether there is memory for it: docs/operations.md says how much."
        )
    return code


def _starting(listener: socket) -> Callable[[], Awaitable[Member]]:
    async def start() -> Member:
        return await Member.start(_CHILD, listener)

    return start

"""The public bot as a running thing: how it starts, answers, sweeps and stops."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiogram import Bot
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import (
    AnswerCallbackQuery,
    GetMe,
    LeaveChat,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, Update
from aiogram.utils.token import TokenValidationError

from bot.public.calls import REQUEST_SECONDS, Calls, Repeat, jitter
from bot.public.keyboards import Keyboards
from bot.public.lines import Job, Lines
from bot.public.poller import Poller
from bot.public.reading import Elsewhere, Reading, Stray, Tap, Unreadable, must_come_again, read
from bot.public.session import Session
from bot.public.setup import Setup, TokenRefused
from bot.public.source import Book, Ending, Raw, Source
from bot.public.stage import Desk, TelegramStage, events_of
from bot.public.watch import Happening, Span, Watch
from bot.public.webhook import Webhook
from bot.stopping import told_to_stop
from core.script import COMMANDS
from core.turn import Reply

CONNECTIONS = 600
"""Connections to Telegram at once: more than `calls.ORDINARY`, so that an emergency's answer never
waits behind answers that are slow to go out."""

_YOUNG = 5_000
"""Objects that are made before the collector looks at them, which takes some 3 ms; Python has 2,000
by default. A waiting conversation has some 70."""

_OLDER = 400
"""Looks at young objects before one at all that outlived them; Python has 10. So many are more
objects than a full window of conversations has (`Pace.window`): a look at those takes 0.2 s, finds
nothing, and nobody is served meanwhile. Where few wait all is looked at in each round of sweeps."""

_CALM = 64
"""Pieces of work in hand below which there is a moment for that."""


class PublicBot:
    """A public bot. Its life is one call of `run`."""

    def __init__(self, setup: Setup) -> None:
        """Build it; nothing is sent yet.

        Raises:
            TokenRefused: the token does not even look like one.
        """
        server = TelegramAPIServer.from_base(setup.api) if setup.api else PRODUCTION
        session = Session(limit=CONNECTIONS, api=server, timeout=REQUEST_SECONDS)
        try:
            self._bot = Bot(setup.token, session=session)
        except TokenValidationError:
            raise TokenRefused from None
        self._setup = setup
        self._timing = setup.timing
        self.watch = setup.watch
        calls = Calls(self._bot, setup.watch, setup.timing.patience)
        self._desk = Desk(calls, setup.texts, Keyboards(), setup.watch)
        self._stopping = asyncio.Event()
        self._source = self._source_of(setup)
        self._lines: Lines | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it takes updates."""
        return self._lines is not None and not self._stopping.is_set()

    @property
    def working(self) -> int:
        """Pieces of work begun and not ended."""
        return self._lines.working if self._lines is not None else 0

    def stop(self) -> None:
        """Finish what is in work, confirm it, and end `run`."""
        self._stopping.set()
        self._source.stop()

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until stopped.

        Args:
            ready: called once when the bot is about to take its first updates.

        Raises:
            TokenRefused: Telegram does not accept the token.
            PortTaken: the webhook cannot listen where it should.
        """
        async with self._bot.session, self._source.opened():
            if not await self._start():
                return
            _freeze()
            self.watch.note(Happening.READY)
            ready()
            async with asyncio.TaskGroup() as group:
                self._lines = Lines(group, self._serve)
                beside = [group.create_task(self._sweep()), group.create_task(self._source.tend())]
                ending = await self._source.run()
                cut = await self._lines.end(self._timing.grace)
                await self._source.confirm()
                for task in beside:
                    task.cancel()
            self.watch.note(Happening.STOPPED, cut=cut)
        if ending is Ending.TOKEN_REFUSED:
            raise TokenRefused

    def stage_of(self, chat: str) -> TelegramStage:
        """The stage of a chat from its handle."""
        return TelegramStage(self._desk, chat)

    def _source_of(self, setup: Setup) -> Source:
        if setup.hook is None:
            return Poller(self._bot, self._take, setup.watch, setup.timing.pace)
        return Webhook(self._bot, self._take, setup.watch, setup.hook, setup.deliveries)

    def _take(self, number: int, raw: Raw, book: Book) -> None:
        """Begin work on a new update."""
        understood = read(raw)
        if understood is None:
            book.begin(number, may_go_early=True)
            book.finish(number)
            return
        book.begin(number, may_go_early=not must_come_again(understood))
        lines = self._lines
        if lines is None:
            return

        def finish() -> None:
            book.finish(number)

        match understood:
            case Reading():
                stage = TelegramStage(self._desk, understood.chat, understood)
                lines.put(Job(understood, stage, finish))
            case Elsewhere():
                lines.also(self._after(self._leave(understood.chat), finish))
            case Stray():
                lines.also(self._after(self._dismiss(understood.tap), finish))
            case Unreadable():
                lines.also(self._after(self._excuse(understood.chat), finish))

    async def _serve(self, job: Job) -> None:
        """Answer one update, and say so when that fails; never raises of itself."""
        ticks = asyncio.get_running_loop().time
        began = ticks()
        try:
            alarm = self._setup.alarm
            unheard = job.reading.unheard
            is_alarming = bool(unheard) and alarm.sounds(unheard) is not None
            async with asyncio.timeout(self._timing.talk):
                for event in events_of(job.reading, is_alarming=is_alarming):
                    await self._setup.front.talk(event, job.stage)
        except Exception as error:  # noqa: BLE001  # one bad update must not stop the line
            self.watch.fault(Happening.HANDLER_FAILED, type(error))
            await job.stage.show(Reply("broken"))
        await job.stage.settle()
        job.finish()
        self.watch.took(Span.ANSWER, ticks() - began)

    async def _after(self, work: Awaitable[None], finish: Callable[[], None]) -> None:
        await work
        finish()

    async def _leave(self, chat: int) -> None:
        self.watch.note(Happening.CHAT_LEFT)
        await self._desk.calls.make(LeaveChat(chat_id=chat), Repeat.FREELY)

    async def _dismiss(self, tap: Tap) -> None:
        answer = AnswerCallbackQuery(callback_query_id=tap.query)
        await self._desk.calls.make(answer, Repeat.FREELY)

    async def _excuse(self, chat: str) -> None:
        """An update that nobody can read: the sender is told, where there is one."""
        self.watch.note(Happening.UNREADABLE)
        if chat:
            await self.stage_of(chat).show(Reply("broken"))

    async def _sweep(self) -> None:
        """Erase the chats of conversations that have ended, again and again."""
        while True:
            await asyncio.sleep(self._timing.sweep)
            if self.working < _CALM:
                gc.collect()
            try:
                ended = await self._setup.front.clear_ended(self.stage_of)
            except Exception as error:  # noqa: BLE001  # the next round tries again
                self.watch.fault(Happening.HANDLER_FAILED, type(error))
            else:
                if ended:
                    self.watch.note(Happening.SWEPT, count=ended)

    async def _start(self) -> bool:
        """Prepare the bot with Telegram; False when stopped before that was done."""
        commands = [
            BotCommand(command=name, description=self._setup.texts.command(name))
            for name in COMMANDS
        ]
        steps: tuple[TelegramMethod[Any], ...] = (
            GetMe(),
            SetMyCommands(commands=commands, scope=BotCommandScopeAllPrivateChats()),
            self._source.first_step,
        )
        rest = self._timing.pace.first_rest
        for step in steps:
            while not await self._prepare(step):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), jitter(rest))
                rest = min(rest * 2, self._timing.pace.longest_rest)
                if self._stopping.is_set():
                    return False
        return not self._stopping.is_set()

    async def _prepare(self, step: TelegramMethod[Any]) -> bool:
        try:
            await self._bot(step)
        except (TelegramUnauthorizedError, TelegramNotFound):
            self.watch.note(Happening.TOKEN_REFUSED)
            raise TokenRefused from None
        except Exception as error:  # noqa: BLE001  # Telegram may be out of reach for a while
            self.watch.fault(Happening.CALL_FAILED, type(error))
            return False
        return True


async def run_public_bot(bot: PublicBot, ready: Callable[[], None] = lambda: None) -> None:
    """Run the public bot until SIGTERM or SIGINT, then finish what is in work and confirm it.

    Args:
        bot: one that has not run.
        ready: called once when it is about to take its first updates.

    Raises:
        TokenRefused: Telegram does not accept the token.
        PortTaken: the webhook cannot listen where it should.
    """
    with told_to_stop(bot.stop), _quiet_loop(bot.watch):
        await bot.run(ready)


@contextlib.contextmanager
def _quiet_loop(watch: Watch) -> Iterator[None]:
    """Count what the event loop would log: its messages quote tasks and their arguments."""
    loop = asyncio.get_running_loop()
    former = loop.get_exception_handler()

    def count(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        watch.fault(Happening.LOOP_FAULT, type(error) if error else RuntimeError)

    loop.set_exception_handler(count)
    try:
        yield
    finally:
        loop.set_exception_handler(former)


def _freeze() -> None:
    """Build the library's types now and take them out of the collector's rounds.

    A full collection over aiogram's types takes 140 to 180 ms, during which nobody is served. One
    over thousands of waiting conversations takes tens, and would come every few seconds in a rush.
    """
    Update.model_validate({"update_id": 0})
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, *gc.get_threshold()[2:])

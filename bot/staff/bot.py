"""The staff bot as a running thing: how it starts, fetches, answers, tells and stops."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from bot.staff.chats import Chats
from bot.staff.menus import Menus
from bot.staff.outcomes import Outcomes
from bot.staff.parts import Setup, TokenRefused
from bot.staff.questions import Questions
from bot.staff.resting import Resting
from bot.staff.serving import Front
from bot.staff.telling import Teller
from bot.staff.texts import StaffTexts
from bot.staff.watch import Happening, Watch
from bot.stopping import told_to_stop
from core.errors import TiplineError

SUBSCRIBED = ("message", "callback_query", "my_chat_member")
AT_ONCE = 16
"""Chats that are answered at once: staff are few, and the library's pool slows beyond."""
AUDIT_EVERY = 600.0
"""Seconds between two walks over the whole audit."""
_REMEMBERED = 1_000


class StaffBot:
    """A staff bot. Its life is one call of `run`."""

    def __init__(self, setup: Setup, watch: Watch) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library warns of each wait otherwise
        self._setup = setup
        self._watch = watch
        self._stopping = asyncio.Event()
        self._seen: dict[int, None] = {}
        request = HTTPXRequest(connection_pool_size=AT_ONCE + 4)
        poll = HTTPXRequest(read_timeout=setup.timing.long_poll + 10.0)
        builder = ApplicationBuilder().token(setup.token).updater(None)
        builder = builder.request(request).get_updates_request(poll).concurrent_updates(AT_ONCE)
        if setup.api:
            builder = builder.base_url(f"{setup.api}/bot").base_file_url(f"{setup.api}/file/bot")
        self.application: Application = builder.build()  # type: ignore[type-arg]  # its six parameters say nothing here
        texts = StaffTexts.load()
        chats = Chats(self.application.bot, watch)
        office, resting = setup.office, Resting(setup.timing.alerts)
        self.menus = Menus(office.seats, chats, texts, resting)
        self._front = Front(
            office=office,
            chats=chats,
            menus=self.menus,
            questions=Questions(setup.timing.confirm),
            texts=texts,
            watch=watch,
        )
        self.teller = Teller(office, chats, texts, setup.timing, resting)
        self.outcomes = Outcomes(office.pending, chats, texts, resting)
        self.application.add_handler(TypeHandler(Update, self._handle))

    def stop(self) -> None:
        """Finish what is in work, confirm it, and end `run`."""
        self._stopping.set()

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until stopped.

        Args:
            ready: called once when it is about to fetch its first updates.

        Raises:
            TokenRefused: Telegram does not accept the token.
        """
        try:
            async with self.application:
                await self._start()
                self._watch.note(Happening.READY)
                ready()
                await self._serve()
                self._watch.note(Happening.STOPPED)
        except InvalidToken:
            raise TokenRefused from None

    async def _start(self) -> None:
        await self.application.bot.delete_webhook(drop_pending_updates=False)

    async def _serve(self) -> None:
        failed: Exception | None = None
        async with asyncio.TaskGroup() as group:
            beside = [group.create_task(self._tell()), group.create_task(self._walk_audit())]
            try:
                await self._fetch_all()
            except TelegramError as error:
                failed = error
            finally:
                for task in beside:
                    task.cancel()
        if failed is not None:
            raise failed

    async def _fetch_all(self) -> None:
        """Fetch and answer, lot by lot; what is answered is confirmed by the next fetch."""
        offset, rest = 0, self._setup.timing.first_rest
        while not self._stopping.is_set():
            try:
                updates = await self._fetch(offset, self._setup.timing.long_poll)
            except InvalidToken:
                raise
            except TelegramError as error:
                self._watch.fault(Happening.FETCH_FAILED, type(error))
                await self._rest(_asked_for(error) or rest * (0.75 + secrets.randbelow(50) / 100))
                rest = min(rest * 2, self._setup.timing.longest_rest)
                continue
            rest = self._setup.timing.first_rest
            if updates:
                await self._answer(updates)
                offset = max(update.update_id for update in updates) + 1
        if offset:
            with contextlib.suppress(TelegramError):
                await self._fetch(offset, 0)

    async def _fetch(self, offset: int, wait: int) -> Sequence[Update]:
        fetching = asyncio.ensure_future(
            self.application.bot.get_updates(
                offset=offset or None, timeout=wait, allowed_updates=list(SUBSCRIBED)
            )
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not fetching.done() and wait:
                return ()
            fetched: Sequence[Update] = await fetching
            return fetched
        finally:
            fetching.cancel()
            stopping.cancel()

    async def _answer(self, updates: Sequence[Update]) -> None:
        """Answer a lot: chats side by side, the updates of one chat in order, each once."""
        lines: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            if update.update_id not in self._seen:
                self._seen[update.update_id] = None
                chat = update.effective_chat
                lines[chat.id if chat else 0].append(update)
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]

        async def answer(line: list[Update]) -> None:
            for update in line:
                await self.application.process_update(update)

        await asyncio.gather(*(answer(line) for line in lines.values()))

    async def _handle(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        chat = update.effective_chat
        try:
            async with asyncio.timeout(self._setup.timing.handle):
                await self._front.take(update)
        except InvalidToken:
            self.stop()
        except TimeoutError:
            await self._excuse(chat.id if chat else 0, "late")
        except Exception as error:  # noqa: BLE001  # one bad update must not stop the bot
            self._watch.fault(Happening.HANDLER_FAILED, type(error))
            await self._excuse(chat.id if chat else 0, "broken")

    async def _excuse(self, chat: int, key: str) -> None:
        if chat > 0:
            await self._front.chats.send(chat, self._front.texts.say(key))

    async def _tell(self) -> None:
        while True:
            for work in (self.outcomes.round, self.menus.round, self.teller.round):
                await self._safely(work)
            await asyncio.sleep(self._setup.timing.alerts)

    async def _walk_audit(self) -> None:
        while True:
            await asyncio.sleep(AUDIT_EVERY)
            await self._safely(self.teller.check_audit)

    async def _safely(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except (TiplineError, TelegramError) as error:
            self._watch.fault(Happening.ALERTS_FAILED, type(error))

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def _asked_for(error: TelegramError) -> float:
    """Seconds that Telegram asks us to wait, or 0."""
    if not isinstance(error, RetryAfter):
        return 0.0
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


async def run_staff_bot(
    setup: Setup, watch: Watch, ready: Callable[[], None] = lambda: None
) -> None:
    """Run the staff bot until SIGTERM or SIGINT, then finish what is in work and confirm it.

    Raises:
        TokenRefused: Telegram does not accept the token.
    """
    bot = StaffBot(setup, watch)
    with told_to_stop(bot.stop):
        await bot.run(ready)

"""How updates come from Telegram, and when Telegram is told that they are done with.

The loop fetches on while earlier updates are in work, so that an emergency is seen at once,
and confirms only what is finished: see docs/decisions/0003-own-polling-loop.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.public.calls import jitter
from bot.public.ledger import VIEW, Ledger
from bot.public.reading import SUBSCRIBED
from bot.public.source import Ending, Take
from bot.public.watch import Happening, Watch

_AT_ONCE = 5
"""Updates that are read before others have their turn: some 4 ms, the check for danger included."""


class FetchUpdates(TelegramMethod[list[Any]]):
    """getUpdates with updates as plain JSON values.

    The library's own method validates all updates in one go: a single one that it does not
    understand would stop the line for everybody, and its error would quote their words.
    """

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = VIEW
    timeout: int = 0
    allowed_updates: tuple[str, ...] = SUBSCRIBED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the loop waits; all in seconds, except the window.

    Attributes:
        window: updates in work at once; above it nothing is fetched, and an emergency behind is
            not seen. Forty seconds of four times what two cores can take (400 a second), less what
            is answered meanwhile, are 12,000.
        long_poll: how long Telegram may keep a call open when there is nothing new.
        spare: what a call may take on top of that.
        pause: between calls while updates are in work and nothing new came.
        first_rest: after a first failure; each further one doubles it.
        longest_rest: after many failures.
        held: how long taps on Send may keep newer updates out of view.
    """

    window: int = 20_000
    long_poll: int = 25
    spare: int = 10
    pause: float = 0.1
    first_rest: float = 0.5
    longest_rest: float = 30.0
    held: float = 0.25


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A fetch that failed, and how long to wait; None: the token is not accepted."""

    rest: float | None


class Poller:
    """Fetches updates until it is stopped."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        watch: Watch,
        pace: Pace = Pace(),
    ) -> None:
        self._bot = bot
        self._take = take
        self._watch = watch
        self._pace = pace
        self._ledger = Ledger()
        self._is_stopping = False
        self._halt = asyncio.Event()
        self._fetching: asyncio.Task[Any] | None = None
        self._failures = 0
        self._held_since: float | None = None

    @property
    def first_step(self) -> TelegramMethod[bool]:
        """A webhook would keep updates from us; what waits is not dropped."""
        return DeleteWebhook(drop_pending_updates=False)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Nothing has to be open: the loop calls out."""
        yield

    async def tend(self) -> None:
        """Nothing goes on beside."""

    def stop(self) -> None:
        """Fetch nothing more; a call that is waiting is given up."""
        self._is_stopping = True
        self._halt.set()
        if self._fetching is not None:
            self._fetching.cancel()

    async def run(self) -> Ending:
        """Fetch updates and begin work on them, until stopped or the token is refused."""
        while not self._is_stopping:
            if self._ledger.working >= self._pace.window:
                await self._wait_for_work()
                continue
            got = await self._fetch()
            if isinstance(got, _Trouble):
                if got.rest is None:
                    return Ending.TOKEN_REFUSED
                await self._rest(got.rest)
            elif not await self._take_all(got) and self._ledger.working:
                await self._wait_for_room(len(got))
            elif len(got) >= VIEW:
                self._make_room()
        return Ending.STOPPED

    async def confirm(self) -> None:
        """Tell Telegram what is finished, without fetching more; after `run` has ended."""
        for attempt in range(3):
            offset = self._ledger.offset
            if not offset:
                return
            got = await self._call(FetchUpdates(offset=offset, limit=1, timeout=0), 0)
            if not isinstance(got, _Trouble):
                self._ledger.confirmed(offset)
                return
            if got.rest is None or got.rest > self._pace.spare:
                return
            await asyncio.sleep(min(got.rest, self._pace.first_rest * (attempt + 1)))

    async def _fetch(self) -> list[Any] | _Trouble:
        """One getUpdates: long while nothing is in work, short otherwise."""
        offset = self._ledger.offset
        wait = 0 if self._ledger.working else self._pace.long_poll
        # Without news to confirm there is no offset: Telegram may begin a new, lower sequence
        # of numbers after a quiet week, and an old offset would drop it.
        method = FetchUpdates(offset=offset or None, timeout=wait)
        self._fetching = asyncio.ensure_future(self._call(method, wait))
        fetched = self._fetching
        try:
            await asyncio.wait({fetched})
        finally:
            fetched.cancel()
            self._fetching = None
        if fetched.cancelled():
            return []
        got: list[Any] | _Trouble = fetched.result()
        if not isinstance(got, _Trouble):
            self._failures = 0
            self._ledger.confirmed(offset)
        return got

    async def _call(self, method: FetchUpdates, wait: int) -> list[Any] | _Trouble:
        try:
            return await self._bot(method, request_timeout=wait + self._pace.spare)
        except (TelegramUnauthorizedError, TelegramNotFound):
            self._watch.note(Happening.TOKEN_REFUSED)
            return _Trouble(None)
        except TelegramRetryAfter as error:
            self._watch.note(Happening.FETCH_SLOWED, seconds=error.retry_after)
            return _Trouble(float(error.retry_after))
        except Exception as error:  # noqa: BLE001  # the line goes on after any failure
            self._watch.fault(Happening.FETCH_FAILED, type(error))
        self._failures += 1
        rest = self._pace.first_rest * 2 ** min(self._failures - 1, 16)
        return _Trouble(jitter(min(rest, self._pace.longest_rest)))

    async def _take_all(self, got: list[Any]) -> int:
        """Begin work on what is new; how many that were.

        Between a few of them others have their turn: the 999 answer to the first of a hundred
        does not wait until the last has been read.
        """
        news = 0
        for raw in got:
            number = raw.get("update_id") if isinstance(raw, dict) else None
            if isinstance(number, int) and self._ledger.is_new(number):
                news += 1
                self._take(number, raw, self._ledger)
                if news % _AT_ONCE == 0:
                    await asyncio.sleep(0)
        return news

    async def _wait_for_work(self) -> None:
        """Wait until some of the work is done; counted once."""
        self._watch.note(Happening.WINDOW_FULL, working=self._ledger.working)
        while self._ledger.working >= self._pace.window and not self._is_stopping:
            await self._rest(self._pace.pause)

    async def _wait_for_room(self, seen: int) -> None:
        """Nothing new came: make room if the view is full of work, else wait a moment."""
        if seen < VIEW or not self._make_room():
            await self._rest(self._pace.pause)

    def _make_room(self) -> bool:
        """The view is full: let some of what is in work go early; whether any was."""
        now = asyncio.get_running_loop().time()
        is_held = self._held_since is not None and now - self._held_since > self._pace.held
        let_go = self._ledger.make_room(at_any_price=is_held)
        if let_go:
            self._held_since = None
            self._watch.note(Happening.CONFIRMED_EARLY, count=let_go)
            return True
        self._held_since = self._held_since or now
        return False

    async def _rest(self, seconds: float) -> None:
        """Wait, unless stopped."""
        try:
            async with asyncio.timeout(seconds):
                await self._halt.wait()
        except TimeoutError:
            return

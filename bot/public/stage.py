"""The chat in front of the sender: how a reply becomes messages, and how they are erased."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiogram.methods import AnswerCallbackQuery, DeleteMessages, EditMessageReplyMarkup
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.public.calls import Calls, Outcome, Problem, Repeat
from bot.public.keyboards import Keyboards
from bot.public.reading import Reading, Tap
from bot.public.session import Say
from bot.public.watch import Happening, Watch
from bot.public.wrap import pieces
from core.turn import Commanded, Event, Option, Reply

ERASED_AT_ONCE = 100
"""Messages that one deleteMessages takes."""

ERASE_CALLS = 60
"""Calls that erasing a chat may take. A message that Telegram does not delete (older than 48
hours, or a die younger than 24) makes it refuse the lot it is in, and the lot is halved until
the rest is gone: some 14 calls for one such message."""

POPUP_CHARACTERS = 200
"""Longest text of an answer to a tap (Bot API, answerCallbackQuery)."""

ROW_CHARACTERS = 24
ROW_BUTTONS = 3
"""Short labels share a row; a phone shows about so much without cutting."""

_ALARMS = frozenset({"emergency", "emergency-again"})
"""Replies that are sent again even when the first may have arrived: 999 twice does no harm."""

_WAITING = frozenset({"slow-down", "broken", "rush"})
"""Replies after which the question before is still open, so that its buttons stay."""


class Texts(Protocol):
    """The words of the bot in one language."""

    def render(self, reply: Reply) -> str:
        """The text of a reply."""

    def option(self, name: str) -> str:
        """The label of a button."""

    def command(self, name: str) -> str:
        """What a command does, for the menu."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every stage of the bot shares."""

    calls: Calls
    texts: Texts
    keyboards: Keyboards
    watch: Watch


class TelegramStage:
    """A chat for the time of one event. A port of `core.ports.Stage`."""

    def __init__(self, desk: Desk, chat: str, reading: Reading | None = None) -> None:
        self._desk = desk
        self._chat = chat
        self._incoming = reading.incoming if reading else ()
        self._tap = reading.tap if reading else None
        self._is_tap_answered = False
        self._has_moved_on = False
        self._is_answer_lost = False
        self._stale: set[int] = set()
        self._alarm = asyncio.Event()
        self._alarm.set()
        if self._tap is not None and not self._tap.message:
            desk.keyboards.gone(chat, self._incoming)

    @property
    def chat(self) -> str:
        """The handle under which this chat is found again."""
        return self._chat

    @property
    def incoming(self) -> tuple[int, ...]:
        """The message that brought the event; for a tap the one with the button."""
        return self._incoming

    async def show(self, reply: Reply) -> tuple[int, ...]:
        """Show a reply and return the messages it became; never raises."""
        is_alarm = reply.key in _ALARMS
        if is_alarm:
            self._alarm.clear()
        try:
            return await self._show(reply, Repeat.FREELY if is_alarm else Repeat.UNTAKEN)
        except Exception as error:  # noqa: BLE001  # a text that cannot be made loses itself only
            self._desk.watch.fault(Happening.CALL_FAILED, type(error))
            return ()
        finally:
            self._alarm.set()

    async def alarm_shown(self) -> None:
        """Wait while a 999 answer is on its way."""
        await self._alarm.wait()

    async def erase(self, messages: Sequence[int]) -> bool:
        """Delete messages; whether all of them are gone."""
        found = list(dict.fromkeys(m for m in messages if m > 0))
        lots = [found[at : at + ERASED_AT_ONCE] for at in range(0, len(found), ERASED_AT_ONCE)]
        done = True
        calls = 0
        while lots and calls < ERASE_CALLS:
            lot = lots.pop(0)
            calls += 1
            problem = await self._erase(lot)
            if problem is Problem.REFUSED and len(lot) > 1:
                half = len(lot) // 2
                lots += [lot[:half], lot[half:]]
            elif problem is not None:
                done = False
        if lots or not done:
            self._desk.watch.note(Happening.NOT_ERASED)
            return False
        return True

    async def settle(self) -> None:
        """Answer the tap if nothing did, and take away buttons that no longer count.

        Never raises: what fails here is a button that stays, and it does nothing any more.
        """
        try:
            await self._settle()
        except Exception as error:  # noqa: BLE001  # see above
            self._desk.watch.fault(Happening.CALL_FAILED, type(error))

    async def _settle(self) -> None:
        if self._tap is not None and not self._is_tap_answered:
            await self._answer_tap(self._tap, "")
        has_answer = self._has_moved_on and not self._is_answer_lost
        tapped = self._tap.message if self._tap is not None and has_answer else 0
        if tapped:
            self._stale.add(tapped)
        open_now = self._desk.keyboards.open_in(self._chat)
        for message in sorted(self._stale - {open_now}):
            bare = EditMessageReplyMarkup(chat_id=int(self._chat), message_id=message)
            await self._desk.calls.make(bare, Repeat.FREELY)
        self._stale.clear()

    async def _show(self, reply: Reply, repeat: Repeat) -> tuple[int, ...]:
        text = self._desk.texts.render(reply)
        if reply.is_passing and self._tap is not None:
            if await self._answer_tap(self._tap, text):
                self._stale.add(self._tap.message)
                self._stale.discard(0)
                return ()
        elif reply.key not in _WAITING:
            self._leave_question()
        shown: list[int] = []
        parts = pieces(text)
        for at, part in enumerate(parts, start=1):
            options = reply.options if at == len(parts) else ()
            sent = await self._send(part, options, repeat)
            if sent.problem is Problem.GONE:
                break
            if sent.problem is Problem.LOST:
                # Whoever gets no answer taps again: Send then gives the code of what was stored.
                self._is_answer_lost = True
            if sent.value is not None:
                shown.append(sent.value)
        return tuple(shown)

    def _leave_question(self) -> None:
        """The tapped question is answered: unless a new one opens, no buttons are open."""
        if self._tap is not None and not self._has_moved_on:
            self._has_moved_on = True
            self._desk.keyboards.gone(self._chat, (self._tap.message,))

    async def _send(self, text: str, options: tuple[Option, ...], repeat: Repeat) -> Outcome[int]:
        markup = self._keyboard(options) if options else None
        message = Say(chat_id=int(self._chat), text=text, reply_markup=markup)
        is_alarm = repeat is Repeat.FREELY
        sent = await self._desk.calls.make(message, repeat, is_urgent=is_alarm)
        if sent.value is None:
            return Outcome(problem=sent.problem)
        number = sent.value.message_id
        if markup is not None:
            self._stale.add(self._desk.keyboards.open_in(self._chat))
            self._stale.discard(0)
            self._desk.keyboards.opened(self._chat, number)
        return Outcome(number)

    def _keyboard(self, options: tuple[Option, ...]) -> InlineKeyboardMarkup:
        rows: list[list[InlineKeyboardButton]] = []
        used = 0
        for option in options:
            label = self._desk.texts.option(option.name)
            button = InlineKeyboardButton(text=label, callback_data=data_of(option))
            if rows and len(rows[-1]) < ROW_BUTTONS and used + len(label) <= ROW_CHARACTERS:
                rows[-1].append(button)
                used += len(label)
            else:
                rows.append([button])
                used = len(label)
        return InlineKeyboardMarkup(inline_keyboard=rows)

    async def _answer_tap(self, tap: Tap, text: str) -> bool:
        answer = AnswerCallbackQuery(
            callback_query_id=tap.query, text=text[:POPUP_CHARACTERS] or None
        )
        self._is_tap_answered = True
        done = await self._desk.calls.make(answer, Repeat.FREELY)
        return done.problem is None

    async def _erase(self, lot: list[int]) -> Problem | None:
        call = DeleteMessages(chat_id=int(self._chat), message_ids=lot)
        done = await self._desk.calls.make(call, Repeat.FREELY)
        if done.problem is None:
            self._stale.difference_update(lot)
            if self._tap is not None and self._tap.message in lot:
                self._tap = Tap(self._tap.query)
            self._desk.keyboards.gone(self._chat, lot)
        return done.problem


def data_of(option: Option) -> str:
    """What a button carries: the option and the ticket, at most 64 bytes."""
    return f"{option.name}:{option.ticket}"


def events_of(reading: Reading, *, is_alarming: bool) -> tuple[Event, ...]:
    """What a reading is to the line: where refused words tell of danger, 999 comes first."""
    return (Commanded("danger"), reading.event) if is_alarming else (reading.event,)
